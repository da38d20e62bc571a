"""What pages and blocks show of the indicators: rows of one coalition, and the grid of several over months."""

from dataclasses import dataclass

from django.utils import timezone

from coalitions.activity.enums import CellKind, PeriodChoice
from coalitions.activity.indicators.cells import Cell
from coalitions.activity.indicators.periods import Period, month_after, month_of
from coalitions.activity.indicators.registry import Indicator, indicators
from coalitions.activity.models import ActivityRecord, ListMonth
from coalitions.models import CoalitionPage

PER_GRID = 50
LEAST_DRAWN = 2


@dataclass(frozen=True)
class Row:
    """An indicator of one coalition over a period: its cell, and (month, cell) pairs where it has months."""

    indicator: Indicator
    period: Period
    cell: Cell
    months: tuple[tuple, ...]
    today: object

    @property
    def is_old(self):
        return self.cell.is_old(self.today)

    @property
    def in_words(self):
        return self.indicator.with_unit(self.cell)

    @property
    def has_chart(self):
        """Whether there is a course to draw: two months, at least, that had something."""
        return (
            sum(cell.kind == CellKind.NUMBER and not cell.is_withheld for _month, cell in self.months) >= LEAST_DRAWN
        )

    @property
    def dated_months(self):
        """(month, cell, whether the cell is old) of each month."""
        return [(month, cell, cell.is_old(self.today)) for month, cell in self.months]


@dataclass(frozen=True)
class GridRow:
    """A coalition's months in the grid, and its whole period."""

    coalition: CoalitionPage
    cells: list[Cell]
    total: Cell
    is_old: bool


@dataclass(frozen=True)
class Grid:
    """Coalitions, by name, and months, for one indicator."""

    indicator: Indicator
    period: Period
    rows: list[GridRow]


def period_of(choice, year=None, coalition_ids=None, today=None):
    """The months somebody asks for. A choice of a year without a year is the latest measured."""
    today = today or timezone.now().date()
    if choice == PeriodChoice.YEAR and year:
        return Period.of_year(year)
    if choice == PeriodChoice.LAST:
        return Period.ending(month_after(month_of(today), -1))
    return latest_period(coalition_ids, today)


def latest_period(coalition_ids=None, today=None):
    """The 12 months that end with the latest one anything is known of; without any, with the last whole month."""
    today = today or timezone.now().date()
    lists, records = ListMonth.objects.all(), ActivityRecord.objects.all()
    if coalition_ids is not None:
        lists, records = lists.of_coalitions(coalition_ids), records.of_coalitions(coalition_ids)
    last_record = records.last_day()
    known = [month for month in (lists.newest_month(), last_record and month_of(last_record)) if month]
    return Period.ending(min(max(known), month_of(today)) if known else month_after(month_of(today), -1))


def rows_of(coalition, period, chosen=None, today=None):
    """The rows of one coalition for some indicators, by default all."""
    today = today or timezone.now().date()
    chosen = indicators.all() if chosen is None else chosen
    measured = indicators.measure(chosen, period=period, coalition_ids=[coalition.pk], today=today)
    rows = []
    for indicator in chosen:
        cells = measured[indicator.key]
        months = [(month, cells.month(coalition.pk, month)) for month in period.months] if indicator.by_month else ()
        rows.append(Row(indicator, period, cells.total(coalition.pk), tuple(months), today))
    return rows


def grid_of(coalitions, indicator, period, today=None):
    """The grid of these coalitions, in the order they come in."""
    today = today or timezone.now().date()
    coalitions = list(coalitions)
    ids = [coalition.pk for coalition in coalitions]
    cells = indicators.measure([indicator], period=period, coalition_ids=ids, today=today)[indicator.key]
    rows = []
    for coalition in coalitions:
        total = cells.total(coalition.pk)
        months = [cells.month(coalition.pk, month) for month in period.months]
        rows.append(GridRow(coalition, months, total, total.is_old(today)))
    return Grid(indicator, period, rows)
