"""A month as a table of weeks, with what takes place on each day (UTC)."""

import datetime
import re
from dataclasses import dataclass

FIRST, LAST = (2006, 1), (2100, 12)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day of the table; `in_month` tells the month's own days from those that fill its first and last week."""

    date: datetime.date
    in_month: bool
    is_today: bool
    events: list


@dataclass(frozen=True)
class Month:
    """A month: weeks of seven days, Monday first, and the first days of the months before and after, or None."""

    first: datetime.date
    weeks: list[list[Day]]
    previous: datetime.date | None
    next: datetime.date | None


def read_month(text):
    """The first day of a month written as 2021-11, or None for anything else."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text or "")
    year, month = map(int, match.groups()) if match else (0, 0)
    return datetime.date(year, month, 1) if 1 <= month <= 12 and FIRST <= (year, month) <= LAST else None


def month_of(moment):
    """The first day of the month of a moment, in UTC."""
    return moment.astimezone(datetime.UTC).date().replace(day=1)


def span_of(first):
    """The moments between which the table of a month lies: its first Monday, and the end of its last Sunday."""
    start = first - DAY * first.weekday()
    last = _after(first) - DAY
    return _midnight(start), _midnight(last + DAY * (7 - last.weekday()))


def month_table(first, events, today):
    """The table of a month. `events` have `starts_at` and `ends_at`; each stands on every day it takes up some of."""
    start, end = span_of(first)
    per_day = {}
    for event in sorted(events, key=lambda event: event.starts_at):
        day = max(event.starts_at, start).astimezone(datetime.UTC).date()
        while _midnight(day) < min(event.ends_at, end):
            per_day.setdefault(day, []).append(event)
            day += DAY
    days = [start.date() + DAY * number for number in range((end - start).days)]
    table = [Day(day, day.month == first.month, day == today, per_day.get(day, [])) for day in days]
    before = (first - DAY).replace(day=1)
    return Month(
        first,
        [table[place : place + 7] for place in range(0, len(table), 7)],
        before if (before.year, before.month) >= FIRST else None,
        _after(first) if (first.year, first.month) < LAST else None,
    )


def _after(first):
    return (first + DAY * 32).replace(day=1)


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)
