"""Preparatory events, for programs. Read-only, and only what every visitor may see."""

import uuid

from django.db.models import Prefetch
from django.http import Http404
from ninja import Path, Query, Router

from coalitions.api.endpoints import coalition_ref, find_coalition
from coalitions.api.rendering import absolute_address, page_address, safe_html
from coalitions.api.schemas import REFUSED, REFUSED_OR_MISSING
from coalitions.models import Cycle, FocusArea
from events.api.schemas import PreparatoryEventDetail, PreparatoryEventFilters, PreparatoryEventList
from events.enums import EventState
from events.models import EventChange, PreparatoryEventPage, PreparatoryPhasePage
from events.models.event_parts import public_organisers

router = Router(tags=["Preparatory events"])


@router.get(
    "/events/", response={200: PreparatoryEventList, **REFUSED}, summary="Preparatory events, the latest first"
)
def list_events(request, filters: Query[PreparatoryEventFilters]):
    found = PreparatoryEventPage.objects.visible()
    if filters.cycle:
        cycle = Cycle.objects.filter(year=filters.cycle).first()
        phase = PreparatoryPhasePage.objects.of_cycle(cycle).first() if cycle else None
        found = found.in_phase(phase) if phase else found.none()
    if filters.coalition:
        coalition = find_coalition(filters.coalition)
        found = found.of_coalition(coalition) if coalition else found.none()
    if filters.focus_area:
        found = found.in_focus_area(filters.focus_area)
    if filters.format:
        found = found.with_format(filters.format)
    if filters.year:
        found = found.in_year(filters.year)
    if filters.state:
        found = found.in_state(filters.state)
    count, events = filters.of(_with_words(found).order_by("-starts_at", "-pk"))
    years = _years(events)
    return {"count": count, "items": [_summary(request, event, years) for event in events]}


@router.get(
    "/events/{uid}/", response={200: PreparatoryEventDetail, **REFUSED_OR_MISSING}, summary="A preparatory event"
)
def get_event(request, uid: Path[uuid.UUID]):
    found = PreparatoryEventPage.objects.visible().filter(uid=uid).select_related("outcome_document")
    event = _with_words(found).first()
    if event is None:
        raise Http404("There is no public event with this uid.")
    is_reported = event.state == EventState.REPORTED
    description, outcome = safe_html(request, [event.description, event.outcome if is_reported else ""])
    return {
        **_summary(request, event, _years([event])),
        "description": description,
        "expected_outcome": event.expected_outcome,
        "policy_questions": [question.label for question in event.policy_questions.all()],
        "speakers": list(event.speakers.all()),
        "languages": event.languages,
        "accessibility": event.accessibility,
        "outcome": outcome,
        "outcome_url": absolute_address(request, event.outcome_href) if is_reported else "",
        "reported_at": event.reported_at if is_reported else None,
        "changes": list(EventChange.objects.of_event(event).newest_first()),
    }


def _with_words(events):
    """With everything that is shown of an event, fetched at once."""
    areas = Prefetch("focus_areas", FocusArea.objects.in_order().with_cycle())
    return events.prefetch_related(public_organisers(), areas)


def _years(events):
    """The year of the cycle of each event, by the path of its phase."""
    paths = {_above(event) for event in events}
    return dict(PreparatoryPhasePage.objects.filter(path__in=paths).values_list("path", "cycle__year"))


def _above(page):
    """The path of a page's parent."""
    return page.path[: -page.steplen]


def _summary(request, event, years):
    return {
        "uid": event.uid,
        "title": event.title,
        "url": page_address(request, event),
        "cycle": years[_above(event)],
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "format": event.format,
        "place": event.place,
        "state": event.shown_state,
        "organisers": [
            {"coalition": coalition_ref(request, one.shown_coalition), "role": one.role}
            for one in event.organisers.all()
            if one.shown_coalition
        ],
        "focus_areas": [
            {"id": area.pk, "title": area.title, "cycle": area.cycle.year} for area in event.focus_areas.all()
        ],
        "registration_url": event.registration_url,
        "join_url": event.join_url if event.shows_join_link else "",
        "recording_url": event.recording_url if event.state == EventState.REPORTED else "",
        "has_report": event.state == EventState.REPORTED,
    }
