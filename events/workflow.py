"""What may follow what for meetings, action items and preparatory events. Tables; nothing here writes."""

from coalitions.workflow import Step, Workflow
from events.enums import ActionState, EventState, MeetingState
from events.permissions import (
    can_adopt_report,
    can_manage_event,
    can_manage_item,
    can_manage_meeting,
    can_report_event,
)

MEETING = Workflow(
    steps=(
        Step(
            "cancel", "Cancel the meeting", (MeetingState.PLANNED,), MeetingState.CANCELLED, can_manage_meeting, True
        ),
        Step(
            "reinstate", "Reinstate the meeting", (MeetingState.CANCELLED,), MeetingState.PLANNED, can_manage_meeting
        ),
        Step("hold", "Mark as held", (MeetingState.PLANNED,), MeetingState.HELD, can_manage_meeting),
        Step(
            "draft_report",
            "Start the report",
            (MeetingState.PLANNED, MeetingState.HELD),
            MeetingState.REPORT_DRAFT,
            can_manage_meeting,
        ),
        Step(
            "open_corrections",
            "Publish the report and open corrections",
            (MeetingState.REPORT_DRAFT,),
            MeetingState.CORRECTIONS_OPEN,
            can_manage_meeting,
        ),
        Step(
            "extend_corrections",
            "Extend the corrections",
            (MeetingState.CORRECTIONS_OPEN,),
            MeetingState.CORRECTIONS_OPEN,
            can_manage_meeting,
            True,
        ),
        Step("adopt", "Adopt the report", (MeetingState.CORRECTIONS_OPEN,), MeetingState.ADOPTED, can_adopt_report),
    )
)

ACTION_ITEM = Workflow(
    steps=(
        Step("start", "Mark as in progress", (ActionState.OPEN,), ActionState.IN_PROGRESS, can_manage_item),
        Step("finish", "Mark as done", (ActionState.OPEN, ActionState.IN_PROGRESS), ActionState.DONE, can_manage_item),
        Step("drop", "Drop", (ActionState.OPEN, ActionState.IN_PROGRESS), ActionState.DROPPED, can_manage_item, True),
        Step(
            "supersede",
            "Supersede by another item",
            (ActionState.OPEN, ActionState.IN_PROGRESS),
            ActionState.SUPERSEDED,
            can_manage_item,
        ),
        Step(
            "reopen",
            "Reopen",
            (ActionState.DONE, ActionState.DROPPED, ActionState.SUPERSEDED),
            ActionState.OPEN,
            can_manage_item,
            True,
        ),
    )
)

# Read with the clock: a scheduled event that is over is "held" here, and "scheduled" in the database.
PREPARATORY_EVENT = Workflow(
    field="shown_state",
    steps=(
        Step(
            "reschedule",
            "Reschedule the event",
            (EventState.SCHEDULED, EventState.HELD),
            EventState.SCHEDULED,
            can_manage_event,
            True,
        ),
        Step(
            "cancel",
            "Cancel the event",
            (EventState.SCHEDULED, EventState.HELD),
            EventState.CANCELLED,
            can_manage_event,
            True,
        ),
        Step(
            "reinstate",
            "Reinstate the event",
            (EventState.CANCELLED,),
            EventState.SCHEDULED,
            can_manage_event,
            True,
        ),
        Step(
            "report",
            "Report on the event",
            (EventState.HELD, EventState.REPORTED),
            EventState.REPORTED,
            can_report_event,
        ),
    ),
)
