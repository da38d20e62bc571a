"""A portal in which every list has as many rows as asked for: what budgets, doors and attacks are tried on.

Every text that may hold a link holds one, because looking links up is where questions hide.
"""

import datetime
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from coalitions.enums import ContactRole, OpennessSubject, StakeholderGroup
from coalitions.models import (
    CoalitionIndexPage,
    CoalitionPage,
    FormerName,
    Goal,
    Output,
    RepresentedGroup,
    StatusChange,
)
from events.enums import ActionState, AgendaOutcome, Capacity, DocumentKind, MeetingState
from events.models import (
    ActionItem,
    ActionItemPart,
    ActionSubItem,
    DeadlineChange,
    MeetingDocument,
    MeetingIndexPage,
    MeetingPage,
    Participant,
)
from home.models import HomePage, StandardPage
from search.services import rebuild_entries
from tests.factories import (
    make_action_item,
    make_agenda_item,
    make_coalition,
    make_contact,
    make_cycle,
    make_focus_area,
    make_home_page,
    make_meeting,
    make_openness_check,
    make_output,
    make_series,
    make_site_tree,
    make_user,
)

DAY = datetime.timedelta(days=1)


@dataclass
class World:
    """What was made: one of each kind of page, each with all its rows, and one row of each other kind."""

    home: HomePage
    page: StandardPage
    directory: CoalitionIndexPage
    coalition: CoalitionPage
    series: MeetingIndexPage
    reported: MeetingPage  # with a published report
    planned: MeetingPage  # with what earlier meetings left for it
    output: Output
    item: ActionItem


def make_world(rows=1):
    """Make a portal whose lists have `rows` rows each, everything public. The search is up to date."""
    directory, home = make_site_tree(), make_home_page()
    pages = [
        home.add_child(
            instance=StandardPage(title=f"Page {place}", slug=f"page-{place}", show_in_menus=True, body=_body(rows))
        )
        for place in range(rows)
    ]
    link = f'<a linktype="page" id="{pages[-1].pk}">a page</a>'
    areas = [
        make_focus_area(f"Focus area {place}", cycle=make_cycle(2021 - place % 15), questions=["Access", "Trust"])
        for place in range(rows)
    ]
    coalitions = [
        make_coalition(f"Coalition of the world {place}", focus_areas=areas, tags=["all", f"tag-{place}"])
        for place in range(rows)
    ]
    coalition = coalitions[0]
    outputs = _fill_coalition(coalition, coalitions, link, rows)
    series = make_series(intro=f"<p>See {link}.</p>")
    calls = make_series("Calls", parent=coalition, abbreviation="")
    reported = _make_meetings(series, calls, areas[0].cycle, link, rows)
    planned = MeetingPage.objects.in_series(series).upcoming().first()
    item = _fill_meeting(reported, coalitions, link, rows)
    for meeting in (reported, planned):
        for earlier in MeetingPage.objects.in_series(series).reported()[:rows]:
            make_agenda_item(meeting, proposer="Ada", outcome=AgendaOutcome.POSTPONED, carried_from=earlier)
    home.refresh_from_db()
    home.intro, home.body = f"<p>See {link}.</p>", _body(rows)
    home.save()
    rebuild_entries()
    return World(home, pages[0], directory, coalition, series, reported, planned, outputs[0], item)


def _body(rows):
    """A body with each block that shows rows, at its longest."""
    limit = max(1, min(rows, 20))
    lists = ("upcoming_events", "open_action_items", "meeting_list")
    return [{"type": name, "value": {"title": name, "limit": limit}} for name in lists]


def _fill_coalition(coalition, coalitions, link, rows):
    coalition.mission = f"<p>See {link}.</p>"
    coalition.save()
    groups = list(StakeholderGroup)
    outputs = []
    for place in range(rows):
        Goal.objects.create(coalition=coalition, text=f"Goal {place}", cycle=make_cycle(2021 - place % 15))
        FormerName.objects.create(coalition=coalition, name=f"Name {place}", acronym=f"N{place}")
        make_contact(coalition, is_public=True, role=list(ContactRole)[place % 4], user=None)
        make_openness_check(coalition, subject=list(OpennessSubject)[place % 3])
        StatusChange.objects.create(
            coalition=coalition, to_status="active", changed_on=datetime.date(2021, 1, 1), reason="As agreed."
        )
        document = make_document(f"Paper {place}")
        outputs.append(
            make_output(
                coalition,
                coalitions[place],
                title=f"Paper of the world {place}",
                document=document,
                accessible_document=document,
                summary=f"<p>See {link}.</p>",
                dissenting_views=f"<p>But see {link}.</p>",
            )
        )
        if place < len(groups):
            RepresentedGroup.objects.create(coalition=coalition, group=groups[place])
    return outputs


def make_document(title):
    """A small text file in the library."""
    file = ContentFile(b"Words.", name="words.txt")
    return get_document_model().objects.create(title=title, file=file, file_size=6)


def _make_meetings(series, calls, cycle, link, rows):
    """Meetings in every state, `rows` of each, in both series. Returns the latest one with a public report."""
    now = timezone.now().replace(microsecond=0)
    reported = None
    for place in range(rows):
        for parent in (series, calls):
            fields = {"cycle": cycle, "intro": f"<p>See {link}.</p>", "join_url": "https://example.org/join"}
            if parent == series or place % 2 == 0:  # a feed's newest 30 entries shall hold reports too
                make_meeting(parent, starts_at=now + (place + 1) * DAY, **fields)
            make_meeting(parent, starts_at=now - (place + 3) * DAY, state=MeetingState.CANCELLED, **fields)
            make_meeting(parent, starts_at=now - (place + 3) * DAY, state=MeetingState.REPORT_DRAFT, **fields)
            latest = make_meeting(
                parent,
                starts_at=now - (rows - place) * DAY,
                state=MeetingState.CORRECTIONS_OPEN,
                corrections_until=now + 9 * DAY,
                report=[("paragraph", "<p>Words.</p>")],
                **fields,
            )
            reported = latest if parent == series else reported
    return reported


def _fill_meeting(meeting, coalitions, link, rows):
    """Give a meeting a full report: paragraphs, conclusions with everything, people, documents."""
    meeting.report = [("heading", "Opening"), ("unnumbered", f"<p>See {link}.</p>")]
    meeting.report = [*meeting.report.raw_data, *({"type": "paragraph", "value": f"<p>See {link}.</p>"},) * rows]
    meeting.save()
    now = timezone.now()
    later = make_action_item(meeting, text="<p>The one that takes their place.</p>")
    for place in range(rows):
        coalition = coalitions[place]
        item = make_action_item(
            meeting, coalitions=[coalition], text=f"<p>Write {link}.</p>", due_at=now + place * DAY, order=place
        )
        ActionSubItem.objects.create(item=item, text=f"<p>And {link}.</p>")
        ActionItemPart.objects.create(item=item, coalition=coalition, done_at=now)
        ActionItemPart.objects.create(item=item, coalition=coalitions[0]) if place else None
        DeadlineChange.objects.create(
            item=item, from_at=now, to_at=now + place * DAY, reason="More time.", changed_at=now
        )
        replaced = make_action_item(meeting, text=f"<p>Replaced {place}.</p>", state=ActionState.SUPERSEDED)
        replaced.superseded_by = later
        replaced.save()
        Participant.objects.create(
            meeting=meeting,
            given_name=f"Ada {place}",
            capacity=list(Capacity)[place % 3],
            affiliation="As printed",
            coalition=coalition,
        )
        MeetingDocument.objects.create(
            meeting=meeting, kind=DocumentKind.AGENDA, document=make_document(f"Agenda {place}")
        )
    return ActionItem.objects.of_meeting(meeting).in_order()[0]


def make_people(world):
    """An account for each role that is none of the site's own groups, by the role's name."""
    coordinator, other = make_user(), make_user()
    make_contact(world.coalition, user=coordinator)
    make_coalition("Another coalition", coordinators=[other])
    return coordinator, other
