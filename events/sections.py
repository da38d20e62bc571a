"""What this room shows on the pages of the rooms below."""

from coalitions.sections import Section, coalition_sections
from events.models import ActionItem, MeetingPage

SHOWN = 6


def _meetings_of(coalition):
    visible = MeetingPage.objects.visible().of_coalition(coalition)
    rows = {
        "upcoming": list(visible.upcoming().for_listing()[:SHOWN]),
        "past": list(visible.past().for_listing()[:SHOWN]),
    }
    return rows if any(rows.values()) else None


def _open_items_of(coalition):
    return list(ActionItem.objects.public().of_coalition(coalition).unfinished().by_deadline().for_listing()[:SHOWN])


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("meetings", "Meetings", "events/_coalition_meetings.html", _meetings_of, order=20)
    )
    coalition_sections.register(
        Section("action-items", "To do", "events/_coalition_action_items.html", _open_items_of, order=30)
    )
