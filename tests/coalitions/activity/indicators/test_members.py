"""Members: how many, who came and went, and how many wrote for each hundred. Never who."""

import datetime

import pytest
import time_machine

from coalitions.activity.enums import CellKind
from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Period, indicators
from coalitions.models import Membership
from tests.coalitions.activity.factories import import_archive, make_message, month
from tests.factories import make_coalition

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2021, 5, 20)
YEAR = Period.of_year(2021)


def make_members(coalition, joined_on, count, *, left_on=None):
    for _member in range(count):
        number = Membership.objects.count()
        Membership.objects.create(
            coalition=coalition,
            name="" if left_on else f"Member {number}",
            email="" if left_on else f"member-{number}@example.org",
            confirmed_at=datetime.datetime.combine(joined_on, datetime.time(), datetime.UTC),
            joined_on=joined_on,
            left_on=left_on,
        )


def cells_of(key, coalition, period=YEAR, *, exactly=True):
    measured = indicators.measure([indicators.get(key)], period=period, today=TODAY, exactly=exactly)[key]
    return measured.total(coalition.pk), [measured.month(coalition.pk, first) for first in period.months]


@pytest.fixture
def coalition():
    coalition = make_coalition()
    make_members(coalition, datetime.date(2020, 11, 3), 6)
    make_members(coalition, datetime.date(2021, 2, 28), 4)
    make_members(coalition, datetime.date(2021, 1, 5), 2, left_on=datetime.date(2021, 4, 1))
    Membership.objects.create(coalition=coalition, name="Asked only", email="asked@example.org")
    return coalition


def test_members_at_the_end_of_each_month(coalition):
    total, months = cells_of("members", coalition)
    assert (total.value, total.source, total.as_of) == (10, "members on this portal", TODAY)
    assert [cell.value for cell in months] == [8, 12, 12, 10, 10, *[None] * 7]
    total, months = cells_of("members", coalition, Period.of_year(2020))
    assert (total.value, [cell.value for cell in months]) == (6, [*[None] * 10, 6, 6])


def test_who_came_and_went(coalition):
    assert [cell.value for cell in cells_of("members-joined", coalition)[1][:6]] == [2, 4, 0, 0, 0, None]
    assert [cell.value for cell in cells_of("members-left", coalition)[1][:6]] == [0, 0, 0, 2, 0, None]
    assert [cells_of(key, coalition)[0].value for key in ("members-joined", "members-left")] == [6, 2]


def test_few_people_are_hidden(coalition):
    total, months = cells_of("members-joined", coalition, exactly=False)
    # The total alone: with a zero or a larger month beside them, small ones could be worked out.
    assert (total.text, [cell.text for cell in months[:3]]) == ("6", ["not shown"] * 3)
    assert {cell.kind for cell in months[:3]} == {CellKind.NUMBER}
    assert cells_of("members-left", coalition, exactly=False)[0].text == "fewer than 5"
    few = make_coalition()
    make_members(few, datetime.date(2021, 1, 5), 4)
    assert cells_of("members", few, exactly=False)[0].text == "fewer than 5"


@pytest.mark.parametrize(
    ("writers", "members", "percent"),
    [(5, 10, 50), (6, 9, 67), (12, 10, 120), (4, 10, None), (0, 10, 0), (5, 4, None), (5, 0, None)],
)
def test_how_many_wrote_for_each_hundred_members(writers, members, percent):
    coalition = make_coalition()
    make_members(coalition, datetime.date(2021, 1, 5), members)
    senders = [f"writer-{number}@example.org" for number in range(writers)] or ["nobody"]
    with time_machine.travel("2021-05-20T12:00Z", tick=False):
        import_archive(b"".join(make_message(f"<{sender}>", sender=sender) for sender in senders), coalition)
    cell, _months = cells_of("share-contributed", coalition)
    assert cell.value == percent
    if percent is None:
        assert cell == (NOT_MEASURED if members else NO_SOURCE)
    else:
        assert cell.note == f"{writers} people wrote, {members} members"
        assert (cell.source, cell.as_of) == ("mbox archive; members on this portal", TODAY)


def test_without_a_list_there_is_no_share(coalition):
    assert cells_of("share-contributed", coalition)[0] == NO_SOURCE


def test_without_members_there_is_no_source():
    coalition = make_coalition()
    for key in ("members", "members-joined", "members-left", "share-contributed"):
        assert (key, *cells_of(key, coalition)) == (key, NO_SOURCE, [NO_SOURCE] * 12)


def test_before_the_first_member_nothing_is_measured(coalition):
    for key in ("members", "members-joined", "members-left"):
        assert cells_of(key, coalition, Period.of_year(2019)) == (NOT_MEASURED, [NOT_MEASURED] * 12)
        assert cells_of(key, coalition, Period(month(2020, 9), month(2020, 10)))[0] == NOT_MEASURED


def test_a_month_tells_no_change_by_fewer_than_five():
    coalition = make_coalition()
    for first, count in ((1, 7), (2, 2), (3, 4), (4, 0)):
        make_members(coalition, datetime.date(2021, first, 5), count)
    _total, months = cells_of("members", coalition, exactly=False)
    # 7, 9, 13, 13: what is shown is at least five apart.
    assert [cell.text for cell in months[:4]] == ["7", "not shown", "13", "13"]
    assert [cell.value for cell in cells_of("members", coalition)[1][:4]] == [7, 9, 13, 13]
