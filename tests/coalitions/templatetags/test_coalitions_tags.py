"""Moments and distances as the portal writes them."""

import datetime

import pytest
import time_machine

from coalitions.templatetags.coalitions_tags import from_now, time_left, utc

NOW = datetime.datetime(2021, 5, 13, 11, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("delta", "left", "away"),
    [
        ({"days": 11, "hours": 3}, "11 days left", "in 11 days"),
        ({"hours": 1}, "1 hour left", "in 1 hour"),
        ({"seconds": 20}, "less than a minute left", "now"),
        ({"seconds": -20}, "just now", "now"),
        ({"days": -2}, "2 days ago", "2 days ago"),
        ({"days": 800}, "2 years left", "in 2 years"),
    ],
)
def test_how_far_a_moment_is(delta, left, away):
    with time_machine.travel(NOW, tick=False):
        moment = NOW + datetime.timedelta(**delta)
        assert (time_left(moment), from_now(moment)) == (left, away)


def test_a_moment_is_written_out_in_utc():
    summer = datetime.timezone(datetime.timedelta(hours=2))
    assert utc(datetime.datetime(2021, 5, 25, 1, 59, tzinfo=summer)) == "24 May 2021, 23:59 UTC"


def test_no_moment_is_no_text():
    assert (utc(None), time_left(None), from_now(None)) == ("", "", "")
