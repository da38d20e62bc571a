"""Records, outputs and goals: zeros only from the first record on."""

import datetime

import pytest

from coalitions.activity.enums import ActivityKind
from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Period, indicators
from coalitions.enums import GoalProgress, OutputKind
from coalitions.models import Goal
from tests.coalitions.activity.factories import make_record, month
from tests.factories import make_coalition, make_cycle, make_output

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2021, 5, 20)
YEAR = Period.of_year(2021)


def cells_of(key, coalition, period=YEAR):
    measured = indicators.measure([indicators.get(key)], period=period, today=TODAY)[key]
    months = [measured.month(coalition.pk, first) for first in period.months]
    return measured.total(coalition.pk), [cell.value if cell.is_number else cell for cell in months]


def test_records_by_kind():
    coalition, other = make_coalition(), make_coalition()
    for day in ("2021-02-03", "2021-02-28", "2021-04-01"):
        make_record(coalition, held_on=datetime.date.fromisoformat(day))
    make_record(coalition, kind=ActivityKind.TRAINING, held_on=datetime.date(2021, 3, 1))
    total, months = cells_of("records-call", coalition)
    assert (total.value, total.source, total.as_of) == (3, "records the coalition logged", TODAY)
    assert months == [NOT_MEASURED, 2, 0, 1, 0, *[NOT_MEASURED] * 7]
    assert cells_of("records-paper", coalition)[1] == [NOT_MEASURED, 0, 0, 0, 0, *[NOT_MEASURED] * 7]
    assert cells_of("records-call", other) == (NO_SOURCE, [NO_SOURCE] * 12)


def test_periods_before_the_first_record_and_after_today_are_not_measured():
    coalition = make_coalition()
    make_record(coalition, held_on=datetime.date(2021, 2, 3))
    for period in (Period.of_year(2020), Period(month(2021, 6), month(2021, 7))):
        assert cells_of("records-call", coalition, period) == (NOT_MEASURED, [NOT_MEASURED] * len(period.months))


def test_outputs_by_kind_for_each_of_their_coalitions():
    coalition, other, third = make_coalition(), make_coalition(), make_coalition()
    make_output(coalition, other, kind=OutputKind.PAPER, published_on=datetime.date(2021, 3, 31))
    make_output(coalition, kind=OutputKind.STATEMENT, published_on=datetime.date(2021, 3, 1))
    make_output(coalition, kind=OutputKind.ANNUAL_REPORT, published_on=datetime.date(2021, 1, 31))
    make_output(coalition, kind=OutputKind.GOVERNANCE, published_on=datetime.date(2021, 4, 1))
    assert [cells_of("papers-published", one)[0].value for one in (coalition, other, third)] == [2, 1, None]
    assert cells_of("papers-published", coalition)[1] == [0, 0, 2, 0, 0, *[NOT_MEASURED] * 7]
    assert cells_of("annual-report", coalition)[1] == [1, 0, 0, 0, 0, *[NOT_MEASURED] * 7]
    assert (cells_of("annual-report", other)[0].value, cells_of("annual-report", third)[0]) == (0, NO_SOURCE)


@pytest.mark.parametrize(
    ("goals", "value", "note"),
    [
        ([], None, ""),
        ([(2021, GoalProgress.FULLY), (2021, GoalProgress.LARGELY), (2020, GoalProgress.FULLY)], 1, "of 2 named"),
        ([(2021, GoalProgress.DROPPED)], 0, "of 1 named"),
        ([(2020, GoalProgress.FULLY)], None, ""),
        ([(None, GoalProgress.FULLY)], None, ""),
    ],
)
def test_goals_of_the_cycles_of_the_period(goals, value, note):
    coalition = make_coalition()
    for year, progress in goals:
        Goal.objects.create(coalition=coalition, text="A goal", cycle=year and make_cycle(year), progress=progress)
    total, _months = cells_of("goals-achieved", coalition)
    assert (total.value, total.note) == (value, note)
    if value is None:
        assert total == (NOT_MEASURED if goals else NO_SOURCE)
