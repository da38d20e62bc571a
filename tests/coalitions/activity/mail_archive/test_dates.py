"""When a message was sent, whatever its clock says."""

import datetime

import pytest

from coalitions.activity.mail_archive.dates import parse_day, sent_on

TODAY = datetime.date(2021, 6, 1)
MAY_13 = datetime.date(2021, 5, 13)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thu, 13 May 2021 11:00:00 +0000", "2021-05-13"),
        ("13 May 2021 11:00 +0000", "2021-05-13"),
        ("Thu, 13 May 2021 23:30:00 -0300", "2021-05-14"),
        ("Sat, 01 May 2021 00:30:00 +0200", "2021-04-30"),
        ("Thu, 13 May 2021 11:00:00 GMT", "2021-05-13"),
        ("Thu, 13 May 2021 11:00:00", "2021-05-13"),
        ("Thu May 13 11:00:00 2021", "2021-05-13"),
        ("Thu May 13 23:30:00 2021 -0300", "2021-05-14"),
        ("Thu,  3 May 07 11:00:00 EDT", "2007-05-03"),
        ("Thu, 13 May 2021 11:00:00 +0200 (CEST)", "2021-05-13"),
        ("Thu, 31 Feb 2021 11:00:00 +0000", None),
        ("Thu, 13 May 2021 25:00:00 +0000", None),
        ("Thu, 13 Mai 2021 11:00:00 +0000", None),
        ("Thu, 13 May 9999 11:00:00 +0000", "9999-05-13"),
        ("Thu, 31 Dec 9999 23:59:00 -0100", None),
        ("Thu, 13 May 20210 11:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
        ("\x00" * 50, None),
    ],
)
def test_dates_as_mail_programs_write_them(text, day):
    found = parse_day(text)
    assert (found and found.isoformat()) == day


DATE, SEPARATOR = "Thu, 13 May 2021 11:00:00 +0000", "Fri May 14 11:00:00 2021"


@pytest.mark.parametrize(
    ("date", "separator", "reliable", "day"),
    [
        (DATE, SEPARATOR, True, "2021-05-13"),
        (DATE, "", True, "2021-05-13"),
        ("", SEPARATOR, True, "2021-05-14"),
        ("nonsense", SEPARATOR, True, "2021-05-14"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", SEPARATOR, True, "2021-05-14"),
        ("Thu, 13 May 2038 11:00:00 +0000", SEPARATOR, True, "2021-05-14"),
        ("Thu, 13 May 2038 11:00:00 +0000", "", True, None),
        ("", "", True, None),
        # A clock that lost its battery: the separator knows better, but for Thunderbird's.
        ("Sat, 01 Jan 2000 00:00:00 +0000", SEPARATOR, True, "2021-05-14"),
        ("Sat, 01 Jan 2000 00:00:00 +0000", SEPARATOR, False, "2000-01-01"),
        ("Wed, 13 May 2020 11:00:00 +0000", "Thu May 13 10:00:00 2021", True, "2020-05-13"),
        # A clock that is fast by some hours means today.
        ("Wed, 02 Jun 2021 10:00:00 +0000", "", True, "2021-06-01"),
        ("Thu, 03 Jun 2021 10:00:00 +0000", "", True, None),
    ],
)
def test_which_date_is_believed(date, separator, reliable, day):
    found = sent_on(date, separator, today=TODAY, separator_is_reliable=reliable)
    assert (found and found.isoformat()) == day
