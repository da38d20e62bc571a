"""What may follow what for proposals and written inputs. Tables; nothing here writes."""

from coalitions.workflow import Step, Workflow
from events.proposals.enums import InputState
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
