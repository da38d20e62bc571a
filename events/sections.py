"""What this room shows on the pages of the rooms below."""

import datetime

from django.utils import timezone

from coalitions.permissions import coordinated_ids
from coalitions.sections import Figure, Section, coalition_sections, waiting_sections
from events.models import ActionItem, ActionItemPart, MeetingPage

SHOWN = 6
YEAR = datetime.timedelta(days=365)
WAITING = 20


def _meetings_of(coalition):
    visible = MeetingPage.objects.visible().of_coalition(coalition)
    rows = {
        "upcoming": list(visible.upcoming().for_listing()[:SHOWN]),
        "past": list(visible.past().for_listing()[:SHOWN]),
        "past_year": visible.past().since(timezone.now() - YEAR).count(),
    }
    return rows if rows["upcoming"] or rows["past"] else None


def _meeting_figures(coalition, rows):
    upcoming = rows["upcoming"] if rows else []
    next_one = f" The next one is on {upcoming[0].starts_at:%-d %B %Y}." if upcoming else ""
    source = f"Own calls, and meetings attended for it.{next_one}"
    return [Figure("Meetings in a year", rows["past_year"] if rows else 0, source)]


def _open_items_of(coalition):
    return list(ActionItem.objects.public().of_coalition(coalition).unfinished().by_deadline().for_listing())


def _item_figures(coalition, rows):
    late = sum(item.is_overdue for item in rows)
    overdue = f", {late} of them overdue" if late else ""
    return [Figure("Action items to do", len(rows), f"From published reports of meetings{overdue}.")]


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
        Section("meetings", "Meetings", "events/_coalition_meetings.html", _meetings_of, 20, _meeting_figures)
    )
    coalition_sections.register(
        Section("action-items", "To do", "events/_coalition_action_items.html", _open_items_of, 30, _item_figures)
    )
    waiting_sections.register(
        Section("meetings", "Meetings", "events/admin/_waiting_meetings.html", _waiting_for_editors, order=20)
    )
    waiting_sections.register(
        Section("parts", "Action items", "events/admin/_waiting_parts.html", _waiting_for_coordinators, order=10)
    )
