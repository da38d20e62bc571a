"""What may follow what for comments on drafts and answers to surveys. Tables; nothing here writes."""

from coalitions.papers.enums import CommentState as State
from coalitions.papers.enums import ResponseState
from coalitions.papers.permissions import (
    coordinator_or_secretariat,
    secretariat,
    whoever_has_the_link,
)
from coalitions.workflow import Step, Workflow

COMMENT = Workflow(
    steps=(
        Step("confirm", "Confirm", (State.UNCONFIRMED,), State.PENDING, whoever_has_the_link),
        Step("publish", "Publish", (State.PENDING, State.REJECTED), State.PUBLISHED, secretariat),
        Step("reject", "Do not publish", (State.PENDING, State.PUBLISHED), State.REJECTED, secretariat, True),
    ),
)


# An answer to a survey. What was not submitted when the deadline passed is a late draft once somebody saves it again.
SURVEY_RESPONSE = Workflow(
    steps=(
        Step("submit", "Submit", (ResponseState.DRAFT,), ResponseState.SUBMITTED, coordinator_or_secretariat),
        Step("lapse", "Keep as a late draft", (ResponseState.DRAFT,), ResponseState.LATE, coordinator_or_secretariat),
        Step("revive", "Go on in time", (ResponseState.LATE,), ResponseState.DRAFT, coordinator_or_secretariat),
        Step(
            "take_late",
            "Take the late answer",
            (ResponseState.DRAFT, ResponseState.LATE),
            ResponseState.SUBMITTED,
            secretariat,
        ),
        Step("reopen", "Reopen", (ResponseState.SUBMITTED,), ResponseState.DRAFT, coordinator_or_secretariat),
        Step("confirm", "Confirm", (ResponseState.UNCONFIRMED,), ResponseState.SUBMITTED, whoever_has_the_link),
        Step(
            "set_aside",
            "Set aside",
            (ResponseState.UNCONFIRMED, ResponseState.SUBMITTED),
            ResponseState.SET_ASIDE,
            secretariat,
            True,
        ),
        Step("restore", "Count it again", (ResponseState.SET_ASIDE,), ResponseState.SUBMITTED, secretariat, True),
    ),
)
