"""Calendars as the tests read them."""

from django.urls import reverse
from icalendar import Calendar

EVERYTHING = "/calendars/everything.ics"
DEADLINES = "/calendars/deadlines.ics"


def fetch(client, address):
    """The calendar at an address, after it kept the rules every one of them has to keep."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(len(line) for line in lines) <= 75
    calendar = Calendar.from_ical(response.content)
    uids = [entry["UID"] for entry in calendar.events]
    assert len(uids) == len(set(uids))
    for entry in calendar.events:
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY"} <= set(entry)
        assert entry.errors == []
    return calendar


def titles(calendar):
    return [str(entry["SUMMARY"]) for entry in calendar.events]


def of_coalition(coalition):
    return reverse("events:calendar-coalition", args=[coalition.pk, coalition.slug])
