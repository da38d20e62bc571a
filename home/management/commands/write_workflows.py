from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from coalitions.activity.enums import AssessmentState, CriteriaState, ReportState, SlotState
from coalitions.activity.workflow import ANNUAL_REPORT, ASSESSMENT, CRITERIA, SLOT_REQUEST
from coalitions.enums import CoalitionStatus, StatementStatus
from coalitions.papers.enums import CommentState, ResponseState
from coalitions.papers.workflow import COMMENT, SURVEY_RESPONSE
from coalitions.workflow import COALITION_STATUS, STATEMENT
from events.enums import ActionState, EventState, MeetingState
from events.proposals.enums import InputState, ProposalState
from events.proposals.workflow import PROPOSAL, WRITTEN_INPUT
from events.workflow import ACTION_ITEM, MEETING, PREPARATORY_EVENT

TARGET = Path(settings.BASE_DIR) / "docs" / "workflows.md"
TABLES = (
    ("A coalition’s status", COALITION_STATUS, CoalitionStatus),
    ("The statement of membership", STATEMENT, StatementStatus),
    ("A comment on a draft of a paper", COMMENT, CommentState),
    ("A set of criteria", CRITERIA, CriteriaState),
    ("An assessment", ASSESSMENT, AssessmentState),
    ("A slot request", SLOT_REQUEST, SlotState),
    ("An annual report", ANNUAL_REPORT, ReportState),
    ("An answer to a survey", SURVEY_RESPONSE, ResponseState),
    ("A meeting and its report", MEETING, MeetingState),
    ("An action item", ACTION_ITEM, ActionState),
    ("A preparatory event (held: scheduled, and over)", PREPARATORY_EVENT, EventState),
    ("A proposal (what follows from its event included)", PROPOSAL, ProposalState),
    ("A written input", WRITTEN_INPUT, InputState),
)


def workflows_text():
    """The whole page: every workflow of the portal, as its code has it."""
    parts = ["# What may follow what", "Written by `manage.py write_workflows` from the `workflow.py` of each room."]
    for title, workflow, states in TABLES:
        parts += [f"## {title}", workflow.as_markdown(states)]
    return "\n\n".join(parts) + "\n"


class Command(BaseCommand):
    help = "Write docs/workflows.md from the workflow tables."

    def handle(self, *args, **options):
        TARGET.write_text(workflows_text(), encoding="utf-8")
        self.stdout.write(f"Wrote {TARGET.relative_to(settings.BASE_DIR)}")
