"""The call of IGF 2021 with invented proposals in every state and written inputs. All of it says so."""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.models import CoalitionPage, Cycle, FocusArea
from events.enums import OrganiserRole
from events.models import PreparatoryEventPage, PreparatoryPhasePage
from events.proposals import services
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import CallPage, Proposal, ProposalOrganiser, ReviewAssignment, WrittenInput
from events.proposals.services.log import keep_step
from home.sample_site.frame import publish
from home.sample_site.meetings import days_from_now
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "proposals.json"


def load_proposals():
    data = json.loads(FILE.read_text())
    phase = PreparatoryPhasePage.objects.of_cycle(Cycle.objects.get(year=2021)).get()
    call = _call(phase, data["call"])
    if Proposal.objects.of_call(call).exists():
        return
    for row in data["proposals"]:
        _bring_to(row["state"], _propose(call, row))
    for event in PreparatoryEventPage.objects.in_phase(phase).order_by("starts_at", "pk"):
        _propose_event(call, event)
    _review(call)
    for row in data["inputs"]:
        _write_input(call, row)


def _call(phase, row):
    page = CallPage(
        title=row["title"],
        slug="call-for-proposals",
        intro=row["intro"],
        guidance=row["guidance"],
        opens_at=days_from_now(-50, hour=8),
        submit_by=days_from_now(14, hour=23),
        edit_until=days_from_now(18, hour=23),
        asks_for_inputs=True,
        input_words=600,
    )
    return publish(phase, page)


def _coalition(slug):
    return CoalitionPage.objects.get(slug=slug)


def _propose(call, row):
    """A draft that lacks nothing, of the coalitions the file names, the first of them in the lead."""
    coordinator = user(row["by"])
    slugs = row["organisers"]
    proposal = services.start_proposal(
        call, _coalition(slugs[0]), by=coordinator, kind=row["kind"], title=row["title"]
    )
    written = {name: row[name] for name in ("abstract", "description", "expected_outcome", "languages")}
    services.save_proposal(
        proposal,
        version=proposal.version,
        by=coordinator,
        written=written,
        focus_areas=FocusArea.objects.in_cycle(call.cycle).filter(title__in=row["focus_areas"]),
        preferred_times=[days_from_now(row["day"], hour=hour) for hour in (14, 16)],
        speakers=[{"name": name, "affiliation": affiliation} for name, affiliation in row.get("speakers", ())],
    )
    for slug in slugs[1:]:
        services.invite_organiser(proposal, _coalition(slug), role=OrganiserRole.CO_ORGANISER, by=coordinator)
    if row["state"] != "invited":
        _let_all_confirm(proposal)
    return Proposal.objects.get(pk=proposal.pk)


def _let_all_confirm(proposal):
    """Not every sample coalition has a coordinator with an account: their word is written in for them."""
    for organiser in proposal.organisers.invited():
        organiser.answer, organiser.answered_at = Answer.CONFIRMED, timezone.now()
        organiser.save()


# The steps that lead from a draft to each state; a step without an actor is the lead's.
PATHS = {
    "draft": (),
    "invited": (),
    ProposalState.SUBMITTED: ("submit",),
    ProposalState.CHANGES_REQUESTED: ("submit", "request_changes"),
    ProposalState.ON_HOLD: ("submit", "hold"),
    ProposalState.ACCEPTED: ("submit", "accept"),
    ProposalState.NOT_ACCEPTED: ("submit", "decline"),
    ProposalState.CONFIRMED: ("submit", "accept", "confirm"),
    ProposalState.WITHDRAWN: ("submit", "withdraw"),
}
REASONS = {
    "request_changes": "Sample data: please say who is to speak for the users of the service.",
    "hold": "Sample data: two proposals ask for the same hour.",
    "decline": "Sample data: another coalition holds a session on the same question.",
}


def _bring_to(state, proposal):
    secretariat = user("secretariat")
    lead = proposal.updated_by
    for verb in PATHS[state]:
        if verb == "submit":
            services.submit_proposal(proposal, by=lead)
        elif verb == "withdraw":
            services.withdraw_proposal(proposal, by=lead, reason="Sample data: the speaker cannot come.")
        elif verb == "accept":
            services.accept_proposal(proposal, by=secretariat)
        elif verb == "confirm":
            for organiser in proposal.organisers.needed():
                services.confirm_slot(proposal, organiser, by=lead)
        else:
            take = {
                "request_changes": services.request_changes,
                "hold": services.hold_proposal,
                "decline": services.decline_proposal,
            }
            take[verb](proposal, by=secretariat, reason=REASONS[verb])


def _propose_event(call, event):
    """The proposal a sample event came from: its event knows whether it is to come, over, reported or cancelled."""
    secretariat = user("secretariat")
    submitted_at = event.starts_at - datetime.timedelta(days=40)
    proposal = Proposal.objects.create(
        call=call,
        title=event.title,
        abstract="Sample data: what this event was proposed with.",
        description=event.description,
        expected_outcome=event.expected_outcome,
        languages=event.languages,
        state=ProposalState.SCHEDULED,
        submitted_at=submitted_at,
        decided_at=submitted_at + datetime.timedelta(days=10),
        offered_starts_at=event.starts_at,
        event=event,
    )
    proposal.focus_areas.set(event.focus_areas.all())
    ProposalOrganiser.objects.bulk_create(
        ProposalOrganiser(
            proposal=proposal,
            coalition_id=row.coalition_id,
            role=row.role,
            answer=Answer.CONFIRMED,
            answered_at=submitted_at,
            slot_confirmed_at=submitted_at,
        )
        for row in event.organisers.all()
    )
    keep_step(
        proposal,
        "schedule",
        "Scheduled",
        by=secretariat,
        from_state=ProposalState.CONFIRMED,
        to_state=ProposalState.SCHEDULED,
        is_public=True,
    )


def _review(call):
    """The demonstration's reviewer is asked about everything under review, and has answered once."""
    secretariat, reviewer = user("secretariat"), user("reviewer")
    proposals = Proposal.objects.of_call(call).under_review()
    services.assign_reviewers(proposals, [reviewer], by=secretariat)
    first = ReviewAssignment.objects.of_reviewer(reviewer).to_do().for_listing().order_by("pk").first()
    if first is not None:
        services.save_review(
            first.proposal,
            by=reviewer,
            recommendation="with-changes",
            comment_to_proposer="Sample data: an hour is short for four speakers.",
            comment_inside="Sample data: fits the first focus area best.",
        )


def _write_input(call, row):
    writer = user(row["by"])
    area = FocusArea.objects.in_cycle(call.cycle).get(title=row["focus_area"])
    text = services.start_input(call, _coalition(row["coalition"]), focus_area=area, by=writer)
    written = {name: row[name] for name in ("title", "text", "dissenting_views", "no_dissent") if name in row}
    services.save_input(text, version=text.version, by=writer, written=written)
    if row["state"] == "draft":
        return
    text = WrittenInput.objects.get(pk=text.pk)
    services.submit_input(text, by=writer)
    if row["state"] in ("published", "reflected"):
        services.publish_input(text, by=user("secretariat"))
    if row["state"] == "reflected":
        services.reflect_input(text, where="Sample data: guide to issues", url="", by=user("secretariat"))
