from events.models.action_item import ActionItem, ActionItemPart, ActionSubItem, DeadlineChange
from events.models.meeting_index_page import MeetingIndexPage
from events.models.meeting_page import MeetingPage
from events.models.meeting_parts import AgendaItem, MeetingDocument, Participant

__all__ = [
    "ActionItem",
    "ActionItemPart",
    "ActionSubItem",
    "AgendaItem",
    "DeadlineChange",
    "MeetingDocument",
    "MeetingIndexPage",
    "MeetingPage",
    "Participant",
]
