"""The meetings of the coordination group with their real dates, and the report of one of them."""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.document_text.reader import read_document
from coalitions.models import Cycle
from events.importers import import_report
from events.models import AgendaItem, MeetingIndexPage, MeetingPage
from events.report_text.parser import parse_report
from home.sample_site.frame import publish
from home.sample_site.people import user
from home.services import FACILITATORS, let_group_edit, set_up_roles

FILES = Path(__file__).parent.parent / "sample"
NEXT_AGENDA = (
    "Sample data: what the coalitions bring to the next annual meeting",
    "Sample data: what being a member of a coalition means",
    "Any other business",
)


def _series():
    return MeetingIndexPage.objects.get(slug="coordination-group")


def load_meetings():
    series = _series()
    let_group_edit(set_up_roles()[FACILITATORS], series)
    for row in json.loads((FILES / "meetings.json").read_text()):
        starts_at = datetime.datetime.fromisoformat(row["starts_at"])
        intro = "" if row["time_known"] else "<p>Sample data: the day is known, the hour is not.</p>"
        plan(series, row["number"], starts_at, intro=intro)
    if not MeetingPage.objects.in_series(series).upcoming().exists():
        last = MeetingPage.objects.in_series(series).order_by("-number").first()
        agenda = [AgendaItem(title=title, sort_order=order) for order, title in enumerate(NEXT_AGENDA)]
        intro = "<p>Sample data: this meeting is invented.</p>"
        plan(series, last.number + 1, days_from_now(12), intro=intro, agenda_items=agenda)


def days_from_now(days, hour=14):
    day = timezone.now().date() + datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(hour), tzinfo=datetime.UTC)


def plan(series, number, starts_at, **fields):
    """Publish a planned meeting, unless the series has it."""
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
            **fields,
        ),
    )


def import_sample_report(series, data, name, by):
    """Import a report and publish it, unless the series has it."""
    parsed = parse_report(read_document(data, name))
    there = MeetingPage.objects.in_series(series).numbered(parsed.number).first()
    if there and there.report_is_public:
        return
    import_report(parsed, series=series, by=by)
    meeting = MeetingPage.objects.in_series(series).numbered(parsed.number).get()
    meeting.get_latest_revision().publish(user=by)


def load_report():
    name = "dccg-53-summary.txt"
    import_sample_report(_series(), (FILES / name).read_bytes(), name, user("secretariat"))
