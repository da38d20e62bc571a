"""Plain functions that make what tests of the proposals' room need."""

import datetime
import itertools

from django.contrib.auth.models import Permission
from django.utils import timezone

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import (
    CallPage,
    InputCoalition,
    PreferredTime,
    Proposal,
    ProposalOrganiser,
    ReviewAssignment,
    WrittenInput,
)
from events.services import create_event
from tests.factories import (
    make_coalition,
    make_focus_area,
    make_phase,
    make_secretariat_user,
    make_user,
)

_counter = itertools.count(1)


def in_days(days, **more):
    """A moment some days from now (negative: ago), on the full minute, in UTC."""
    now = timezone.now().replace(second=0, microsecond=0)
    return now + datetime.timedelta(days=days, **more)


def make_call(phase=None, *, opens_at=None, submit_by=None, **fields):
    """A published call that is open for a week."""
    number = next(_counter)
    fields.setdefault("title", f"Call {number}")
    fields.setdefault("slug", f"call-{number}")
    call = CallPage(opens_at=opens_at or in_days(-7), submit_by=submit_by or in_days(7), **fields)
    return (phase or make_phase()).add_child(instance=call)


def make_organiser(proposal, coalition=None, *, role=OrganiserRole.CO_ORGANISER, answer=Answer.CONFIRMED, **fields):
    """A coalition's part in a proposal, by default confirmed."""
    if answer != Answer.INVITED:
        fields.setdefault("answered_at", timezone.now())
    return ProposalOrganiser.objects.create(
        proposal=proposal, coalition=coalition or make_coalition(), role=role, answer=answer, **fields
    )


def make_proposal(call=None, *, lead=None, state=ProposalState.DRAFT, **fields):
    """A proposal that lacks nothing, led by one coalition, in any state: those of its event come with an event."""
    call = call or make_call()
    fields.setdefault("title", f"Proposal {next(_counter)}")
    fields.setdefault("abstract", "What it is about.")
    fields.setdefault("description", "<p>How it goes.</p>")
    fields.setdefault("expected_outcome", "A list of questions.")
    stored = state
    if state in (ProposalState.HELD, ProposalState.REPORTED, ProposalState.CANCELLED):
        stored = ProposalState.SCHEDULED
    proposal = Proposal.objects.create(call=call, state=stored, **fields)
    make_organiser(proposal, lead, role=OrganiserRole.LEAD)
    proposal.focus_areas.add(make_focus_area(cycle=call.cycle))
    PreferredTime.objects.create(proposal=proposal, starts_at=in_days(30))
    if stored == ProposalState.SCHEDULED:
        proposal.event = make_event_of(proposal, state)
        proposal.save(update_fields=["event"])
    return proposal


def make_event_of(proposal, state=ProposalState.SCHEDULED):
    """The published event of a proposal, as it is when the proposal is in one of its event's states."""
    over = state in (ProposalState.HELD, ProposalState.REPORTED)
    starts_at = in_days(-2) if over else in_days(30)
    event = create_event(
        proposal.call.phase,
        title=proposal.title,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=1),
        organisers=[(row.coalition, row.role) for row in proposal.organisers.all()],
        by=make_secretariat_user(),
    )
    event.get_latest_revision().publish()
    event.refresh_from_db()
    if state in (ProposalState.REPORTED, ProposalState.CANCELLED):
        event.state = state.value
        event.save(update_fields=["state"], clean=False)
    return event


def make_reviewer(username=None, **fields):
    """An account with the role of a reviewer."""
    user = make_user(username, **fields)
    user.user_permissions.add(Permission.objects.get(content_type__app_label="proposals", codename="add_review"))
    return user


def make_assignment(proposal, reviewer=None):
    """A proposal assigned to a reviewer."""
    return ReviewAssignment.objects.create(proposal=proposal, reviewer=reviewer or make_reviewer())


def make_input(call=None, *, coalition=None, **fields):
    """A written input that lacks nothing, of one coalition."""
    call = call or make_call(asks_for_inputs=True)
    fields.setdefault("focus_area", None)
    fields["focus_area"] = fields["focus_area"] or make_focus_area(cycle=call.cycle)
    fields.setdefault("title", f"Input {next(_counter)}")
    fields.setdefault("text", "<p>What we think of it.</p>")
    fields.setdefault("no_dissent", not fields.get("dissenting_views"))
    written_input = WrittenInput.objects.create(call=call, **fields)
    InputCoalition.objects.create(
        written_input=written_input,
        coalition=coalition or make_coalition(),
        answer=Answer.CONFIRMED,
        answered_at=timezone.now(),
    )
    return written_input
