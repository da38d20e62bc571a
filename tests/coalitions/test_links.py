import datetime

import pytest
import time_machine
from django.core import signing

from coalitions.links import read, sign

NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize("value", [7, "AB12CD", ["AB12CD", 3], {"proposal": 4, "verb": "confirm"}, "Ünïcode ✓", ""])
def test_what_was_signed_is_read_again(value):
    assert read("confirm", sign("confirm", value)) == value


def test_a_link_is_good_for_its_own_purpose_alone():
    assert read("withdraw", sign("confirm", 7)) is None


def test_a_changed_link_says_nothing():
    token = sign("confirm", 7)
    for changed in (token[:-1], f"{token}x", f"x{token}", token.replace(":", ";"), token.swapcase()):
        assert read("confirm", changed) is None


@pytest.mark.parametrize("token", ["", ":", "::", "\x00", "a:b:c", "é:b:c", "=" * 10_000, "W10:1:x", None, 7])
def test_nonsense_says_nothing(token):
    assert read("confirm", token) is None


def test_what_we_signed_for_something_else_says_nothing():
    assert read("confirm", signing.dumps(7)) is None
    assert read("confirm", signing.Signer().sign("7")) is None


@pytest.mark.parametrize("seconds, value", [(3599, 7), (3600, 7), (3601, None)])
@pytest.mark.parametrize("max_age", [3600, datetime.timedelta(hours=1)])
def test_a_link_may_have_an_end(seconds, value, max_age):
    with time_machine.travel(NOON, tick=False) as clock:
        token = sign("confirm", 7)
        clock.shift(seconds)
        assert read("confirm", token, max_age=max_age) == value
        assert read("confirm", token) == 7
