"""Months and stretches of them."""

import datetime

import pytest

from coalitions.activity.indicators import Period, month_after, months_between
from tests.coalitions.activity.factories import month


@pytest.mark.parametrize(
    ("first", "count", "after"),
    [
        ((2021, 5), 1, (2021, 6)),
        ((2021, 12), 1, (2022, 1)),
        ((2021, 1), -1, (2020, 12)),
        ((2021, 3), -15, (2019, 12)),
        ((2021, 3), 0, (2021, 3)),
    ],
)
def test_months_later(first, count, after):
    assert month_after(month(*first), count) == month(*after)


def test_months_between():
    assert months_between(month(2020, 11), month(2021, 2)) == [
        month(2020, 11),
        month(2020, 12),
        month(2021, 1),
        month(2021, 2),
    ]
    assert months_between(month(2021, 2), month(2021, 1)) == []


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period.of_year(2021), "2021"),
        (Period.ending(month(2021, 5)), "June 2020 to May 2021"),
        (Period(month(2021, 5), month(2021, 5)), "May 2021"),
        (Period(month(2021, 1), month(2021, 5)), "January 2021 to May 2021"),
    ],
)
def test_a_period_in_words(period, words):
    assert str(period) == words


def test_the_days_and_years_of_a_period():
    period = Period(month(2020, 11), month(2021, 2))
    assert (period.last_day, list(period.years)) == (datetime.date(2021, 2, 28), [2020, 2021])
