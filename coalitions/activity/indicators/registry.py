"""The registry of indicators: each says what it answers, how it is counted, and computes itself for all coalitions.

Higher rooms register theirs when they are ready; nothing here looks up.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from coalitions.activity.enums import About
from coalitions.activity.indicators.cells import Hidden, Measured
from coalitions.activity.indicators.periods import Period, month_of

CORRECTED_BY_COALITION = "The coalition’s coordinators, or the Secretariat for them."
CORRECTED_BY_SECRETARIAT = "The Secretariat."


class Scope:
    """What is asked for: a period, and some coalitions or all (`coalition_ids` None).

    `once` lets several indicators share one query.
    """

    def __init__(self, period, coalition_ids=None, today=None):
        self.period = period
        self.coalition_ids = None if coalition_ids is None else frozenset(coalition_ids)
        self.today = today or timezone.now().date()
        self._found = {}

    def once(self, key, find: Callable):
        """What `find(scope)` returns, found once for this scope."""
        if key not in self._found:
            self._found[key] = find(self)
        return self._found[key]

    def narrow(self, rows, field="coalition_id"):
        """The rows of the coalitions asked for."""
        return rows if self.coalition_ids is None else rows.filter(**{f"{field}__in": self.coalition_ids})

    @property
    def this_month(self):
        return month_of(self.today)


@dataclass(frozen=True)
class Indicator:
    """One question about coalitions that a number answers.

    unit: the unit of one and of several, ("message", "messages")
    counted: how it is counted; limits: what it cannot tell; corrected_by: who can correct it
    compute: Scope → Measured, for all coalitions of the scope in a number of queries that never grows
    by_month: whether it has a cell for each month
    counts_people: whether it counts people, so that small counts are hidden
    adds_up: whether the months' numbers may be added: people who wrote in two months are the same people
    is_level: whether a month's number goes on from the one before: the members at its end
    """

    key: str
    label: str
    unit: tuple[str, str]
    about: About
    question: str
    counted: str
    limits: str
    compute: Callable[[Scope], Measured]
    corrected_by: str = CORRECTED_BY_COALITION
    by_month: bool = True
    counts_people: bool = False
    adds_up: bool = True
    is_level: bool = False
    order: int = 100

    def with_unit(self, cell):
        """A cell in words: "12 messages", "no messages", "no source"."""
        if not cell.is_number:
            return cell.text
        one, several = self.unit
        if cell.is_hidden:
            return f"{cell.text} {several}"
        return f"{cell.text if cell.value else 'no'} {one if cell.value == 1 else several}"


class Indicators:
    """Indicators by key. Registering a key again replaces it."""

    def __init__(self):
        self._indicators = {}

    def register(self, indicator):
        self._indicators[indicator.key] = indicator
        return indicator

    def unregister(self, key):
        self._indicators.pop(key, None)

    def get(self, key):
        """The indicator of a key, or None."""
        return self._indicators.get(key)

    def about(self, about):
        """Those that answer one of the two questions, in their order. No order ranks."""
        found = [indicator for indicator in self._indicators.values() if indicator.about == about]
        return sorted(found, key=lambda indicator: (indicator.order, indicator.label))

    def all(self):
        return [indicator for about in About for indicator in self.about(about)]

    def by_month(self):
        """Those with a cell for each month."""
        return [indicator for indicator in self.all() if indicator.by_month]

    def measure(self, chosen=None, *, period: Period, coalition_ids=None, today=None, exactly=False):
        """Key → cells of the chosen indicators (default: all) over a period, for some coalitions or all.

        Small counts of people are hidden; `exactly` is for what the coalition and the Secretariat alone see.
        """
        scope = Scope(period, coalition_ids, today)
        found = {}
        for indicator in self.all() if chosen is None else chosen:
            measured = indicator.compute(scope)
            if indicator.counts_people and not exactly:
                adds_up = indicator.adds_up and indicator.by_month
                measured = Hidden(measured, period.months, adds_up=adds_up, is_level=indicator.is_level)
            found[indicator.key] = measured
        return found


indicators = Indicators()
