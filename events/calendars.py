"""iCalendar: meetings and deadlines, for any calendar program.

An entry keeps its UID for good, wherever the portal is hosted. What was called off stays, as CANCELLED. The same
content gives the same bytes, so that a program that asks again is answered with 304. The validator is an ETag alone: a
date of last change could not tell that an entry has gone.
"""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar, Event

from coalitions.api.rendering import page_address
from coalitions.models import CoalitionPage, visible
from coalitions.sanitize import SanitizeError, header_safe, plain_text
from events.enums import ActionState, MeetingFormat, MeetingState
from events.models import ActionItem, MeetingIndexPage, MeetingPage

UID_DOMAIN = "dc-portal"
REFRESH = datetime.timedelta(hours=1)
CALLED_OFF = (ActionState.DROPPED, ActionState.SUPERSEDED)


@require_safe
@conditional_page
def everything(request):
    """All meetings and deadlines."""
    meetings = _listed(MeetingPage.objects.visible())
    return _answer(
        request,
        f"{settings.WAGTAIL_SITE_NAME}: meetings and deadlines",
        "everything",
        [*_meetings(request, meetings), *_deadlines(request, meetings, ActionItem.objects.public())],
    )


@require_safe
@conditional_page
def of_coalition(request, pk, slug):
    """A coalition's calls, the meetings it took part in, and the deadlines of what it has to do."""
    coalition = get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)
    if coalition.slug != slug:
        return redirect("events:calendar-coalition", coalition.pk, coalition.slug)
    meetings = _listed(MeetingPage.objects.visible().of_coalition(coalition))
    items = ActionItem.objects.public().of_coalition(coalition)
    entries = [*_meetings(request, meetings), *_deadlines(request, meetings, items)]
    return _answer(request, f"{coalition}: meetings and deadlines", coalition.slug, entries)


@require_safe
@conditional_page
def of_series(request, pk, slug):
    """A series' meetings, and the deadlines set there."""
    series = get_object_or_404(visible(MeetingIndexPage.objects.all()), pk=pk)
    if series.slug != slug:
        return redirect("events:calendar-series", series.pk, series.slug)
    meetings = _listed(MeetingPage.objects.visible().in_series(series))
    items = ActionItem.objects.public().in_series(series)
    entries = [*_meetings(request, meetings), *_deadlines(request, meetings, items)]
    return _answer(request, f"{series.title}: meetings and deadlines", series.slug, entries)


@require_safe
@conditional_page
def deadlines(request):
    """Deadlines only: of action items, and for corrections to reports."""
    reported = _listed(MeetingPage.objects.visible().reported())
    entries = _deadlines(request, reported, ActionItem.objects.public())
    return _answer(request, f"{settings.WAGTAIL_SITE_NAME}: deadlines", "deadlines", entries)


@require_safe
@conditional_page
def of_meeting(request, uid):
    """One meeting."""
    meetings = _listed(MeetingPage.objects.visible().filter(uid=uid))
    if not meetings:
        raise Http404("There is no public meeting with this uid.")
    return _answer(request, meetings[0].title, meetings[0].slug, _meetings(request, meetings))


def _listed(meetings):
    return list(meetings.for_listing().order_by("starts_at", "pk"))


def _answer(request, name, file_name, entries):
    calendar = Calendar()
    name = header_safe(name)
    calendar.add("prodid", "-//dc-portal//Meetings and deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "UTC")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(REFRESH.total_seconds() // 3600)}H")
    for entry in entries:
        calendar.add_component(entry)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{file_name}.ics")
    return response


def _meetings(request, meetings):
    """An entry for each meeting. The join link is in it until the meeting is over."""
    entries = []
    for meeting in meetings:
        words = [_words(meeting.intro)]
        if meeting.shows_join_link:
            words.append(f"Join: {header_safe(meeting.join_url)}")
        place = meeting.place
        if meeting.format != MeetingFormat.ON_SITE:
            place = f"{place} and online" if place else MeetingFormat.ONLINE.label
        entry = _entry(
            f"{meeting.uid}@{UID_DOMAIN}",
            title=meeting.title,
            words=words,
            address=page_address(request, meeting),
            sequence=meeting.calendar_sequence,
            changed_at=_changed_at(meeting),
            cancelled=meeting.state == MeetingState.CANCELLED,
        )
        entry.add("dtstart", _utc(meeting.starts_at))
        entry.add("dtend", _utc(meeting.ends_at))
        entry.add("location", header_safe(place))
        entries.append(entry)
    return entries


def _deadlines(request, meetings, items):
    """An entry for the corrections to each report of `meetings`, and for each of the items with a deadline."""
    moments = [_corrections(request, meeting) for meeting in meetings if _has_corrections(meeting)]
    dated = items.with_deadline().select_related("meeting").defer("meeting__report")
    dated = dated.prefetch_related("deadline_changes").order_by("due_at", "pk")
    moments += [_deadline(request, item) for item in dated]
    return moments


def _has_corrections(meeting):
    return meeting.report_is_public and meeting.corrections_until is not None


def _corrections(request, meeting):
    # Corrections are only ever extended, so the minute they end in rises with every change, as a SEQUENCE must.
    return _moment(
        meeting.corrections_until,
        f"{meeting.uid}-corrections@{UID_DOMAIN}",
        title=f"Deadline: corrections to the report of {meeting.title}",
        words=["Until then participants may send corrections to the summary report."],
        address=page_address(request, meeting),
        sequence=int(meeting.corrections_until.timestamp() // 60),
        changed_at=_changed_at(meeting),
    )


def _deadline(request, item):
    changes = [change.changed_at for change in item.deadline_changes.all()]
    words = [_words(item.text), f"Agreed at: {header_safe(item.meeting.title)}", f"State: {item.get_state_display()}"]
    if item.owner:
        words.insert(1, f"Owner: {item.get_owner_display()}")
    return _moment(
        item.due_at,
        f"{item.uid}@{UID_DOMAIN}",
        title=f"Deadline: {item}" + (" (done)" if item.state == ActionState.DONE else ""),
        words=words,
        address=page_address(request, item.meeting, item.anchor),
        sequence=item.calendar_sequence,
        changed_at=max([_changed_at(item.meeting), *changes, *filter(None, [item.closed_at])]),
        cancelled=item.state in CALLED_OFF,
    )


def _moment(moment, uid, **fields):
    """An entry that takes no time: without an end it ends when it starts, and it blocks nobody's hour."""
    entry = _entry(uid, **fields)
    entry.add("dtstart", _utc(moment))
    entry.add("transp", "TRANSPARENT")
    return entry


def _entry(uid, *, title, words, address, sequence, changed_at, cancelled=False):
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("dtstamp", _utc(changed_at))
    entry.add("last-modified", _utc(changed_at))
    entry.add("summary", header_safe(title))
    text = "\n\n".join(filter(None, words))
    if text:
        entry.add("description", text)
    if address:
        entry.add("url", address)
    return entry


def _changed_at(meeting):
    """When its entry last changed; a page that was never published through an editor has no such moment."""
    return meeting.calendar_changed_at or meeting.first_published_at or meeting.starts_at


def _words(markup):
    try:
        return plain_text(markup)
    except SanitizeError:
        # One text that cannot be read must not take everybody's calendar down.
        return ""


def _utc(moment):
    return moment.astimezone(datetime.UTC)
