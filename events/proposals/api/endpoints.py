"""Calls and public proposals, for programs. Read-only, and only what every visitor may see."""

from typing import Annotated

from django.http import Http404
from django.urls import reverse
from ninja import Field, Path, Query, Router

from coalitions.api.endpoints import coalition_ref, find_coalition
from coalitions.api.rendering import absolute_address, page_address, safe_html
from coalitions.api.schemas import REFUSED, REFUSED_OR_MISSING
from coalitions.models import Cycle
from events.models import PreparatoryPhasePage
from events.proposals.api.schemas import CallFilters, CallList, ProposalDetail, ProposalFilters, ProposalList
from events.proposals.models import CallPage, Proposal

router = Router(tags=["Calls and proposals"])

Code = Annotated[str, Field(pattern="^[A-Za-z0-9]{6}$")]


@router.get("/calls/", response={200: CallList, **REFUSED}, summary="Calls to coalitions, the latest deadline first")
def list_calls(request, filters: Query[CallFilters]):
    found = CallPage.objects.visible()
    if filters.cycle:
        found = found.of_phase(phase) if (phase := _phase(filters.cycle)) else found.none()
    if filters.open is not None:
        chosen = CallPage.objects.open().order_by().values("pk")
        found = found.filter(pk__in=chosen) if filters.open else found.exclude(pk__in=chosen)
    count, calls = filters.of(found.newest_first().prefetch_related("kinds", "extensions"))
    years = _years(calls)
    texts = safe_html(request, [text for call in calls for text in (call.intro, call.guidance)])
    return {
        "count": count,
        "items": [
            {
                "id": call.pk,
                "title": call.title,
                "url": page_address(request, call),
                "cycle": years[_above(call)],
                "opens_at": call.opens_at,
                "submit_by": call.submit_by,
                "edit_until": call.edit_until,
                "is_open": call.is_open,
                "asks_for_proposals": call.asks_for_proposals,
                "kinds": call.kinds_asked_for() if call.asks_for_proposals else [],
                "asks_for_inputs": call.asks_for_inputs,
                "input_words": call.input_words,
                "intro": intro,
                "guidance": guidance,
                "extensions": list(call.extensions.all()),
            }
            for call, intro, guidance in zip(calls, texts[::2], texts[1::2], strict=True)
        ],
    }


@router.get(
    "/proposals/", response={200: ProposalList, **REFUSED}, summary="Accepted proposals, the latest decision first"
)
def list_proposals(request, filters: Query[ProposalFilters]):
    found = Proposal.objects.public()
    if filters.call:
        found = found.filter(call_id=filters.call)
    if filters.cycle:
        found = found.of_calls(_calls_in(filters.cycle))
    if filters.coalition:
        coalition = find_coalition(filters.coalition)
        found = found.organised_by(coalition) if coalition else found.none()
    if filters.focus_area:
        found = found.in_focus_area(filters.focus_area)
    if filters.kind:
        found = found.of_kind(filters.kind)
    count, proposals = filters.of(found.for_public_listing().latest_decision_first())
    years = _years([proposal.call for proposal in proposals])
    return {"count": count, "items": [_summary(request, proposal, years) for proposal in proposals]}


@router.get("/proposals/{code}/", response={200: ProposalDetail, **REFUSED_OR_MISSING}, summary="An accepted proposal")
def get_proposal(request, code: Path[Code]):
    proposal = Proposal.objects.public().with_code(code).for_public_page().first()
    if proposal is None:
        raise Http404("There is no public proposal with this code.")
    return {
        **_summary(request, proposal, _years([proposal.call])),
        "description": safe_html(request, [proposal.description])[0],
        "policy_questions": [question.label for question in proposal.policy_questions.all()],
        "format": proposal.format,
        "place": proposal.place,
        "minutes": proposal.minutes,
        "expected_outcome": proposal.expected_outcome,
        "accessibility": proposal.accessibility,
        "languages": proposal.languages,
        "speakers": list(proposal.speakers.all()),
    }


def _phase(year):
    cycle = Cycle.objects.filter(year=year).first()
    return PreparatoryPhasePage.objects.of_cycle(cycle).first() if cycle else None


def _calls_in(year):
    phase = _phase(year)
    return CallPage.objects.of_phase(phase).values("pk") if phase else []


def _years(calls):
    """The year of the cycle of each call, by the path of its phase."""
    paths = {_above(call) for call in calls}
    return dict(PreparatoryPhasePage.objects.filter(path__in=paths).values_list("path", "cycle__year"))


def _above(page):
    """The path of a page's parent."""
    return page.path[: -page.steplen]


def _summary(request, proposal, years):
    event = proposal.event
    return {
        "code": proposal.code,
        "title": proposal.title,
        "url": absolute_address(request, reverse("proposals:proposal", args=[proposal.code])),
        "call": proposal.call_id,
        "cycle": years[_above(proposal.call)],
        "kind": proposal.kind,
        "state": proposal.public_label,
        "abstract": proposal.abstract,
        "organisers": [
            {"coalition": coalition_ref(request, row.shown_coalition), "role": row.role}
            for row in proposal.organisers.all()
            if row.shown_coalition
        ],
        "focus_areas": [
            {"id": area.pk, "title": area.title, "cycle": area.cycle.year} for area in proposal.focus_areas.all()
        ],
        "event": event.uid if event and event.live else None,
    }
