"""Sentences: what it was, and whether it became more or less. No praise and no blame."""

import datetime

import pytest

from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Cell, Period
from coalitions.activity.indicators.tables import Row
from coalitions.activity.indicators.wording import sentence, trend
from tests.coalitions.activity.indicators.test_registry import make_indicator

DAY = datetime.date(2021, 9, 1)
HALVES = "In its second half there were {} in the first ({}; before {})."


def make_row(values, *, indicator=None, total=None, period=None):
    period = period or Period(datetime.date(2021, 1, 1), datetime.date(2021, len(values) or 1, 1))
    cells = [value if isinstance(value, Cell) else Cell.of(value, "x", DAY) for value in values]
    total = total or Cell.of(sum(cell.value or 0 for cell in cells), "x", DAY)
    return Row(indicator or make_indicator(), period, total, tuple(zip(period.months, cells, strict=False)), DAY)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([1, 2, 3, 4, 5, 6], HALVES.format("more than", 15, 6)),
        ([6, 5, 4, 3, 2, 1], HALVES.format("fewer than", 6, 15)),
        ([5, 5, 5, 5, 5, 4], HALVES.format("about as many as", 14, 15)),
        ([500, 500, 500, 490, 480, 470], HALVES.format("about as many as", "1,440", "1,500")),
        ([0, 0, 0, 0, 0, 0], ""),
        ([0, 0, 0, 3, 3, 3], ""),
        ([10, 10, 10, 10], ""),
        ([9, 9, 9, 9, 9, 9, 9], ""),
        ([9, 9, 9, 9, 9, NOT_MEASURED], ""),
        ([9, 9, 9, 9, 9, Cell.of(3, "x", DAY).for_everybody()], ""),
    ],
)
def test_a_trend_is_told_where_the_months_tell_one(values, words):
    assert trend(make_row(values)) == words


def test_months_that_cannot_be_added_tell_no_trend():
    assert trend(make_row([1, 2, 3, 4, 5, 60], indicator=make_indicator(adds_up=False))) == ""


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Cell.of(12, "x", DAY), "one: 12 things in 2021."),
        (Cell.of(0, "x", DAY), "one: no things in 2021."),
        (Cell.of(1, "x", DAY, "3 of 12 months measured"), "one: 1 thing in 2021 (3 of 12 months measured)."),
        (Cell.of(2, "x", DAY).for_everybody(), "one: fewer than 5 things in 2021."),
        (NO_SOURCE, "one: no source. Nothing was imported or entered here yet."),
        (NOT_MEASURED, "one: not measured in 2021."),
    ],
)
def test_a_sentence(total, words):
    assert sentence(make_row([], total=total, period=Period.of_year(2021))) == words


def test_a_sentence_of_months():
    period = Period.ending(datetime.date(2021, 5, 1))
    assert (
        sentence(make_row([], total=Cell.of(2, "x", DAY), period=period))
        == "one: 2 things from June 2020 to May 2021."
    )
