"""What this room shows on the pages of the rooms below, and what higher rooms show on its own pages."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page

from coalitions.permissions import coordinated_ids
from coalitions.sections import Figure, Section, Sections, coalition_sections, my_sections, waiting_sections
from events.models import ActionItem, ActionItemPart, MeetingPage, PreparatoryEventPage

SHOWN = 6
YEAR = datetime.timedelta(days=365)
WAITING = 20


@dataclass(frozen=True)
class Deadline:
    """A moment in the calendar of deadlines. `uid` is permanent; `sequence` rises with every change.

    What there is to say of it: `text`, which is rich text, and `notes`, which are plain.
    """

    uid: str
    at: datetime.datetime
    title: str
    text: str
    notes: list[str]
    page: Page
    sequence: int
    changed_at: datetime.datetime


# The deadlines that higher rooms know, by the room's name: a function that returns them, each a Deadline.
deadline_sources = {}

# Where the paragraphs of a report were used, as higher rooms know it, by the room's name: a function that takes the
# meeting and block ids and returns block id → things with a `text` and a `url`.
paragraph_uses = {}

# On the page of a preparatory phase; subject: the PreparatoryPhasePage. An order below 50 stands above the calendar.
phase_sections = Sections()
ABOVE_THE_CALENDAR = 50
focus_area_sections = Sections()  # on the page of a focus area in a phase; subject: the FocusArea

# Who is told of every step of a preparatory event, by the follower's name: `follow(event, verb=…, by=…, reason=…)`,
# where `verb` is one of `workflow.PREPARATORY_EVENT`. Called when the step is written and before its transaction ends:
# an exception undoes the step.
event_followers = {}


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


def _events_of(coalition):
    visible = PreparatoryEventPage.objects.visible().of_coalition(coalition).for_listing()
    rows = {"upcoming": list(visible.to_come()[:SHOWN]), "past": list(visible.past()[:SHOWN])}
    return rows if any(rows.values()) else None


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


def events_to_report(user):
    """Events that are over without a report: those the user takes care of, or that a coalition of theirs organises."""
    events = PreparatoryEventPage.objects
    own = coordinated_ids(user)
    found = events.managed_by(user) | events.organised_by(own) if own else events.managed_by(user)
    return list(found.unreported()[:WAITING])


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("events", "Preparatory events", "events/phase/_coalition_events.html", _events_of, order=15)
    )
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
    waiting_sections.register(
        Section(
            "event-reports",
            "Events that are over without a report",
            "events/phase/_waiting_reports.html",
            events_to_report,
            order=15,
        )
    )
    my_sections.register(
        Section("parts", "Action items", "events/mine/_parts.html", _waiting_for_coordinators, order=10)
    )
    my_sections.register(Section("meetings", "Meetings", "events/mine/_meetings.html", _waiting_for_editors, order=20))
    my_sections.register(
        Section(
            "event-reports",
            "Events that are over without a report",
            "events/mine/_reports.html",
            events_to_report,
            15,
        )
    )
