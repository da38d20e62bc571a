"""Counting dated things of which the portal itself keeps the record: calls, records, outputs."""

from coalitions.activity.indicators.cells import NOT_MEASURED, Cell, Measured
from coalitions.activity.indicators.periods import month_of


def counted_since(scope, counts, since, source):
    """The cells of dated things, from how many there are of each coalition and month.

    counts: {(coalition id, month): how many}
    since: {coalition id: the first day of which there is a record}. Without one a coalition has no source; before it
    nothing is measured, and from then on a month without anything is a zero.
    """
    totals, months, gaps, partial = {}, {}, {}, {}
    last_known = min(scope.period.last, scope.this_month)
    for coalition_id, first_day in since.items():
        first = max(month_of(first_day), scope.period.first)
        if first > last_known:
            totals[coalition_id] = NOT_MEASURED
            continue
        partial[coalition_id] = first > scope.period.first or scope.this_month <= scope.period.last
        totals[coalition_id] = Cell.of(0, source, scope.today, is_partial=partial[coalition_id])
        gaps[coalition_id] = totals[coalition_id]
        for month in scope.period.months:
            if not first <= month <= last_known:
                months[coalition_id, month] = NOT_MEASURED
    sums = {}
    for (coalition_id, month), count in counts.items():
        if coalition_id in since:
            months[coalition_id, month] = Cell.of(count, source, scope.today)
            sums[coalition_id] = sums.get(coalition_id, 0) + count
    for coalition_id, count in sums.items():
        totals[coalition_id] = Cell.of(count, source, scope.today, is_partial=partial.get(coalition_id, False))
    return Measured(totals, months, gaps)


def as_counts(rows):
    """{(coalition id, month): how many} of rows (coalition id, a day or moment of the month, how many)."""
    counts = {}
    for coalition_id, month, count in rows:
        day = month.date() if hasattr(month, "date") else month
        counts[coalition_id, month_of(day)] = count
    return counts
