import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from coalitions.models import FormerName
from events.enums import Capacity, MeetingState
from events.models import ActionSubItem, AgendaItem, Participant
from home.models import StandardPage
from search.entries import MAX_TEXT, describe, key_of, names_of_kinds, searchable_models
from search.fulltext import Question
from search.results import answer
from search.services import rebuild_entries
from tests.factories import make_action_item, make_coalition, make_home_page, make_meeting, make_output, make_series

pytestmark = pytest.mark.django_db

HELD = datetime.datetime(2021, 5, 13, 14, tzinfo=datetime.UTC)
REPORT = [{"type": "paragraph", "value": "<p>Participants discussed <b>zebras</b>.</p>"}]
UNPLACED = [{"type": "unplaced", "value": "<p>zebras</p>"}]


def titles(word="zebras"):
    """Titles of everything a visitor finds for a word, when everything is up to date."""
    rebuild_entries()
    found = answer(Question((word,)), 1)
    return sorted(hit.entry.title for hit in found.hits) if found.hits else []


def make_page(title="A page", **fields):
    fields.setdefault("intro", "<p>On zebras.</p>")
    return make_home_page().add_child(instance=StandardPage(title=title, **fields))


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_live_page_is_found():
    make_page()
    assert titles() == ["A page"]


def test_a_page_that_was_never_published_is_not_found():
    make_page(live=False)
    assert titles() == []


def test_an_unpublished_page_is_not_found_and_its_words_are_not_kept():
    page = make_page()
    assert titles() == ["A page"]
    page.unpublish()
    assert titles() == []


def test_a_draft_of_a_live_page_is_not_found():
    page = make_page(intro="<p>Of horses.</p>")
    page.title, page.intro = "A secret page", "<p>On zebras.</p>"
    page.save_revision()
    assert titles() == []
    assert titles("secret") == []
    assert titles("horses") == ["A page"]


def test_an_expired_page_is_not_found():
    make_page(live=False, expired=True)
    assert titles() == []


def test_a_restricted_page_is_not_found():
    restrict(make_page())
    assert titles() == []


def test_nothing_below_a_restricted_page_is_found():
    page = make_page("Above", intro="")
    page.add_child(instance=StandardPage(title="Below", intro="<p>On zebras.</p>"))
    restrict(page)
    assert titles() == []


def test_a_live_page_below_an_unpublished_one_is_found_without_the_title_above():
    page = make_page("Above", intro="", live=False)
    page.add_child(instance=StandardPage(title="Below", intro="<p>On zebras.</p>"))
    assert titles() == ["Below"]
    assert answer(Question(("zebras",)), 1).hits[0].trail == []


@pytest.mark.parametrize(
    ("state", "report", "found"),
    [
        (MeetingState.PLANNED, REPORT, []),
        (MeetingState.HELD, REPORT, []),
        (MeetingState.REPORT_DRAFT, REPORT, []),
        (MeetingState.CORRECTIONS_OPEN, REPORT, ["Meeting 53"]),
        (MeetingState.ADOPTED, REPORT, ["Meeting 53"]),
        (MeetingState.CANCELLED, REPORT, []),
        (MeetingState.ADOPTED, UNPLACED, []),
    ],
)
def test_a_report_is_found_once_readers_can_see_it(state, report, found):
    make_meeting(number=53, state=state, report=report, starts_at=HELD)
    assert titles() == found


@pytest.mark.parametrize("state", MeetingState)
def test_action_items_are_found_once_readers_can_see_them(state):
    make_action_item(make_meeting(state=state, starts_at=HELD), text="<p>Count zebras.</p>")
    assert titles() == (["Count zebras."] if state in (MeetingState.CORRECTIONS_OPEN, MeetingState.ADOPTED) else [])


def test_action_items_of_a_meeting_that_is_not_live_or_not_open_are_not_found():
    hidden = make_meeting(state=MeetingState.ADOPTED, live=False)
    make_action_item(hidden, text="<p>Count zebras.</p>")
    restricted = make_meeting(state=MeetingState.ADOPTED)
    make_action_item(restricted, text="<p>Feed zebras.</p>")
    restrict(restricted)
    assert titles() == []


def test_an_output_is_found_while_one_of_its_coalitions_is_public():
    live, other = make_coalition(), make_coalition()
    make_output(live, other, title="Zebras")
    assert titles() == ["Zebras"]
    restrict(live)
    assert titles() == ["Zebras"]
    other.unpublish()
    assert titles() == []


def test_a_coalition_is_found_by_acronym_and_former_name():
    coalition = make_coalition("Coalition on Animals", acronym="DC-Zoo")
    FormerName.objects.create(coalition=coalition, name="Coalition on Zebras")
    assert titles() == ["Coalition on Animals (DC-Zoo)"]
    assert titles("zoo") == ["Coalition on Animals (DC-Zoo)"]


def test_a_cancelled_meeting_is_found_and_says_so():
    meeting = make_meeting(title="Zebras", state=MeetingState.CANCELLED, starts_at=HELD)
    assert titles() == ["Zebras"]
    assert describe(meeting).entry.label == "Cancelled meeting, 13 May 2021"


def test_a_meeting_is_described_with_its_agenda_year_and_coalitions():
    own, guest, absent = make_coalition(), make_coalition(), make_coalition()
    series = make_series(parent=own)
    meeting = make_meeting(series, state=MeetingState.ADOPTED, report=REPORT, starts_at=HELD, intro="<p>Hello</p>")
    AgendaItem.objects.create(meeting=meeting, title="Resolving disputes")
    Participant.objects.create(meeting=meeting, given_name="Ada", capacity=Capacity.PARTICIPANT, coalition=guest)
    described = describe(meeting)
    assert described.coalitions == {own.pk, guest.pk}
    assert absent.pk not in described.coalitions
    entry = described.entry
    assert (entry.kind, entry.label, entry.year) == ("meeting", "Meeting report, 13 May 2021", 2021)
    assert entry.text == "Hello · Participants discussed zebras. · Resolving disputes"


def test_who_took_part_is_not_told_before_the_report_is_public():
    guest = make_coalition()
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT, starts_at=HELD)
    Participant.objects.create(meeting=meeting, given_name="Ada", capacity=Capacity.PARTICIPANT, coalition=guest)
    assert describe(meeting).coalitions == frozenset()


def test_an_action_item_is_described_with_its_sub_items_and_its_place():
    coalition = make_coalition()
    meeting = make_meeting(state=MeetingState.ADOPTED, starts_at=HELD)
    item = make_action_item(meeting, coalitions=[coalition], text="<p>Write it.</p>")
    ActionSubItem.objects.create(item=item, text="<p>In two pages.</p>")
    described = describe(item)
    entry = described.entry
    assert (entry.kind, entry.label, entry.year) == ("action-item", "Action, 13 May 2021", 2021)
    assert (entry.page_id, entry.anchor, entry.text) == (meeting.pk, item.anchor, "Write it. · In two pages.")
    assert described.coalitions == {coalition.pk}


def test_an_output_is_described():
    coalition = make_coalition()
    output = make_output(coalition, title="Paper", summary="<p>Short.</p>", dissenting_views="<p>None.</p>")
    entry = describe(output).entry
    assert (entry.kind, entry.label, entry.year) == ("output", "Paper, 3 May 2021", 2021)
    assert (entry.page_id, entry.anchor, entry.text) == (coalition.pk, "outputs", "Short. · None.")


def test_what_is_stored_is_composed_and_holds_no_characters_of_our_own():
    page = make_page("e\u0301te\u0301 \ue000mark\ue001", intro="<p>a\u00a0 b</p>")
    entry = describe(page).entry
    assert (entry.title, entry.text) == ("été mark", "a b")


def test_a_very_long_text_is_cut():
    assert len(describe(make_page(intro=f"<p>{'word ' * 30_000}</p>")).entry.text) == MAX_TEXT


def test_a_page_outside_every_site_is_not_found():
    root = make_home_page().get_parent()
    assert describe(root.add_child(instance=StandardPage(title="Lost"))) is None


def test_every_page_has_the_same_content_type():
    page, coalition = make_page(), make_coalition()
    assert key_of(page)[0] == key_of(coalition)[0]


def test_images_documents_and_people_are_not_searched():
    names = {"Page", "ActionItem", "Output", "Proposal", "WrittenInput"}
    assert {model.__name__ for model in searchable_models()} == names
    assert "user" not in names_of_kinds()


def test_a_planned_meeting_that_nobody_reported_is_found_by_its_title():
    make_meeting(title="On zebras", starts_at=timezone.now() + datetime.timedelta(days=3))
    assert titles() == ["On zebras"]
