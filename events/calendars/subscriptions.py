"""iCalendar: meetings, preparatory events and deadlines, for any calendar program.

A program that asks again is answered with 304. The validator is an ETag alone: a date of last change could not tell
that an entry has gone.
"""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar

from coalitions.models import CoalitionPage, FocusArea, visible
from coalitions.sanitize import header_safe
from events.calendars.entries import deadline_entries, event_entries, meeting_entries, other_deadlines
from events.models import ActionItem, MeetingIndexPage, MeetingPage, PreparatoryEventPage, PreparatoryPhasePage

REFRESH = datetime.timedelta(hours=1)
MOST = 2**31 - 1  # a number no row has


@require_safe
@conditional_page
def everything(request):
    """All meetings, preparatory events and deadlines."""
    meetings = _listed(MeetingPage.objects.visible())
    entries = [
        *meeting_entries(request, meetings),
        *event_entries(request, _listed(PreparatoryEventPage.objects.visible())),
        *deadline_entries(request, meetings, ActionItem.objects.public()),
        *other_deadlines(request),
    ]
    return _answer(f"{settings.WAGTAIL_SITE_NAME}: meetings, events and deadlines", "everything", entries)


@require_safe
@conditional_page
def of_coalition(request, pk, slug):
    """A coalition's calls, the meetings it took part in, the events it organises, and its deadlines."""
    coalition = get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)
    if coalition.slug != slug:
        return redirect("events:calendar-coalition", coalition.pk, coalition.slug)
    meetings = _listed(MeetingPage.objects.visible().of_coalition(coalition))
    entries = [
        *meeting_entries(request, meetings),
        *event_entries(request, _listed(PreparatoryEventPage.objects.visible().of_coalition(coalition))),
        *deadline_entries(request, meetings, ActionItem.objects.public().of_coalition(coalition)),
    ]
    return _answer(f"{coalition}: meetings, events and deadlines", coalition.slug, entries)


@require_safe
@conditional_page
def of_series(request, pk, slug):
    """A series' meetings, and the deadlines set there."""
    series = get_object_or_404(visible(MeetingIndexPage.objects.all()), pk=pk)
    if series.slug != slug:
        return redirect("events:calendar-series", series.pk, series.slug)
    meetings = _listed(MeetingPage.objects.visible().in_series(series))
    items = ActionItem.objects.public().in_series(series)
    entries = [*meeting_entries(request, meetings), *deadline_entries(request, meetings, items)]
    return _answer(f"{series.title}: meetings and deadlines", series.slug, entries)


@require_safe
@conditional_page
def deadlines(request):
    """Deadlines only: of action items, for corrections to reports, and what higher rooms know."""
    reported = _listed(MeetingPage.objects.visible().reported())
    entries = [*deadline_entries(request, reported, ActionItem.objects.public()), *other_deadlines(request)]
    return _answer(f"{settings.WAGTAIL_SITE_NAME}: deadlines", "deadlines", entries)


@require_safe
@conditional_page
def of_meeting(request, uid):
    """One meeting."""
    meetings = _listed(MeetingPage.objects.visible().filter(uid=uid))
    if not meetings:
        raise Http404("There is no public meeting with this uid.")
    return _answer(meetings[0].title, meetings[0].slug, meeting_entries(request, meetings))


@require_safe
@conditional_page
def of_phase(request, pk, slug):
    """The events of a preparatory phase."""
    phase = get_object_or_404(PreparatoryPhasePage.objects.visible(), pk=pk)
    if phase.slug != slug:
        return redirect("events:calendar-phase", phase.pk, phase.slug)
    events = _listed(PreparatoryEventPage.objects.visible().in_phase(phase))
    return _answer(f"{phase.title}: events", phase.slug, event_entries(request, events))


@require_safe
@conditional_page
def of_focus_area(request, pk):
    """The preparatory events in a focus area."""
    area = get_object_or_404(FocusArea.objects.with_cycle(), pk=min(pk, MOST))
    events = _listed(PreparatoryEventPage.objects.visible().in_focus_area(area))
    return _answer(f"{area.title}, {area.cycle}: events", f"focus-area-{area.pk}", event_entries(request, events))


@require_safe
@conditional_page
def of_event(request, uid):
    """One preparatory event."""
    events = _listed(PreparatoryEventPage.objects.visible().filter(uid=uid))
    if not events:
        raise Http404("There is no public event with this uid.")
    return _answer(events[0].title, events[0].slug, event_entries(request, events))


def _listed(pages):
    return list(pages.for_listing().order_by("starts_at", "pk"))


def _answer(name, file_name, entries):
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
