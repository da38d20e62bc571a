"""A month as a table, at the edges of days, months, years and of the calendar itself."""

import datetime
from dataclasses import dataclass

import pytest

from events.months import month_of, month_table, read_month, span_of

UTC = datetime.UTC
TODAY = datetime.date(2021, 11, 25)


@dataclass(frozen=True)
class Thing:
    """What stands in a month: anything with a beginning and an end."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime


def at(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_with(first, *times):
    things = [Thing(at(start), at(end)) for start, end in times]
    table = month_table(first, things, TODAY)
    return [f"{day.date:%m-%d}" for week in table.weeks for day in week for _event in day.events]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2021-11", datetime.date(2021, 11, 1)),
        ("2006-01", datetime.date(2006, 1, 1)),
        ("2100-12", datetime.date(2100, 12, 1)),
        ("2005-12", None),
        ("2101-01", None),
        ("2021-13", None),
        ("2021-00", None),
        ("2021-1", None),
        ("0000-01", None),
        ("٢٠٢١-١١", None),
        ("2021-11-01", None),
        ("2021-11\n", None),
        ("", None),
        (None, None),
    ],
)
def test_a_month_is_written_in_one_way(text, first):
    assert read_month(text) == first


@pytest.mark.parametrize(
    ("month", "first", "last", "weeks"),
    [
        ("2021-11", "2021-11-01", "2021-12-06", 5),  # begins on a Monday
        ("2021-02", "2021-02-01", "2021-03-01", 4),  # Monday to Sunday exactly
        ("2020-02", "2020-01-27", "2020-03-02", 5),  # a leap year
        ("2021-08", "2021-07-26", "2021-09-06", 6),  # begins on a Sunday
        ("2021-12", "2021-11-29", "2022-01-03", 5),
        ("2100-12", "2100-11-29", "2101-01-03", 5),
    ],
)
def test_a_table_is_whole_weeks(month, first, last, weeks):
    day = read_month(month)
    table = month_table(day, [], TODAY)

    assert [f"{moment:%Y-%m-%d}" for moment in span_of(day)] == [first, last]
    assert ([len(week) for week in table.weeks], table.weeks[0][0].date.weekday()) == ([7] * weeks, 0)
    own = [cell.date.day for week in table.weeks for cell in week if cell.in_month]
    assert own == list(range(1, len(own) + 1))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2021-11-03T14:00", "2021-11-03T15:00", ["11-03"]),
        ("2021-11-03T23:00", "2021-11-04T00:00", ["11-03"]),  # midnight belongs to nobody's next day
        ("2021-11-03T23:00", "2021-11-04T00:01", ["11-03", "11-04"]),
        ("2021-10-31T23:00", "2021-11-01T01:00", ["11-01"]),  # October's last day is not in the table
        ("2021-11-30T22:00", "2021-12-01T02:00", ["11-30", "12-01"]),  # December's first days are
        ("2021-12-05T23:00", "2021-12-06T02:00", ["12-05"]),
        ("2021-12-06T00:00", "2021-12-06T02:00", []),
        ("2021-09-01T00:00", "2021-10-31T23:59", []),
    ],
)
def test_where_something_stands(start, end, days):
    assert days_with(datetime.date(2021, 11, 1), (start, end)) == days


def test_what_lasts_all_month_stands_on_every_day():
    assert len(days_with(datetime.date(2021, 11, 1), ("2021-01-01T00:00", "2022-01-01T00:00"))) == 35


def test_a_day_tells_its_events_in_the_order_of_their_beginning():
    things = [Thing(at(f"2021-11-03T{hour}:00"), at("2021-11-03T20:00")) for hour in ("16", "09", "12")]

    table = month_table(datetime.date(2021, 11, 1), things, TODAY)

    [day] = [day for week in table.weeks for day in week if day.events]
    assert [thing.starts_at.hour for thing in day.events] == [9, 12, 16]


def test_today_is_marked_and_the_neighbours_are_named():
    table = month_table(datetime.date(2021, 12, 1), [], TODAY)
    marked = [day.date for week in month_table(TODAY.replace(day=1), [], TODAY).weeks for day in week if day.is_today]

    assert marked == [TODAY]
    assert (table.previous, table.next) == (datetime.date(2021, 11, 1), datetime.date(2022, 1, 1))


def test_the_calendar_has_a_first_and_a_last_month():
    first = month_table(datetime.date(2006, 1, 1), [], TODAY)
    last = month_table(datetime.date(2100, 12, 1), [], TODAY)

    assert (first.previous, first.next) == (None, datetime.date(2006, 2, 1))
    assert (last.previous, last.next) == (datetime.date(2100, 11, 1), None)


def test_the_month_of_a_moment_is_that_of_utc():
    tokyo = datetime.timezone(datetime.timedelta(hours=9))

    assert month_of(datetime.datetime(2021, 12, 1, 8, 0, tzinfo=tokyo)) == datetime.date(2021, 11, 1)
