"""What this room shows on the pages of the rooms below."""

from coalitions.permissions import coordinated_ids
from coalitions.sections import Section, coalition_sections, my_sections, waiting_sections
from events.models import ActionItem, ActionItemPart, MeetingPage

SHOWN = 6
WAITING = 20


def _meetings_of(coalition):
    visible = MeetingPage.objects.visible().of_coalition(coalition)
    rows = {
        "upcoming": list(visible.upcoming().for_listing()[:SHOWN]),
        "past": list(visible.past().for_listing()[:SHOWN]),
    }
    return rows if any(rows.values()) else None


def _open_items_of(coalition):
    return list(ActionItem.objects.public().of_coalition(coalition).unfinished().by_deadline().for_listing()[:SHOWN])


def _waiting_for_editors(user):
    """Reports in draft, corrections that have ended, overdue items: of the meetings the user takes care of."""
    meetings = MeetingPage.objects.managed_by(user).for_listing()
    rows = {
        "drafts": list(meetings.in_draft()[:WAITING]),
        "to_adopt": list(meetings.awaiting_adoption()[:WAITING]),
        "overdue": list(ActionItem.objects.managed_by(user).public().overdue().by_deadline().for_listing()[:WAITING]),
    }
    return rows if any(rows.values()) else None


def _waiting_for_coordinators(user):
    """The parts of action items that the user's coalitions have still to do."""
    parts = ActionItemPart.objects.of_coalitions(coordinated_ids(user)).public().unfinished()
    return list(parts.for_listing()[:WAITING])


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("meetings", "Meetings", "events/_coalition_meetings.html", _meetings_of, order=20)
    )
    coalition_sections.register(
        Section("action-items", "To do", "events/_coalition_action_items.html", _open_items_of, order=30)
    )
    waiting_sections.register(
        Section("meetings", "Meetings", "events/admin/_waiting_meetings.html", _waiting_for_editors, order=20)
    )
    waiting_sections.register(
        Section("parts", "Action items", "events/admin/_waiting_parts.html", _waiting_for_coordinators, order=10)
    )
    my_sections.register(
        Section("parts", "Action items", "events/mine/_parts.html", _waiting_for_coordinators, order=10)
    )
    my_sections.register(Section("meetings", "Meetings", "events/mine/_meetings.html", _waiting_for_editors, order=20))
