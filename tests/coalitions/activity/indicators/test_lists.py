"""Indicators of the list: four kinds of cell, sources that add up, and people told apart."""

import datetime

import pytest
import time_machine

from coalitions.activity.enums import CellKind, ListSource
from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Cell, Period, indicators
from tests.coalitions.activity.factories import import_archive, make_list_month, make_message, month
from tests.factories import make_coalition

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2021, 9, 1)
SPRING = Period(month(2021, 2), month(2021, 6))
ON_JULY_1 = datetime.datetime(2021, 7, 1, 12, tzinfo=datetime.UTC)
COLLECTED = ON_JULY_1.date()


def measured(key, period=SPRING, **options):
    return indicators.measure([indicators.get(key)], period=period, today=TODAY, **options)[key]


def messages_in(*months, senders=("ada",)):
    return b"".join(
        make_message(
            f"<{number}.{sender}@x>",
            sender=f"{sender}@example.org",
            at=datetime.datetime(2021, number, 3, tzinfo=datetime.UTC),
        )
        for number in months
        for sender in senders
    )


@pytest.fixture
def coalition():
    """March to May from an archive, with nothing in April; read on 1 July."""
    with time_machine.travel(ON_JULY_1, tick=False):
        return import_archive(messages_in(3, 5, senders=["ada", "ben"])).coalition


def test_the_four_kinds_of_cell(coalition):
    silent = make_coalition()
    cells = measured("list-messages")
    assert [cells.month(coalition.pk, first) for first in SPRING.months] == [
        NOT_MEASURED,
        Cell(CellKind.NUMBER, 2, "mbox archive", COLLECTED),
        Cell(CellKind.ZERO, 0, "mbox archive", COLLECTED),
        Cell(CellKind.NUMBER, 2, "mbox archive", COLLECTED),
        NOT_MEASURED,
    ]
    assert cells.total(coalition.pk) == Cell(CellKind.NUMBER, 4, "mbox archive", COLLECTED, "3 of 5 months measured")
    assert [cells.month(silent.pk, first) for first in SPRING.months] == [NO_SOURCE] * 5
    assert cells.total(silent.pk) == NO_SOURCE


def test_a_period_before_and_after_the_archive_is_not_measured(coalition):
    for period in (Period.of_year(2020), Period(month(2021, 6), month(2021, 8))):
        assert measured("list-messages", period).total(coalition.pk) == NOT_MEASURED


def test_a_month_that_was_not_over_says_so():
    with time_machine.travel("2021-05-20T12:00Z", tick=False):
        coalition = import_archive(messages_in(5)).coalition
    assert measured("list-messages").month(coalition.pk, month(2021, 5)).note == "the month was not over"


def test_what_is_entered_by_hand_counts_where_no_archive_does(coalition):
    make_list_month(coalition, month(2021, 2), messages=7, threads=3, collected_at=ON_JULY_1)
    make_list_month(coalition, month(2021, 3), messages=99, threads=50, collected_at=ON_JULY_1)
    cells = measured("list-messages")
    assert cells.month(coalition.pk, month(2021, 2)) == Cell(CellKind.NUMBER, 7, "entered by hand", COLLECTED)
    assert cells.month(coalition.pk, month(2021, 3)).value == 2
    assert cells.total(coalition.pk) == Cell(
        CellKind.NUMBER, 11, "mbox archive, entered by hand", COLLECTED, "4 of 5 months measured"
    )


def test_two_archives_of_one_month_add_up(coalition):
    make_list_month(
        coalition, month(2021, 3), messages=5, threads=1, senders=1, source=ListSource.MAILMAN3, collected_at=ON_JULY_1
    )
    assert measured("list-messages").month(coalition.pk, month(2021, 3)) == Cell(
        CellKind.NUMBER, 7, "mbox archive, Mailman 3 archive", COLLECTED
    )


def test_the_oldest_reading_dates_a_sum(coalition):
    with time_machine.travel("2021-08-01T12:00Z", tick=False):
        import_archive(messages_in(6), coalition)
    assert measured("list-messages").total(coalition.pk).as_of == COLLECTED


def test_what_a_source_does_not_tell_is_not_measured(coalition):
    make_list_month(coalition, month(2021, 2), messages=7, threads=None)
    cells = measured("list-threads")
    assert cells.month(coalition.pk, month(2021, 2)) == NOT_MEASURED
    assert (cells.total(coalition.pk).value, cells.total(coalition.pk).note) == (4, "3 of 5 months measured")


def test_months_with_traffic(coalition):
    assert measured("list-months").total(coalition.pk).value == 2
    assert not indicators.get("list-months").by_month


def test_people_are_told_apart_over_the_period(coalition):
    with time_machine.travel(ON_JULY_1, tick=False):
        import_archive(messages_in(6, senders=["ben", "cas", "dan"]), coalition)
    cells = measured("list-contributors", exactly=True)
    assert [cells.month(coalition.pk, first).value for first in SPRING.months] == [None, 2, 0, 2, 3]
    assert cells.total(coalition.pk) == Cell(CellKind.NUMBER, 4, "mbox archive", COLLECTED, "4 of 5 months measured")


def test_few_people_are_hidden_unless_asked_for_exactly():
    with time_machine.travel(ON_JULY_1, tick=False):
        four = import_archive(messages_in(5, senders="abcd")).coalition
        five = import_archive(messages_in(5, senders="abcde")).coalition
        none = import_archive(make_message(sender="nobody")).coalition
    cells, exactly = measured("list-contributors"), measured("list-contributors", exactly=True)
    for of in (lambda cells, pk: cells.total(pk), lambda cells, pk: cells.month(pk, month(2021, 5))):
        shown = [of(cells, coalition.pk) for coalition in (four, five, none)]
        assert [(cell.text, cell.value, cell.is_hidden) for cell in shown] == [
            ("fewer than 5", None, True),
            ("5", 5, False),
            ("0", 0, False),
        ]
        assert [of(exactly, coalition.pk).value for coalition in (four, five, none)] == [4, 5, 0]


def test_people_of_months_by_hand_cannot_be_added():
    coalition = make_coalition()
    make_list_month(coalition, month(2021, 4), messages=20, senders=9)
    cells = measured("list-contributors")
    assert cells.total(coalition.pk).value == 9
    make_list_month(coalition, month(2021, 5), messages=20, senders=9)
    cells = measured("list-contributors")
    assert cells.month(coalition.pk, month(2021, 5)).value == 9
    assert cells.total(coalition.pk) == NOT_MEASURED
