"""What earlier meetings left for the next one."""

import datetime

import pytest
import time_machine

from events.carry_over import offered_to
from events.enums import ActionState, AgendaOutcome, MeetingState
from tests.factories import make_action_item, make_agenda_item, make_meeting, make_series

pytestmark = pytest.mark.django_db

FIRST = datetime.datetime(2021, 3, 19, 11, tzinfo=datetime.UTC)
SECOND = datetime.datetime(2021, 5, 13, 11, tzinfo=datetime.UTC)
THIRD = datetime.datetime(2021, 6, 9, 11, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(SECOND + datetime.timedelta(days=2), tick=False):
        yield


@pytest.fixture
def meetings():
    series = make_series()
    return [make_meeting(series, number=52 + place, starts_at=at) for place, at in enumerate((FIRST, SECOND, THIRD))]


def _titles(meeting):
    offer = offered_to(meeting)
    return [item.title for item in offer.postponed], [str(item) for item in offer.action_items]


def test_the_first_meeting_is_offered_nothing(meetings):
    assert not offered_to(meetings[0])


def test_postponed_items_are_offered_the_latest_meeting_first(meetings):
    first, second, third = meetings
    make_agenda_item(first, "Rules", outcome=AgendaOutcome.POSTPONED)
    make_agenda_item(second, "Disputes", outcome=AgendaOutcome.POSTPONED)
    for outcome in (AgendaOutcome.DISCUSSED, AgendaOutcome.DECIDED, AgendaOutcome.DROPPED, AgendaOutcome.NONE):
        make_agenda_item(second, f"Not this: {outcome}", outcome=outcome)
    assert _titles(third) == (["Disputes", "Rules"], [])
    assert _titles(second) == (["Rules"], [])


def test_an_item_taken_up_is_offered_again_only_when_postponed_again(meetings):
    first, second, third = meetings
    make_agenda_item(first, "Rules", outcome=AgendaOutcome.POSTPONED)
    taken = make_agenda_item(second, "Rules", carried_from=first, outcome=AgendaOutcome.DISCUSSED)
    assert _titles(third) == ([], [])
    taken.outcome = AgendaOutcome.POSTPONED
    taken.save()
    assert _titles(third) == (["Rules"], [])
    assert offered_to(third).postponed[0].meeting_id == second.pk


def test_unfinished_action_items_are_offered_until_they_stand_on_the_agenda(meetings):
    first, second, third = meetings
    late, soon = SECOND + datetime.timedelta(days=9), SECOND + datetime.timedelta(days=3)
    make_action_item(first, text="<p>Later.</p>", due_at=late)
    make_action_item(second, text="<p>Sooner.</p>", due_at=soon, state=ActionState.IN_PROGRESS)
    make_action_item(second, text="<p>Some day.</p>")
    for state in (ActionState.DONE, ActionState.DROPPED, ActionState.SUPERSEDED):
        make_action_item(second, state=state)
    assert _titles(third) == ([], ["Sooner.", "Later.", "Some day."])
    make_agenda_item(third, "Follow-up: Later.", carried_from=first)
    assert _titles(third) == ([], ["Sooner.", "Some day."])


def test_cancelled_meetings_and_other_series_leave_nothing(meetings):
    _first, second, third = meetings
    second.state = MeetingState.CANCELLED
    second.save(update_fields=["state"])
    make_agenda_item(second, outcome=AgendaOutcome.POSTPONED)
    make_agenda_item(make_meeting(starts_at=FIRST), outcome=AgendaOutcome.POSTPONED)
    assert not offered_to(third)
