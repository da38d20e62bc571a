from events.models.action_item import ActionItem, ActionItemPart, ActionSubItem, DeadlineChange
from events.models.calendar_entry import CalendarEntryFields
from events.models.event_parts import EventChange, EventOrganiser, EventSpeaker
from events.models.external_date import ExternalDate
from events.models.meeting_index_page import MeetingIndexPage
from events.models.meeting_page import MeetingPage
from events.models.meeting_parts import AgendaItem, MeetingDocument, Participant
from events.models.preparatory_event_page import PreparatoryEventPage
from events.models.preparatory_phase_page import PreparatoryPhasePage

__all__ = [
    "ActionItem",
    "ActionItemPart",
    "ActionSubItem",
    "AgendaItem",
    "CalendarEntryFields",
    "DeadlineChange",
    "EventChange",
    "EventOrganiser",
    "EventSpeaker",
    "ExternalDate",
    "MeetingDocument",
    "MeetingIndexPage",
    "MeetingPage",
    "Participant",
    "PreparatoryEventPage",
    "PreparatoryPhasePage",
]
