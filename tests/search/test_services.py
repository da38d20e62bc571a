"""Entries follow what happens to things. Nothing here calls for a rebuild, except the tests of the rebuild itself."""

import datetime

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from events.enums import Capacity, MeetingState
from events.models import ActionItem, AgendaItem, MeetingPage, Participant
from events.services import adopt_report, open_corrections
from search.models import SearchEntry
from search.services import rebuild_entries
from tests.factories import (
    make_action_item,
    make_coalition,
    make_meeting,
    make_output,
    make_series,
    make_site_tree,
    make_superuser,
)

pytestmark = pytest.mark.django_db

HELD = datetime.datetime(2021, 5, 13, 14, tzinfo=datetime.UTC)
REPORT = [{"type": "paragraph", "value": "<p>Zebras.</p>"}]


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    """Does something as in a transaction of its own."""

    def do(verb, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **kwargs)

    return do


def entry_of(thing):
    return SearchEntry.objects.filter(object_id=str(thing.pk), title=str(thing)).first()


def coalitions_of(thing):
    return set(entry_of(thing).coalitions.values_list("pk", flat=True))


def test_a_page_is_there_when_it_is_published_and_gone_when_it_is_not(done):
    coalition = done(make_coalition)
    assert entry_of(coalition).page_id == coalition.pk
    done(coalition.unpublish)
    assert entry_of(coalition) is None
    done(coalition.save_revision().publish)
    assert entry_of(coalition) is not None


def test_a_draft_changes_nothing_until_it_is_published(done):
    coalition = done(make_coalition)
    coalition.mission = "<p>Zebras.</p>"
    revision = done(coalition.save_revision)
    assert entry_of(coalition).text == coalition.acronym
    done(revision.publish)
    assert entry_of(coalition).text == f"{coalition.acronym} · Zebras."


def test_a_report_and_its_items_come_with_the_state_a_service_writes(done):
    meeting = done(make_meeting, state=MeetingState.REPORT_DRAFT, report=REPORT, starts_at=HELD)
    item = done(make_action_item, meeting, coalitions=[coalition := done(make_coalition)])
    assert (entry_of(meeting).text, entry_of(item)) == ("", None)
    done(open_corrections, meeting, by=make_superuser())
    assert entry_of(meeting).text == "Zebras."
    assert coalitions_of(item) == {coalition.pk}


def test_adoption_keeps_the_report(done):
    meeting = done(make_meeting, state=MeetingState.CORRECTIONS_OPEN, report=REPORT, starts_at=HELD)
    done(adopt_report, meeting, by=make_superuser())
    assert entry_of(meeting).text == "Zebras."


def test_parts_of_a_page_follow_when_it_is_published(done):
    guest = done(make_coalition)
    meeting = done(make_meeting, state=MeetingState.ADOPTED, starts_at=HELD)
    meeting.participants.add(Participant(given_name="Ada", capacity=Capacity.PARTICIPANT, coalition=guest))
    meeting.agenda_items.add(AgendaItem(title="Zebras"))
    done(meeting.save_revision().publish)
    assert (entry_of(meeting).text, coalitions_of(meeting)) == ("Zebras", {guest.pk})


def test_a_part_saved_or_deleted_alone_is_followed(done):
    meeting = done(make_meeting)
    item = done(AgendaItem.objects.create, meeting=meeting, title="Zebras")
    assert entry_of(meeting).text == "Zebras"
    done(item.delete)
    assert entry_of(meeting).text == ""


def test_an_outputs_coalitions_are_followed(done):
    first, second = done(make_coalition), done(make_coalition)
    output = done(make_output, first)
    assert coalitions_of(output) == {first.pk}
    done(output.coalitions.set, [second])
    assert (coalitions_of(output), entry_of(output).page_id) == ({second.pk}, second.pk)
    done(output.coalitions.clear)
    assert entry_of(output) is None


def test_an_output_moves_to_another_coalition_when_its_page_goes(done):
    first, second, third = (done(make_coalition) for _number in range(3))
    output = done(make_output, first, second, third)
    assert entry_of(output).page_id == first.pk
    done(first.unpublish)
    assert entry_of(output).page_id == second.pk
    restriction = done(PageViewRestriction.objects.create, page=second, restriction_type="login")
    assert entry_of(output).page_id == third.pk
    done(restriction.delete)
    assert entry_of(output).page_id == second.pk
    done(second.delete)
    assert entry_of(output).page_id == third.pk
    done(third.delete)
    assert entry_of(output) is None


def test_a_moved_meeting_belongs_to_the_coalition_it_came_to(done):
    first, second = done(make_coalition), done(make_coalition)
    series = done(make_series, parent=first)
    meeting = done(make_meeting, series)
    assert coalitions_of(meeting) == {first.pk}
    done(series.move, second, pos="last-child")
    assert coalitions_of(MeetingPage.objects.get(pk=meeting.pk)) == {second.pk}


def test_what_is_deleted_is_gone(done):
    meeting = done(make_meeting, state=MeetingState.ADOPTED, starts_at=HELD)
    item, other = done(make_action_item, meeting), done(make_action_item, meeting)
    done(item.delete)
    assert [entry.object_id for entry in SearchEntry.objects.filter(kind="action-item")] == [str(other.pk)]
    done(meeting.delete)
    assert SearchEntry.objects.filter(kind__in=["action-item", "meeting"]).count() == 0
    assert ActionItem.objects.count() == 0


def test_a_failure_does_not_undo_an_editors_work(done, monkeypatch, caplog):
    coalition = make_coalition()
    monkeypatch.setattr(type(coalition), "get_search_facets", lambda self: {"year": "no year"})
    coalition.title = "Saved all the same"
    done(coalition.save)
    coalition.refresh_from_db()
    assert coalition.title == "Saved all the same"
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_rebuilding_twice_changes_nothing_and_clears_what_is_left_over():
    coalition = make_coalition()
    make_output(coalition)
    rebuild_entries()
    before = list(SearchEntry.objects.order_by("pk").values())
    assert [row["kind"] for row in before] == ["front-page", "coalition-directory", "coalition", "output"]
    assert rebuild_entries() == (4, 0)
    assert list(SearchEntry.objects.order_by("pk").values()) == before
    SearchEntry.objects.filter(kind="output").update(object_id="999999")
    assert rebuild_entries() == (4, 1)


def test_rebuilding_asks_about_as_much_for_many_pages(django_assert_max_num_queries):
    make_site_tree()
    for _number in range(30):
        make_coalition()
    with django_assert_max_num_queries(90):
        rebuild_entries()


def test_the_command_says_what_it_did(capsys):
    make_coalition()
    call_command("rebuild_search")
    assert capsys.readouterr().out == "3 things can be found; 0 entries were left over and are gone.\n"
