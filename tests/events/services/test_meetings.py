"""A meeting's life: what each step writes, when it is refused, and what it leaves in the log."""

import datetime

import pytest
import time_machine
from wagtail.models import PageLogEntry

from coalitions.workflow import NotAllowed
from events import services
from events.enums import AgendaOutcome, MeetingState, Owner
from events.models import MeetingPage
from events.numbering import anchor_of, number_report
from tests.factories import (
    make_action_item,
    make_agenda_item,
    make_coalition,
    make_meeting,
    make_report,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
HELD = datetime.datetime(2021, 5, 13, 11, tzinfo=UTC)
AFTER = datetime.datetime(2021, 5, 17, 9, tzinfo=UTC)
UNTIL = datetime.datetime(2021, 5, 31, 23, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(AFTER, tick=False):
        yield


@pytest.fixture
def user():
    return make_secretariat_user()


def _actions(meeting):
    entries = PageLogEntry.objects.for_instance(meeting).filter(action__startswith="events.").order_by("pk")
    return [(entry.action, entry.data["from"], entry.data["to"], entry.data["reason"]) for entry in entries]


def _drafted(**fields):
    return make_meeting(state=MeetingState.REPORT_DRAFT, starts_at=HELD, report=make_report("One.", "Two."), **fields)


def test_a_cancelled_meeting_can_be_reinstated_and_every_step_is_logged(user):
    meeting = make_meeting()
    services.note_calendar_change(meeting)
    cancelled = services.cancel_meeting(meeting, by=user, reason=" No quorum ")
    assert (cancelled.state, cancelled.calendar_sequence) == (MeetingState.CANCELLED, 1)
    planned = services.reinstate_meeting(meeting, by=user)
    assert (planned.state, planned.calendar_sequence) == (MeetingState.PLANNED, 2)
    assert _actions(meeting) == [
        ("events.cancel", "planned", "cancelled", "No quorum"),
        ("events.reinstate", "cancelled", "planned", ""),
    ]


@pytest.mark.parametrize("verb", [services.hold_meeting, services.draft_report])
def test_nothing_is_recorded_of_a_meeting_before_it_begins(user, verb):
    meeting = make_meeting(starts_at=HELD)
    with time_machine.travel(HELD - datetime.timedelta(minutes=1)), pytest.raises(NotAllowed, match="not begun"):
        verb(meeting, by=user)
    with time_machine.travel(HELD):
        assert verb(meeting, by=user).state in (MeetingState.HELD, MeetingState.REPORT_DRAFT)


def test_corrections_open_for_the_number_of_days_of_the_series(user):
    meeting = _drafted(series=make_series(corrections_days=14))
    opened = services.open_corrections(meeting, by=user)
    assert (opened.state, opened.corrections_until) == (MeetingState.CORRECTIONS_OPEN, UNTIL)


@pytest.mark.parametrize("missing", [{"live": False}, {"report": make_report()}], ids=["page not live", "no report"])
def test_corrections_need_a_report_that_readers_can_see(user, missing):
    meeting = make_meeting(
        state=MeetingState.REPORT_DRAFT, starts_at=HELD, **{"report": make_report("One."), **missing}
    )
    with pytest.raises(NotAllowed, match="Publish the page first"):
        services.open_corrections(meeting, by=user)


def test_corrections_do_not_open_for_the_past(user):
    with pytest.raises(NotAllowed, match="in the future"):
        services.open_corrections(_drafted(), by=user, until=AFTER)


def test_publishing_the_page_of_a_drafted_report_opens_its_corrections(user):
    meeting = _drafted(live=False)
    meeting.save_revision(user=user).publish(user=user)
    meeting = MeetingPage.objects.get()
    assert (meeting.live, meeting.state, meeting.corrections_until) == (True, MeetingState.CORRECTIONS_OPEN, UNTIL)
    assert [entry[0] for entry in _actions(meeting)] == ["events.open_corrections"]


def test_publishing_again_does_not_open_corrections_again(user):
    meeting = _drafted()
    for _ in range(2):
        MeetingPage.objects.get().save_revision().publish(user=user)
    assert [entry[0] for entry in _actions(meeting)] == ["events.open_corrections"]


def test_a_planned_meeting_that_is_published_stays_planned(user):
    make_meeting(live=False).save_revision().publish(user=user)
    assert MeetingPage.objects.get().state == MeetingState.PLANNED


def test_publish_report_publishes_the_newest_draft_until_a_moment(user):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT, starts_at=HELD, live=False)
    draft = MeetingPage.objects.get()
    draft.report = make_report("Written later.")
    draft.save_revision()
    until = datetime.datetime(2021, 6, 30, 23, 59, tzinfo=UTC)
    published = services.publish_report(meeting, by=user, until=until)
    assert (published.live, published.state, published.corrections_until) == (True, "corrections", until)
    assert [str(block.value) for block in published.report] == ["<p>Written later.</p>"]
    assert [entry[0] for entry in _actions(meeting)] == ["events.open_corrections"]


def test_publish_report_refuses_an_empty_report_and_changes_nothing(user):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT, starts_at=HELD, live=False)
    with pytest.raises(NotAllowed, match="no report"):
        services.publish_report(meeting, by=user)
    assert (MeetingPage.objects.get().live, MeetingPage.objects.get().state) == (False, MeetingState.REPORT_DRAFT)


def test_publish_report_refuses_an_incomplete_page(user):
    meeting = _drafted(live=False)
    draft = MeetingPage.objects.get()
    draft.title = ""
    draft.save_revision(clean=False)
    with pytest.raises(NotAllowed, match="not complete"):
        services.publish_report(meeting, by=user)


def test_an_extension_ends_later_than_what_it_extends(user):
    meeting = services.open_corrections(_drafted(), by=user)
    for until in (UNTIL, UNTIL - datetime.timedelta(days=1)):
        with pytest.raises(NotAllowed, match="later"):
            services.extend_corrections(meeting, by=user, until=until, reason="Holidays")
    longer = UNTIL + datetime.timedelta(days=7)
    assert services.extend_corrections(meeting, by=user, until=longer, reason="Holidays").corrections_until == longer
    assert _actions(meeting)[-1] == ("events.extend_corrections", "corrections", "corrections", "Holidays")


def test_corrections_that_have_ended_are_extended_into_the_future_only(user):
    meeting = services.open_corrections(_drafted(), by=user)
    with time_machine.travel(UNTIL + datetime.timedelta(days=10)):
        with pytest.raises(NotAllowed, match="in the future"):
            services.extend_corrections(meeting, by=user, until=UNTIL + datetime.timedelta(days=5), reason="Late")
        services.extend_corrections(meeting, by=user, until=UNTIL + datetime.timedelta(days=20), reason="Late")


def test_adoption_before_during_and_after_the_corrections(user):
    meeting = _drafted()
    with pytest.raises(NotAllowed):
        services.adopt_report(meeting, by=user)
    services.open_corrections(meeting, by=user)
    with time_machine.travel(UNTIL - datetime.timedelta(seconds=1)), pytest.raises(NotAllowed, match="still open"):
        services.adopt_report(meeting, by=user)
    with time_machine.travel(UNTIL, tick=False):
        adopted = services.adopt_report(meeting, by=user)
    assert (adopted.state, adopted.adopted_at) == (MeetingState.ADOPTED, UNTIL)


def test_a_draft_that_is_not_published_stops_adoption(user):
    meeting = services.open_corrections(_drafted(), by=user)
    MeetingPage.objects.get().save_revision()
    with time_machine.travel(UNTIL), pytest.raises(NotAllowed, match="not published"):
        services.adopt_report(meeting, by=user)


def test_adoption_freezes_the_numbers_and_anchors_never_change(user):
    meeting = services.open_corrections(_drafted(), by=user)
    with time_machine.travel(UNTIL):
        services.adopt_report(meeting, by=user)
        page = MeetingPage.objects.get()
        before = [(part.number, part.anchor) for part in number_report(page.report, page.adopted_numbers)]
        added = {"type": "paragraph", "value": "<p>Added.</p>", "id": "aaaaaaaa-0000-4000-8000-000000000000"}
        raw = list(page.report.raw_data)
        page.report = MeetingPage._meta.get_field("report").to_python([raw[0], added, *raw[1:]])
        page.save_revision().publish(user=user)
    page = MeetingPage.objects.get()
    after = [(part.number, part.anchor) for part in number_report(page.report, page.adopted_numbers)]
    assert [number for number, _ in before] == ["1", "2"]
    assert after == [before[0], ("1a", anchor_of(added["id"])), before[1]]


def test_publishing_an_older_draft_does_not_undo_an_adoption(user):
    meeting = _drafted()
    older = meeting.save_revision()
    older.publish(user=user)
    with time_machine.travel(UNTIL, tick=False):
        services.adopt_report(meeting, by=user)
        older.publish(user=user)
    page = MeetingPage.objects.get()
    assert (page.state, page.adopted_at) == (MeetingState.ADOPTED, UNTIL)
    assert list(page.adopted_numbers.values()) == ["1", "2"]


def test_opening_corrections_shares_the_action_items_out(user):
    coalitions = {make_coalition().pk, make_coalition().pk}
    meeting = _drafted()
    item = make_action_item(meeting, owner=Owner.ALL_COALITIONS)
    services.open_corrections(meeting, by=user)
    assert set(item.parts.values_list("coalition_id", flat=True)) == coalitions


def test_the_calendar_entry_changes_when_what_it_shows_changes():
    meeting = make_meeting()
    first = services.note_calendar_change(meeting)
    assert (first.calendar_sequence, first.calendar_changed_at) == (0, AFTER)
    with time_machine.travel(AFTER + datetime.timedelta(hours=1), tick=False):
        assert services.note_calendar_change(first).calendar_changed_at == AFTER
        first.place = "Room 2"
        assert services.note_calendar_change(first).calendar_sequence == 1


def test_carrying_over_fills_a_draft_of_the_agenda_once(user):
    series = make_series()
    earlier = make_meeting(series, state=MeetingState.ADOPTED, starts_at=HELD, number=53)
    make_agenda_item(earlier, "Dispute resolution", outcome=AgendaOutcome.POSTPONED, proposer="Ada")
    make_agenda_item(earlier, "Survey", outcome=AgendaOutcome.DISCUSSED)
    make_action_item(earlier, text="<p>Review the summary.</p>")
    meeting = make_meeting(series, number=54)
    assert services.carry_over(meeting, by=user) == ["Dispute resolution", "Follow-up: Review the summary."]
    assert services.carry_over(meeting, by=user) == []
    draft = MeetingPage.objects.get(pk=meeting.pk).get_latest_revision_as_object()
    assert [(item.title, item.proposer, item.carried_from_id) for item in draft.agenda_items.all()] == [
        ("Dispute resolution", "Ada", earlier.pk),
        ("Follow-up: Review the summary.", "", earlier.pk),
    ]
    assert MeetingPage.objects.get(pk=meeting.pk).agenda_items.count() == 0


def test_carrying_over_needs_the_right_to_edit_and_a_planned_meeting(user):
    meeting = make_meeting()
    with pytest.raises(NotAllowed, match="may not edit"):
        services.carry_over(meeting, by=make_user())
    with pytest.raises(NotAllowed, match="planned"):
        services.carry_over(make_meeting(state=MeetingState.HELD), by=user)


def test_a_locked_page_is_left_alone(user):
    meeting = make_meeting(locked=True, locked_by=make_user(), locked_at=AFTER)
    with pytest.raises(NotAllowed, match="locked"):
        services.carry_over(meeting, by=user)


def test_a_deadline_given_as_a_day_ends_with_its_last_minute():
    assert services.end_of_day(datetime.date(2021, 5, 24)) == datetime.datetime(2021, 5, 24, 23, 59, tzinfo=UTC)
