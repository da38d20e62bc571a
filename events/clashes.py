"""What an event gets in the way of, in words. These are warnings: nothing here forbids anything."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from coalitions.models import CoalitionPage
from events.enums import MeetingState
from events.models import EventOrganiser, ExternalDate, MeetingPage, PreparatoryEventPage

# Where most of a region's people live, and the clock they live by.
REGIONS = (
    ("Western North America", ZoneInfo("America/Los_Angeles")),
    ("Eastern North America", ZoneInfo("America/New_York")),
    ("Latin America", ZoneInfo("America/Sao_Paulo")),
    ("West Africa", ZoneInfo("Africa/Lagos")),
    ("Europe", ZoneInfo("Europe/Paris")),
    ("East Africa and the Middle East", ZoneInfo("Africa/Nairobi")),
    ("South Asia", ZoneInfo("Asia/Kolkata")),
    ("South-East Asia", ZoneInfo("Asia/Jakarta")),
    ("East Asia", ZoneInfo("Asia/Shanghai")),
    ("Pacific", ZoneInfo("Pacific/Auckland")),
)
NIGHT_FROM, NIGHT_UNTIL = datetime.time(22), datetime.time(7)
MOST = len(REGIONS) // 2 + 1
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Clash:
    """One reason to think again. `kind`: organiser, focus-area, meeting, external or night; `page`: the other one."""

    kind: str
    reason: str
    page: object = None
    url: str = ""


def clashes(starts_at, ends_at, *, focus_areas, coalitions, ignoring=None):
    """Everything that speaks against a time for an event of these focus areas, organised by these coalitions.

    `ignoring` is the event itself. What only touches the time is no clash. Drafts of events to come count too, so the
    reasons are for those who plan, not for the public. Constant number of queries: at most five.
    """
    return [
        *_with_events(starts_at, ends_at, {area.pk for area in focus_areas}, {one.pk for one in coalitions}, ignoring),
        *_with_meetings(starts_at, ends_at),
        *_with_external_dates(starts_at, ends_at),
        *_with_the_night(starts_at, ends_at),
    ]


def clashes_of(event, starts_at=None, ends_at=None):
    """What speaks against the time of an event's page, or against another time for it."""
    return clashes(
        starts_at or event.starts_at,
        ends_at or event.ends_at,
        focus_areas=event.focus_areas.all(),
        coalitions=CoalitionPage.objects.with_ids([organiser.coalition_id for organiser in event.organisers.all()]),
        ignoring=event,
    )


def regions_at_night(starts_at, ends_at):
    """The regions for which at least half of a time lies in their night, 22:00 to 07:00 of their own clock."""
    return [name for name, zone in REGIONS if _in_the_night(starts_at, ends_at, zone) * 2 >= ends_at - starts_at]


def _with_events(starts_at, ends_at, areas, coalitions, ignoring):
    found = PreparatoryEventPage.objects.not_withdrawn().between(starts_at, ends_at).order_by("starts_at", "pk")
    if ignoring is not None and ignoring.pk:
        found = found.exclude(pk=ignoring.pk)
    organisers = Prefetch("organisers", EventOrganiser.objects.with_coalitions())
    for event in found.prefetch_related(organisers, "focus_areas"):
        name = f"“{event.title}”{'' if event.live else ' (a draft)'}, {_when(event)}"
        shared = [one.coalition.short_name for one in event.organisers.all() if one.coalition_id in coalitions]
        if shared:
            verb = "also organises" if len(shared) == 1 else "also organise"
            yield Clash("organiser", f"{_listed(shared)} {verb} {name}.", event)
        common = [area.title for area in event.focus_areas.all() if area.pk in areas]
        if common:
            yield Clash("focus-area", f"Same focus area ({'; '.join(common)}) as {name}.", event)


def _with_meetings(starts_at, ends_at):
    found = MeetingPage.objects.live().between(starts_at, ends_at).exclude(state=MeetingState.CANCELLED)
    for meeting in found.for_listing().order_by("starts_at", "pk"):
        yield Clash("meeting", f"At the same time as the meeting “{meeting.title}”, {_when(meeting)}.", meeting)


def _with_external_dates(starts_at, ends_at):
    # Other people's dates are days; an event that ends at midnight does not touch the next one.
    last = (ends_at - datetime.timedelta.resolution).astimezone(datetime.UTC).date()
    for date in ExternalDate.objects.between(starts_at.astimezone(datetime.UTC).date(), last):
        yield Clash("external", f"{date.get_kind_display()}: {date.title}, {date.days}.", url=date.url)


def _with_the_night(starts_at, ends_at):
    regions = regions_at_night(starts_at, ends_at)
    if len(regions) >= MOST:
        count = f"{len(regions)} of {len(REGIONS)} regions"
        yield Clash("night", f"It is night (22:00 to 07:00) in {count}: {', '.join(regions)}.")


def _in_the_night(starts_at, ends_at, zone):
    """How much of a time lies in a zone's nights."""
    total = datetime.timedelta()
    day, last = starts_at.astimezone(zone).date() - DAY, ends_at.astimezone(zone).date()
    while day <= last:
        night_from = datetime.datetime.combine(day, NIGHT_FROM, zone).astimezone(datetime.UTC)
        night_until = datetime.datetime.combine(day + DAY, NIGHT_UNTIL, zone).astimezone(datetime.UTC)
        total += max(min(ends_at, night_until) - max(starts_at, night_from), datetime.timedelta())
        day += DAY
    return total


def _when(page):
    first, last = page.starts_at.astimezone(datetime.UTC), page.ends_at.astimezone(datetime.UTC)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%-d %B %Y, %H:%M}"
    return f"{first:%-d %B %Y, %H:%M} to {until} UTC"


def _listed(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
