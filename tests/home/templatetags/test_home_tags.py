"""What the front page asks for: constant in its queries, and nothing that a visitor may not see."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import MeetingState
from home.templatetags.home_tags import newest_outputs, next_deadline, portal_figures, roll_of_coalitions
from tests.factories import make_action_item, make_coalition, make_meeting, make_output, make_report, make_series

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2021, 5, 13, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def _days(count):
    return NOW + datetime.timedelta(days=count)


def _fill(series, count):
    for _ in range(count):
        coalition = make_coalition()
        make_output(coalition)
        meeting = make_meeting(
            series, state=MeetingState.CORRECTIONS_OPEN, starts_at=_days(-9), report=make_report("Said.")
        )
        make_action_item(meeting, due_at=_days(3))


def _figures():
    return {figure.label: figure.value for figure in portal_figures(roll_of_coalitions()["count"])}


def test_an_empty_portal_counts_zero_of_everything():
    make_series()
    assert set(_figures().values()) == {0}
    assert (next_deadline(), list(newest_outputs())) == (None, [])


def test_drafts_and_plans_are_not_counted():
    series = make_series()
    _fill(series, 2)
    draft = make_meeting(series, state=MeetingState.REPORT_DRAFT, starts_at=_days(-3))
    make_action_item(draft, due_at=_days(1))
    make_meeting(series, starts_at=_days(400 - 800))
    hidden = make_coalition(live=False)
    make_output(hidden)
    assert _figures() == {
        "Coalitions at work": 2,
        "Meetings in a year": 3,
        "Reports to read": 2,
        "Action items open": 2,
        "Papers and reports": 2,
    }
    assert next_deadline().due_at == _days(3)
    assert len(newest_outputs()) == 2


def test_the_next_deadline_lies_ahead():
    meeting = make_meeting(state=MeetingState.ADOPTED, starts_at=_days(-9))
    make_action_item(meeting, due_at=_days(-1))
    later = make_action_item(meeting, due_at=_days(2))
    make_action_item(meeting, due_at=_days(1), state="done")
    assert next_deadline() == later


def test_closed_coalitions_are_not_in_the_roll():
    make_coalition("Dynamic Coalition on Beta")
    make_coalition("Alpha")
    make_coalition("Gamma", status="closed")
    roll = roll_of_coalitions()
    assert [coalition.name_parts[1] for coalition in roll["coalitions"]] == ["Alpha", "Beta"]
    assert roll["count"] == 2


def test_the_queries_of_the_front_page_are_as_many_with_thirty_rows_as_with_one(client):
    series = make_series()
    counts = []
    for more in (1, 29):
        _fill(series, more)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/?rows={more}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
