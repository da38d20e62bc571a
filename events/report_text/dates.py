"""Dates as reports print them."""

import re
from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = r"(?P<month{0}>" + "|".join(rf"{name[:3]}(?:{name[3:]}\b|t?\b\.?)" for name in _MONTHS) + ")"
_DAY = r"(?P<day{0}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year{0}>(?:19|20)[0-9]{{2}})\b"
DATE = (
    r"(?:\b(?:" + _YEAR.format(1) + r"-(?P<month1>[01][0-9])-(?P<day1>[0-3][0-9])\b"
    r"|" + _DAY.format(2) + r"\s+(?:of\s+)?" + _MONTH.format(2) + r"(?:,?\s+" + _YEAR.format(2) + r")?"
    r"|" + _MONTH.format(3) + r"\s+" + _DAY.format(3) + r"\b(?:,?\s+" + _YEAR.format(3) + r")?))"
)
_FIND = re.compile(DATE, re.IGNORECASE)
_DUE = re.compile(
    r"(?:\b(?:deadline|due(?:\s+date)?|by|until|till|before|no\s+later\s+than)\b|\|)"
    r"[\s:–—-]*(?:(?:is|on|the|end\s+of)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?" + DATE,
    re.IGNORECASE,
)


def find_date(text: str) -> tuple[date, tuple[int, int]] | None:
    """The first complete date in the text and where it stands (start, end); None if there is none."""
    for found in _FIND.finditer(text):
        if day := _as_date(found, None):
            return day, found.span()
    return None


def find_deadline(text: str, after: date | None) -> tuple[date | None, str]:
    """The first deadline in the text, and its words.

    A date without a year is the next such date on or after ``after``. (None, words) is a deadline that gives no date:
    no such day, or no year and no ``after``. (None, "") is no deadline.
    """
    found = _DUE.search(text)
    return (_as_date(found, after), found[0]) if found else (None, "")


def _as_date(found: re.Match, after: date | None) -> date | None:
    form = next(form for form in "123" if found[f"day{form}"])
    day, month, year = (found[f"{part}{form}"] for part in ("day", "month", "year"))
    month = int(month) if month.isdigit() else [name[:3] for name in _MONTHS].index(month[:3].title()) + 1
    years = range(after.year, after.year + 9) if after else ()  # a 29 February is at most eight years away
    for candidate in [int(year)] if year else years:
        try:
            resolved = date(candidate, month, int(day))
        except ValueError:
            continue
        if year or resolved >= after:
            return resolved
    return None
