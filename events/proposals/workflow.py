"""What may follow what for proposals and written inputs. Tables; nothing here writes."""

from dataclasses import dataclass

from coalitions.workflow import Step, Workflow
from events.enums import ORGANISING, OrganiserRole
from events.proposals.enums import WRITABLE, Answer, InputState
from events.proposals.enums import ProposalState as State
from events.proposals.permissions import (
    coordinator_of_a_lead,
    coordinator_of_an_input,
    coordinator_of_an_organiser,
    secretariat,
)

BEFORE_THE_EVENT = (
    State.DRAFT,
    State.SUBMITTED,
    State.CHANGES_REQUESTED,
    State.ON_HOLD,
    State.ACCEPTED,
    State.CONFIRMED,
)


def organiser_or_secretariat(user, proposal):
    """Reports on the event: an organiser's coordinator, or the Secretariat for them."""
    return coordinator_of_an_organiser(user, proposal) or secretariat(user, proposal)


PROPOSAL = Workflow(
    field="current_state",
    steps=(
        Step("submit", "Submit", (State.DRAFT, State.CHANGES_REQUESTED), State.SUBMITTED, coordinator_of_a_lead),
        Step("request_changes", "Request changes", (State.SUBMITTED,), State.CHANGES_REQUESTED, secretariat, True),
        Step("hold", "Put on hold", (State.SUBMITTED,), State.ON_HOLD, secretariat, True),
        Step("resume", "Resume the review", (State.ON_HOLD,), State.SUBMITTED, secretariat),
        Step("accept", "Accept", (State.SUBMITTED,), State.ACCEPTED, secretariat),
        Step("decline", "Decline", (State.SUBMITTED,), State.NOT_ACCEPTED, secretariat, True),
        Step("confirm", "Confirm the slot", (State.ACCEPTED,), State.CONFIRMED, coordinator_of_an_organiser),
        Step("schedule", "Schedule", (State.CONFIRMED,), State.SCHEDULED, secretariat),
        Step("reschedule", "Reschedule", (State.SCHEDULED,), State.SCHEDULED, secretariat, True),
        Step("cancel", "Cancel the event", (State.SCHEDULED,), State.CANCELLED, secretariat, True),
        Step("report", "Report", (State.HELD,), State.REPORTED, organiser_or_secretariat),
        Step("withdraw", "Withdraw", BEFORE_THE_EVENT, State.WITHDRAWN, coordinator_of_a_lead),
    ),
)

WRITTEN_INPUT = Workflow(
    steps=(
        Step("submit", "Submit", (InputState.DRAFT,), InputState.SUBMITTED, coordinator_of_an_input),
        Step("return", "Return to the coalitions", (InputState.SUBMITTED,), InputState.DRAFT, secretariat, True),
        Step("publish", "Publish", (InputState.SUBMITTED,), InputState.PUBLISHED, secretariat),
        Step("reflect", "Say where it was used", (InputState.PUBLISHED,), InputState.REFLECTED, secretariat),
        Step(
            "withdraw",
            "Withdraw",
            (InputState.DRAFT, InputState.SUBMITTED, InputState.PUBLISHED),
            InputState.WITHDRAWN,
            coordinator_of_an_input,
        ),
    ),
)


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to do about a proposal; `verb` names the address `proposals:proposal-<verb>`."""

    verb: str
    label: str
    organiser: object = None


def asked_of(own, proposal):
    """What coordinators of the coalitions with the ids `own` are asked to do about a proposal now, in that order.

    Reads what is fetched with the proposal; asks the database nothing.
    """
    state = proposal.current_state
    rows = [row for row in proposal.organisers.all() if row.coalition_id in own]
    confirmed = [row for row in rows if row.answer == Answer.CONFIRMED]
    writing = [row for row in confirmed if row.role in ORGANISING]
    asked = []
    if state in WRITABLE:
        invited = [row for row in rows if row.answer == Answer.INVITED]
        asked += [Asked("answer", f"Answer for {row.coalition.short_name}", row) for row in invited]
        if writing:
            label = "Go on writing" if state == State.DRAFT else "Make the changes"
            asked.append(Asked("edit", label))
        if any(row.role == OrganiserRole.LEAD for row in writing):
            asked.append(Asked("submit", "Submit" if state == State.DRAFT else "Submit again"))
    elif state == State.ACCEPTED:
        waiting = [row for row in writing if row.slot_confirmed_at is None]
        asked += [Asked("confirm", f"Confirm the slot for {row.coalition.short_name}", row) for row in waiting]
    elif state == State.HELD and writing and proposal.event.live:
        asked.append(Asked("report", "Report on the event"))
    return asked
