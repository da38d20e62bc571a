"""What meetings tell of a coalition's activity, registered with the indicators of the room below.

A coalition's calls are the meetings of series below its page; the others are the coordination group's.
"""

import datetime

from django.db.models import CharField, Count, F, Min, Value
from django.db.models.functions import Concat, Left, Lower, TruncMonth

from coalitions.activity.enums import About
from coalitions.activity.indicators import (
    CORRECTED_BY_SECRETARIAT,
    NOT_MEASURED,
    Cell,
    Indicator,
    Measured,
    as_counts,
    counted_since,
    indicators,
    month_of,
)
from coalitions.models import CoalitionPage
from events.enums import ORGANISING, Capacity
from events.models import EventOrganiser, MeetingPage, Participant, PreparatoryEventPage

CALLS = "meetings on this portal"
REPORTS = "participants named in public reports"
STEP = CoalitionPage.steplen
EVENTS = "preparatory events on this portal"
EVENT_LIMITS = "Whom an event reached and what came of it is not looked at; supporters are not counted."
LIMITS = "Only meetings that are entered here are counted. Length and attendance of a meeting are not looked at."


def _coalitions(scope):
    """{tree path: coalition id} of all coalitions."""
    return dict(CoalitionPage.objects.order_by().values_list("path", "pk"))


def _below_coalitions(scope, rows, prefix=""):
    """For each depth at which coalitions stand, nearly always one: the rows below them, with their `above` path.

    `prefix` leads from a row to its meeting.
    """
    paths = scope.once("coalition paths", _coalitions)
    for depth in sorted({len(path) for path in paths}):
        yield rows.filter(**{f"{prefix}depth__gt": depth // STEP}).annotate(
            above=Left(F(f"{prefix}path"), depth, output_field=CharField())
        )


def _calls(scope):
    """{(coalition id, month): calls held} and {coalition id: the day of its first call}."""
    paths = scope.once("coalition paths", _coalitions)
    counts, since = {}, {}
    held = MeetingPage.objects.visible().past().order_by()
    for rows in _below_coalitions(scope, held):
        for path, first in rows.values("above").annotate(first=Min("starts_at")).values_list("above", "first"):
            if path in paths:
                since[paths[path]] = first.astimezone(datetime.UTC).date()
        monthly = rows.begun_between(scope.period.first, scope.period.last_day).annotate(month=_month("starts_at"))
        monthly = monthly.values("above", "month").annotate(count=Count("pk"))
        found = monthly.values_list("above", "month", "count")
        counts |= as_counts([(paths[path], *rest) for path, *rest in found if path in paths])
    return counts, since


def _month(field):
    return TruncMonth(field, tzinfo=datetime.UTC)


def _calls_held(scope):
    return counted_since(scope, *_calls(scope), CALLS)


def _reported_in(scope):
    """The meetings of the period whose report readers can see."""
    reported = MeetingPage.objects.visible().reported().order_by()
    return reported.begun_between(scope.period.first, scope.period.last_day)


def _coordination(scope):
    """{id of a meeting of the coordination group with a public report: its month}, of the period."""
    paths = scope.once("coalition paths", _coalitions)
    lengths = {len(path) for path in paths}
    reported = (
        MeetingPage.objects.visible().reported().begun_between(scope.period.first, scope.period.last_day).order_by()
    )
    return {
        pk: month_of(starts_at.astimezone(datetime.UTC).date())
        for pk, path, starts_at in reported.values_list("pk", "path", "starts_at")
        if not any(path[:length] in paths for length in lengths)
    }


def _coordination_attended(scope):
    meetings = _coordination(scope)
    ids = scope.once("coalition paths", _coalitions).values()
    ids = ids if scope.coalition_ids is None else scope.coalition_ids.intersection(ids)
    if not meetings:
        return Measured(dict.fromkeys(ids, NOT_MEASURED))
    attended = scope.narrow(Participant.objects.filter(meeting__in=list(meetings), coalition__isnull=False))
    sums, cells = dict.fromkeys(ids, 0), {}
    for coalition_id, meeting_id in attended.order_by().values_list("coalition_id", "meeting_id").distinct():
        if coalition_id in sums:
            key = (coalition_id, meetings[meeting_id])
            cells[key] = cells.get(key, 0) + 1
            sums[coalition_id] += 1
    months = set(meetings.values())
    note = f"of {len(meetings)} with a public report"
    none = Cell.of(0, REPORTS, scope.today)
    return Measured(
        {coalition_id: Cell.of(count, REPORTS, scope.today, note) for coalition_id, count in sums.items()},
        {
            (coalition_id, month): Cell.of(count, REPORTS, scope.today) if count else none
            for coalition_id in ids
            for month in months
            for count in [cells.get((coalition_id, month), 0)]
        },
    )


def _preparatory_events(scope):
    """An event counts in its month for each of those who lead or co-organise it."""
    taken_place = PreparatoryEventPage.objects.visible().past()
    organised = scope.narrow(EventOrganiser.objects.filter(role__in=ORGANISING, event__in=taken_place.order_by()))
    since = dict(
        organised.order_by()
        .values("coalition_id")
        .annotate(first=Min("event__starts_at"))
        .values_list("coalition_id", "first")
    )
    in_period = organised.filter(event__in=taken_place.begun_between(scope.period.first, scope.period.last_day))
    monthly = in_period.order_by().annotate(month=_month("event__starts_at")).values("coalition_id", "month")
    found = monthly.annotate(count=Count("event", distinct=True)).values_list("coalition_id", "month", "count")
    since = {coalition_id: first.astimezone(datetime.UTC).date() for coalition_id, first in since.items()}
    return counted_since(scope, as_counts(found), since, EVENTS)


def _attended_a_call(scope):
    """People are told apart by their names as printed: the same name twice is one person."""
    paths = scope.once("coalition paths", _coalitions)
    reported = MeetingPage.objects.visible().reported().order_by()
    people = Participant.objects.exclude(capacity=Capacity.SECRETARIAT_SUPPORT).order_by()
    known, totals, cells = set(), {}, {}
    for rows in _below_coalitions(scope, reported):
        known |= {paths[path] for path in rows.values_list("above", flat=True).distinct() if path in paths}
    there = people.filter(meeting__in=_reported_in(scope))
    name = Concat(Lower("given_name"), Value(" "), Lower("family_name"))
    for rows in _below_coalitions(scope, there, "meeting__"):
        named = rows.annotate(name=name)
        for path, count in (
            named.values("above").annotate(count=Count("name", distinct=True)).values_list("above", "count")
        ):
            if path in paths:
                totals[paths[path]] = Cell.of(count, REPORTS, scope.today)
        monthly = named.annotate(month=_month("meeting__starts_at")).values("above", "month")
        found = monthly.annotate(count=Count("name", distinct=True)).values_list("above", "month", "count")
        for key, count in as_counts([(paths[path], *rest) for path, *rest in found if path in paths]).items():
            cells[key] = Cell.of(count, REPORTS, scope.today)
    return Measured(dict.fromkeys(known, NOT_MEASURED) | totals, cells)


MEETING_INDICATORS = (
    Indicator(
        key="calls-held",
        label="Calls held",
        unit=("call", "calls"),
        about=About.COALITION,
        question="Does the coalition meet between the annual meetings?",
        counted=(
            "Meetings of the coalition’s own series on this portal that took place; cancelled ones do not count. From "
            "its first meeting here on, a month without one is a zero."
        ),
        limits=f"{LIMITS} Calls that are logged as records are counted apart.",
        compute=_calls_held,
        order=40,
    ),
    Indicator(
        key="coordination-attended",
        label="Coordination meetings attended",
        unit=("meeting", "meetings"),
        about=About.COALITION,
        question="Does the coalition take part in the coordination group?",
        counted=(
            "Meetings of the coordination group at which somebody is named for the coalition in the public report. "
            "Months without such a report are not measured."
        ),
        limits=f"{LIMITS} Who came without being named for the coalition is not seen.",
        compute=_coordination_attended,
        corrected_by=CORRECTED_BY_SECRETARIAT,
        order=50,
    ),
    Indicator(
        key="preparatory-events",
        label="Preparatory events held",
        unit=("event", "events"),
        about=About.COALITION,
        question="Does the coalition prepare the annual meeting with events of its own?",
        counted=(
            "Events of the preparatory phase on this portal that took place and that the coalition leads or "
            "co-organises. A joint event counts once for each of them."
        ),
        limits=f"{EVENT_LIMITS} Before a coalition’s first event here nothing is measured.",
        compute=_preparatory_events,
        order=60,
    ),
    Indicator(
        key="attended-a-call",
        label="People who attended at least one call",
        unit=("person", "people"),
        about=About.MEMBERS,
        question="How many take part in the coalition’s calls?",
        counted=(
            "Different names among the participants in the public reports of the coalition’s own meetings; staff of "
            "the Secretariat left out. Fewer than 5 are not shown."
        ),
        limits=(
            "A name that is printed in two ways counts twice. Who attends need not be a member. Calls without a "
            "public report tell nothing."
        ),
        compute=_attended_a_call,
        counts_people=True,
        adds_up=False,
        order=15,
    ),
)


def register_indicators():
    """Called once, when the app is ready."""
    for indicator in MEETING_INDICATORS:
        indicators.register(indicator)
