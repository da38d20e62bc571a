"""Months and stretches of them. A month is named by its first day; months are UTC's."""

import datetime
from dataclasses import dataclass


def month_of(day):
    """The first day of a day's month."""
    return day.replace(day=1)


def month_after(month, count=1):
    """The month that many months later; earlier where `count` is negative."""
    place = month.year * 12 + month.month - 1 + count
    return datetime.date(place // 12, place % 12 + 1, 1)


def months_between(first, last):
    """The months from the first to the last, both included."""
    months = []
    while first <= last:
        months.append(first)
        first = month_after(first)
    return months


@dataclass(frozen=True)
class Period:
    """Whole months, one after the other, from the first to the last, both included."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def of_year(cls, year):
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 1))

    @classmethod
    def ending(cls, month, count=12):
        """The period of so many months that ends with this one."""
        return cls(month_after(month, 1 - count), month)

    @property
    def months(self):
        return months_between(self.first, self.last)

    @property
    def last_day(self):
        return month_after(self.last) - datetime.timedelta(days=1)

    @property
    def years(self):
        return range(self.first.year, self.last.year + 1)

    def __str__(self):
        if self.first == self.last:
            return f"{self.first:%B %Y}"
        if (self.first.month, self.last.month) == (1, 12) and self.first.year == self.last.year:
            return str(self.first.year)
        return f"{self.first:%B %Y} to {self.last:%B %Y}"


def end_of_day(day):
    """The last moment (UTC) of a day."""
    return datetime.datetime.combine(day, datetime.time.max, datetime.UTC)
