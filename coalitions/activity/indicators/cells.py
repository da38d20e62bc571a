"""What a number is before it is shown: its kind, its value, where it comes from and of when it is."""

import datetime
from dataclasses import dataclass, field, replace

from coalitions.activity.enums import CellKind
from coalitions.suppression import LEAST

OLD_AFTER = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number, or why there is none.

    value: None where there is no number, or where it is hidden
    source: who or what it comes from, in words
    as_of: the day (UTC) it was looked at
    note: what else has to be known, such as how many months it stands for
    is_hidden: whether it stands for so few people that it would single somebody out
    is_withheld: whether it is hidden because one beside it could be worked out from it
    is_partial: whether it stands for a part of the period only, so that the whole may be more
    """

    kind: CellKind
    value: int | float | None = None
    source: str = ""
    as_of: datetime.date | None = None
    note: str = ""
    is_hidden: bool = False
    is_withheld: bool = False
    is_partial: bool = field(default=False, compare=False)

    @classmethod
    def of(cls, value, source, as_of, note="", is_partial=False):
        """A number with its source and its day."""
        kind = CellKind.NUMBER if value else CellKind.ZERO
        return cls(kind, value, source, as_of, note, is_partial=is_partial)

    @property
    def is_number(self):
        """Whether it was counted, be it none."""
        return self.kind in (CellKind.NUMBER, CellKind.ZERO)

    @property
    def text(self):
        """The cell in as few words as it takes."""
        if self.is_withheld:
            return "not shown"
        if self.is_hidden:
            return f"fewer than {LEAST}"
        return f"{self.value:,}" if self.is_number else str(self.kind.label)

    def is_old(self, today):
        return self.as_of is not None and today - self.as_of > OLD_AFTER

    def for_everybody(self):
        """The cell of a count of people as anybody may read it."""
        if self.is_small:
            return replace(self, value=None, is_hidden=True)
        return self

    @property
    def is_small(self):
        """Whether it stands for people so few that it would single somebody out."""
        return self.kind == CellKind.NUMBER and self.value < LEAST

    def withheld(self):
        """The cell without its number, where it has one; not even whether it is none."""
        if not self.is_number:
            return self
        return replace(self, kind=CellKind.NUMBER, value=None, is_hidden=True, is_withheld=True)


NO_SOURCE = Cell(CellKind.NO_SOURCE)
NOT_MEASURED = Cell(CellKind.NOT_MEASURED)


class Measured:
    """An indicator's cells over a period: one for each coalition, and where it has them for each month.

    A coalition without a cell has no source. `gaps` are the cells of months that are not in `months`, by coalition;
    without one they are not measured.
    """

    def __init__(self, totals, months=None, gaps=None):
        self._totals, self._months, self._gaps = totals, months or {}, gaps or {}

    def with_totals(self, totals):
        """The same months with other totals."""
        return Measured(totals, self._months, self._gaps)

    def total(self, coalition_id):
        return self._totals.get(coalition_id, NO_SOURCE)

    def month(self, coalition_id, month):
        cell = self._months.get((coalition_id, month))
        if cell is None:
            cell = self._gaps.get(coalition_id, NOT_MEASURED) if coalition_id in self._totals else NO_SOURCE
        return cell


class Hidden:
    """A Measured as anybody may read it: no count of fewer than LEAST people, and none that tells of one.

    months: those of the period. Where they add up to the total and one is small, the total stands alone. Of a number
    that goes on from month to month (`is_level`) a change by fewer than LEAST people is not shown.
    """

    def __init__(self, measured, months=(), *, adds_up=False, is_level=False):
        self._measured, self._months = measured, months
        self._adds_up, self._is_level = adds_up, is_level
        self._shown = {}

    def total(self, coalition_id):
        return self._measured.total(coalition_id).for_everybody()

    def month(self, coalition_id, month):
        if coalition_id not in self._shown:
            self._shown[coalition_id] = self._as_shown(coalition_id)
        shown = self._shown[coalition_id].get(month)
        return self._measured.month(coalition_id, month).for_everybody() if shown is None else shown

    def _as_shown(self, coalition_id):
        cells = {month: self._measured.month(coalition_id, month) for month in self._months}
        if self._adds_up and any(cell.is_small for cell in cells.values()):
            return {month: cell.withheld() for month, cell in cells.items()}
        if not self._is_level:
            return {}
        last = None
        for month, cell in cells.items():
            if not cell.is_number or cell.is_small:
                cells[month] = cell.for_everybody()
            elif last is not None and 0 < abs(cell.value - last) < LEAST:
                cells[month] = cell.withheld()
            else:
                last = cell.value
        return cells
