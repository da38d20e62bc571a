"""The meetings of the coordination group with their real dates, and a coalition's invented calls."""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.models import CoalitionPage, Cycle
from events.importers import import_report
from events.models import MeetingIndexPage, MeetingPage
from events.report_text.parser import parse_report
from events.report_text.reader import read_report
from home.sample_site.frame import publish
from home.sample_site.people import user
from home.services import FACILITATORS, let_group_edit, set_up_roles

FILES = Path(__file__).parent.parent / "sample"


def _series():
    return MeetingIndexPage.objects.get(slug="coordination-group")


def load_meetings():
    series = _series()
    let_group_edit(set_up_roles()[FACILITATORS], series)
    for row in json.loads((FILES / "meetings.json").read_text()):
        starts_at = datetime.datetime.fromisoformat(row["starts_at"])
        intro = "" if row["time_known"] else "<p>Sample data: the day is known, the hour is not.</p>"
        _plan(series, row["number"], starts_at, intro=intro)
    if not MeetingPage.objects.in_series(series).upcoming().exists():
        last = MeetingPage.objects.in_series(series).order_by("-number").first()
        _plan(series, last.number + 1, days_from_now(12), intro="<p>Sample data: this meeting is invented.</p>")


def days_from_now(days, hour=14):
    day = timezone.now().date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


def _plan(series, number, starts_at, intro=""):
    return publish(
        series,
        MeetingPage(
            title=f"{series.short_name} meeting {number}",
            slug=f"meeting-{number}",
            number=number,
            cycle=Cycle.objects.filter(year=starts_at.year).first(),
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(minutes=90),
            join_url="" if starts_at < timezone.now() else "https://example.org/join",
            intro=intro,
        ),
    )


def _import(series, data, name, by):
    """Import a report and publish it, unless the series has it."""
    parsed = parse_report(read_report(data, name))
    there = MeetingPage.objects.in_series(series).numbered(parsed.number).first()
    if there and there.report_is_public:
        return
    import_report(parsed, series=series, by=by)
    meeting = MeetingPage.objects.in_series(series).numbered(parsed.number).get()
    meeting.get_latest_revision().publish(user=by)


def load_report():
    name = "dccg-53-summary.txt"
    _import(_series(), (FILES / name).read_bytes(), name, user("secretariat"))


def load_calls():
    coalition = CoalitionPage.objects.get(slug="dc3")
    series = publish(
        coalition,
        MeetingIndexPage(
            title="Calls of DC3",
            slug="calls",
            abbreviation="DC3",
            intro="<p>Sample data: the calls shown here are invented.</p>",
        ),
    )
    held_at = days_from_now(-20)
    words = {"number": 7, "held_on": held_at, "soon": days_from_now(5), "past": days_from_now(-3)}
    text = (FILES / "community-call.txt").read_text()
    for key, value in words.items():
        shown = value if isinstance(value, int) else f"{value.day} {value:%B %Y}"
        text = text.replace("{" + key + "}", str(shown))
    if not MeetingPage.objects.in_series(series).exists():
        _import(series, text.encode(), "community-call.txt", user("coordinator"))
        _plan(series, 8, days_from_now(9, hour=16), intro="<p>Sample data: this call is invented.</p>")
