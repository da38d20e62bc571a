"""What may follow what for comments on drafts. A table; nothing here writes."""

from coalitions.papers.enums import CommentState as State
from coalitions.papers.permissions import secretariat, whoever_has_the_link
from coalitions.workflow import Step, Workflow

COMMENT = Workflow(
    steps=(
        Step("confirm", "Confirm", (State.UNCONFIRMED,), State.PENDING, whoever_has_the_link),
        Step("publish", "Publish", (State.PENDING, State.REJECTED), State.PUBLISHED, secretariat),
        Step("reject", "Do not publish", (State.PENDING, State.PUBLISHED), State.REJECTED, secretariat, True),
    ),
)
