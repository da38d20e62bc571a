"""What may follow what for criteria, assessments, slot requests and annual reports. Tables; nothing here writes."""

from coalitions.activity.enums import ANSWERABLE, UNDECIDED, CriteriaState, ReportState, SlotState
from coalitions.activity.enums import AssessmentState as State
from coalitions.activity.permissions import coordinator, secretariat
from coalitions.workflow import Step, Workflow

CRITERIA = Workflow(
    steps=(
        Step("agree", "Record as agreed", (CriteriaState.PROPOSED,), CriteriaState.AGREED, secretariat),
        Step("supersede", "Supersede", (CriteriaState.AGREED,), CriteriaState.SUPERSEDED, secretariat),
    )
)

ASSESSMENT = Workflow(
    steps=(
        Step("share", "Share with the coalition", (State.DRAFT,), State.SHARED, secretariat),
        Step("extend", "Move the time to reply", ANSWERABLE, "", secretariat, True),
        Step("reply", "Reply", ANSWERABLE, State.REPLIED, coordinator),
        Step("decide", "Decide", ANSWERABLE, State.DECIDED, secretariat, True),
        Step("extend_appeal", "Move the time to appeal", (State.DECIDED,), "", secretariat, True),
        Step("appeal", "Appeal", (State.DECIDED,), State.APPEALED, coordinator, True),
        Step("settle", "Answer the appeal", (State.APPEALED,), State.FINAL, secretariat, True),
        Step("close", "Make final", (State.DECIDED,), State.FINAL, secretariat),
        Step("leave_out", "Leave out", UNDECIDED, State.LEFT_OUT, secretariat, True),
        Step("take_in", "Take in again", (State.LEFT_OUT,), State.DRAFT, secretariat, True),
    )
)

SLOT_REQUEST = Workflow(
    steps=(
        Step("send", "Send", (SlotState.SENT, SlotState.WITHDRAWN), SlotState.SENT, coordinator),
        Step("withdraw", "Withdraw", (SlotState.SENT,), SlotState.WITHDRAWN, coordinator),
        Step("grant", "Grant", (SlotState.SENT,), SlotState.GRANTED, secretariat),
        Step("refuse", "Do not grant", (SlotState.SENT,), SlotState.NOT_GRANTED, secretariat, True),
    )
)

ANNUAL_REPORT = Workflow(
    steps=(Step("file", "File", (ReportState.DRAFT,), ReportState.FILED, coordinator),),
)
