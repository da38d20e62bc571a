"""Meetings, their reports and action items, for programs. Read-only, and only what every visitor may see."""

import uuid

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils.html import escape
from ninja import Path, Query, Router

from coalitions.api.endpoints import coalition_ref, find_coalition, public_coalitions
from coalitions.api.rendering import page_address, safe_html
from coalitions.api.schemas import REFUSED, REFUSED_OR_MISSING
from events.api.schemas import (
    ActionItemFilters,
    ActionItemList,
    MeetingDetail,
    MeetingFilters,
    MeetingList,
)
from events.enums import MeetingState
from events.models import ActionItem, MeetingIndexPage, MeetingPage, Participant
from events.numbering import citation, number_report

router = Router(tags=["Meetings"])


@router.get("/meetings/", response={200: MeetingList, **REFUSED}, summary="Meetings, the latest first")
def list_meetings(request, filters: Query[MeetingFilters]):
    found = MeetingPage.objects.visible()
    if filters.series:
        series = MeetingIndexPage.objects.filter(pk=filters.series).first()
        found = found.in_series(series) if series else found.none()
    if filters.coalition:
        coalition = find_coalition(filters.coalition)
        found = found.of_coalition(coalition) if coalition else found.none()
    if filters.year:
        found = found.in_year(filters.year)
    if filters.state:
        found = _in_state(found, filters.state)
    count, meetings = filters.of(found.for_listing().select_related("cycle").order_by("-starts_at", "-pk"))
    series = {one.path: one for one in MeetingIndexPage.objects.filter(path__in={_above(m) for m in meetings})}
    return {"count": count, "items": [_meeting(request, meeting, series[_above(meeting)]) for meeting in meetings]}


@router.get("/meetings/{uid}/", response={200: MeetingDetail, **REFUSED_OR_MISSING}, summary="A meeting")
def get_meeting(request, uid: Path[uuid.UUID]):
    meeting = MeetingPage.objects.visible().filter(uid=uid).select_related("cycle").first()
    if meeting is None:
        raise Http404("There is no public meeting with this uid.")
    series = MeetingIndexPage.objects.get(path=_above(meeting))
    parts, items, people = [], [], []
    if meeting.report_is_public:
        public = public_coalitions()
        parts = _parts_of(meeting)
        items = list(_with_parts(ActionItem.objects.of_meeting(meeting).in_order(), public))
        people = Participant.objects.filter(meeting=meeting).prefetch_related(Prefetch("coalition", public))
    # All texts at once, so that their links are looked up once; each takes its own from the iterator, in this order.
    cleaned = iter(safe_html(request, [meeting.intro, *_sources(parts), *_texts(items)]))
    return {
        **_meeting(request, meeting, series),
        "intro": next(cleaned),
        "report": _report(request, meeting, series, parts, cleaned),
        "conclusions": _action_items(request, items, cleaned),
        "agenda": list(meeting.agenda_items.all()),
        "participants": [_participant(request, person) for person in people],
    }


@router.get("/action-items/", response={200: ActionItemList, **REFUSED}, summary="Action items by deadline")
def list_action_items(request, filters: Query[ActionItemFilters]):
    found = ActionItem.objects.public()
    if filters.open is not None:
        found = _only(found, ActionItem.objects.unfinished(), filters.open)
    if filters.overdue is not None:
        found = _only(found, ActionItem.objects.overdue(), filters.overdue)
    if filters.coalition:
        coalition = find_coalition(filters.coalition)
        found = found.of_coalition(coalition) if coalition else found.none()
    items = _with_parts(found.by_deadline(), public_coalitions()).select_related("meeting").defer("meeting__report")
    count, items = filters.of(items)
    return {"count": count, "items": _action_items(request, items, iter(safe_html(request, _texts(items))))}


def _above(page):
    """The path of a page's parent."""
    return page.path[: -page.steplen]


def _only(rows, chosen, wanted):
    chosen = Q(pk__in=chosen.order_by().values("pk"))
    return rows.filter(chosen if wanted else ~chosen)


def _in_state(meetings, state):
    """The meetings whose `shown_state` it is."""
    if state == MeetingState.PLANNED:
        return meetings.upcoming()
    if state == MeetingState.HELD:
        return meetings.past().filter(state__in=[MeetingState.PLANNED, MeetingState.HELD])
    return meetings.filter(state=state)


def _with_parts(items, coalitions):
    """With everything that is shown of an item, fetched at once, and of `coalitions` only."""
    named = Prefetch("coalitions", coalitions.order_by("title", "pk"))
    return items.for_listing().prefetch_related(None).prefetch_related("sub_items", "deadline_changes", named)


def _meeting_ref(request, meeting):
    return {
        "uid": meeting.uid,
        "number": meeting.number,
        "title": meeting.title,
        "url": page_address(request, meeting),
    }


def _meeting(request, meeting, series):
    return {
        **_meeting_ref(request, meeting),
        "series": {
            "id": series.pk,
            "title": series.title,
            "abbreviation": series.abbreviation,
            "url": page_address(request, series),
        },
        "cycle": meeting.cycle.year if meeting.cycle else None,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "format": meeting.format,
        "place": meeting.place,
        "state": meeting.shown_state,
        "join_url": meeting.join_url if meeting.shows_join_link else "",
        "has_report": meeting.report_is_public,
        "corrections_until": meeting.corrections_until if meeting.report_is_public else None,
        "adopted_at": meeting.adopted_at,
    }


def _parts_of(meeting):
    return [part for part in number_report(meeting.report, meeting.adopted_numbers) if part.kind != "unplaced"]


def _sources(parts):
    return [escape(part.block.value) if part.kind == "heading" else part.block.value.source for part in parts]


def _report(request, meeting, series, parts, cleaned):
    address = page_address(request, meeting)
    return [
        {
            "kind": part.kind,
            "number": part.number,
            "anchor": part.anchor,
            "html": next(cleaned),
            "citation": citation(meeting, series, part.number) if part.number else "",
            "url": f"{address}#{part.anchor}",
        }
        for part in parts
    ]


def _participant(request, person):
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "capacity": person.capacity,
        "affiliation": person.affiliation,
        "coalition": coalition_ref(request, person.coalition) if person.coalition else None,
    }


def _texts(items):
    return [text for item in items for text in (item.text, *(sub.text for sub in item.sub_items.all()))]


def _action_items(request, items, cleaned):
    answer = []
    for item in items:
        answer.append(
            {
                "uid": item.uid,
                "meeting": _meeting_ref(request, item.meeting),
                "kind": item.kind,
                "html": next(cleaned),
                "sub_items": [next(cleaned) for _sub in item.sub_items.all()],
                "owner": item.owner,
                "coalitions": [coalition_ref(request, coalition) for coalition in item.coalitions.all()],
                "parts_total": item.parts_total,
                "parts_done": item.parts_done,
                "due_at": item.due_at,
                "due_to_be_announced": item.due_to_be_announced,
                "is_overdue": item.is_overdue,
                "state": item.state,
                "closed_at": item.closed_at,
                "outcome": item.outcome,
                "deadline_changes": list(item.deadline_changes.all()),
                "url": page_address(request, item.meeting, item.anchor),
            }
        )
    return answer
