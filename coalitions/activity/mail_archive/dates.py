"""When a message was sent: the day in UTC, from dates as mail programs have written them since the beginning."""

import datetime
import re
from email.utils import mktime_tz, parsedate_tz

EARLIEST = datetime.date(1995, 1, 1)
# A clock that is fast by a day is believed to have meant today.
FAST_CLOCK = datetime.timedelta(days=1)
# A Date header further from the separator's date than this is the work of a wrong clock.
FAR = datetime.timedelta(days=366)

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
# What nearly every message has: Thu, 13 May 2021 11:00:00 +0200
_USUAL = re.compile(
    r"(?:[a-z]{3},? +)?(\d{1,2}) +([a-z]{3}) +(\d{4}) +(\d{1,2}):(\d{2})(?::(\d{2}))? +([+-])(\d{2})(\d{2})\b",
    re.IGNORECASE,
)


def sent_on(
    date: str, separator_date: str, *, today: datetime.date, separator_is_reliable: bool
) -> datetime.date | None:
    """The day (UTC) a message was sent: its Date, or its separator's where that is missing or cannot be true.

    Cannot be true: before EARLIEST, after `today` but for a fast clock, or a year from a separator that knows.
    None where neither will do.
    """
    own = _possible(date, today)
    if own and str(own.year) in separator_date:
        return own  # they cannot be far apart
    separators = _possible(separator_date, today)
    if own and separators and separator_is_reliable and abs(own - separators) > FAR:
        return separators
    return own or separators


def _possible(text: str, today: datetime.date) -> datetime.date | None:
    day = parse_day(text)
    if day is None or not EARLIEST <= day <= today + FAST_CLOCK:
        return None
    return min(day, today)


def parse_day(text: str) -> datetime.date | None:
    """The day in UTC that a date of a mail means; None for anything else. Without a zone it is taken as UTC."""
    if usual := _USUAL.match(text):
        day, month, year, hour, minute, _second, sign, zone_hours, zone_minutes = usual.groups()
        try:
            moment = datetime.datetime(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute))
            offset = datetime.timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
            return (moment - offset if sign == "+" else moment + offset).date()
        except (ValueError, KeyError, OverflowError):
            return None
    try:
        parts = parsedate_tz(text)
        if parts is None or parts[0] < EARLIEST.year - 1:
            return None
        seconds = mktime_tz(parts)
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).date()
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
