"""What was read has one mark, and nothing else has it."""

import datetime

from coalitions.fingerprint import fingerprint


def test_the_same_has_one_mark_and_what_differs_another():
    assert fingerprint({"a": 1, "b": "é"}) == fingerprint({"b": "é", "a": 1})
    day = datetime.date(2021, 5, 13)
    values = [None, "", [], ["a", ""], ["", "a"], ["a"], "a", day, "a\ud800b", {"a": None}]
    marks = {fingerprint(value) for value in values}
    assert (len(marks), {len(mark) for mark in marks}) == (len(values), {16})
