"""Coalitions' calls. All of them are invented, and say so; their days count from the day the sample is loaded."""

import datetime
import json
from pathlib import Path

from django.utils import timezone

from coalitions.models import CoalitionPage
from events.models import AgendaItem, MeetingIndexPage, MeetingPage
from events.services import adopt_report, cancel_meeting
from home.sample_site.frame import publish
from home.sample_site.meetings import days_from_now, import_sample_report, plan
from home.sample_site.people import user

FILES = Path(__file__).parent.parent / "sample"
INTRO = "<p>Sample data: the calls shown here are invented.</p>"
CALL_INTRO = "<p>Sample data: this call is invented.</p>"


def _series(slug, title, abbreviation):
    coalition = CoalitionPage.objects.get(slug=slug)
    page = MeetingIndexPage(title=title, slug="calls", abbreviation=abbreviation, intro=INTRO)
    return publish(coalition, page)


def load_calls():
    series = _series("dc3", "Calls of DC3", "DC3")
    if not MeetingPage.objects.in_series(series).exists():
        _report(series, "community-call.txt", 7, days_from_now(-20), by=user("coordinator"))
        plan(series, 8, days_from_now(9, hour=16), intro=CALL_INTRO)
    for row in json.loads((FILES / "calls.json").read_text()):
        series = _series(row["coalition"], row["title"], row["abbreviation"])
        if not MeetingPage.objects.in_series(series).exists():
            for call in row["calls"]:
                _call(series, call)
    adopted = MeetingPage.objects.get(slug="meeting-11", title__startswith="DCAD")
    if not adopted.report:
        _report(
            adopted.get_parent().specific, "accessibility-call.txt", 11, adopted.starts_at, by=user("coordinator2")
        )
        # The sample is loaded in a minute; the fortnight for corrections has to be over by then.
        MeetingPage.objects.filter(pk=adopted.pk).update(corrections_until=timezone.now() - datetime.timedelta(days=4))
        adopt_report(adopted, by=user("coordinator2"))


def _call(series, call):
    agenda = [
        AgendaItem(title=title, outcome=outcome, sort_order=n) for n, (title, outcome) in enumerate(call["agenda"])
    ]
    meeting = plan(
        series,
        call["number"],
        days_from_now(call["days"], hour=call["hour"]),
        intro=CALL_INTRO,
        agenda_items=agenda,
        format=call.get("format", "online"),
        place=call.get("place", ""),
    )
    if call.get("cancelled"):
        cancel_meeting(meeting, by=user("secretariat"), reason=call["cancelled"])


def _report(series, name, number, held_at, *, by):
    """Import a report whose days are counted from today."""
    words = {"number": number, "held_on": held_at, "soon": days_from_now(5), "past": days_from_now(-3)}
    text = (FILES / name).read_text()
    for key, value in words.items():
        shown = value if isinstance(value, int) else f"{value.day} {value:%B %Y}"
        text = text.replace("{" + key + "}", str(shown))
    import_sample_report(series, text.encode(), name, by)
