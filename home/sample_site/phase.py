"""The preparatory phase of IGF 2021: invented events around today, and dates to keep clear of."""

import datetime
import json
from pathlib import Path

from django.utils import timezone
from wagtail.models import Site

from coalitions.importing import Row
from coalitions.models import CoalitionPage, Cycle, FocusArea, PolicyQuestion
from events.importers import import_external_dates
from events.models import PreparatoryEventPage, PreparatoryPhasePage
from events.services import cancel_event, create_event, report_event, reschedule_event
from home.sample_site.frame import publish
from home.sample_site.meetings import days_from_now
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "phase.json"
INTRO = (
    "<p>Before the annual meeting coalitions discuss its policy questions with everybody, and bring what comes of it "
    "to the meeting. Sample data: the events shown here are invented, and their days follow the day of this "
    "demonstration.</p>"
)
# What the services take as it stands in the file.
TEXTS = ("description", "expected_outcome", "languages", "accessibility", "registration_url", "join_url", "place")


def load_phase():
    data = json.loads(FILE.read_text())
    _load_dates(data["external_dates"])
    cycle = Cycle.objects.get(year=2021)
    if not PreparatoryPhasePage.objects.of_cycle(cycle).exists():
        page = PreparatoryPhasePage(
            title="Preparatory phase", slug="preparatory-phase", show_in_menus=True, cycle=cycle, intro=INTRO
        )
        home = Site.objects.get(is_default_site=True).root_page
        publish(home, page).move(home.get_children().get(slug="about"), pos="left")
    phase = PreparatoryPhasePage.objects.of_cycle(cycle).get()
    if not PreparatoryEventPage.objects.in_phase(phase).exists():
        for row in data["events"]:
            _plan(phase, row)


def _load_dates(rows):
    names = ("title", "kind", "starts_on", "ends_on", "url")
    soon = timezone.now().date() + datetime.timedelta(days=13)
    invented = ("Sample data: a meeting elsewhere", "other", soon.isoformat(), soon.isoformat(), "")
    rows = [Row(line, dict(zip(names, row, strict=True))) for line, row in enumerate([*rows, invented], 1)]
    import_external_dates(rows, by=user("secretariat"))


def _plan(phase, row):
    secretariat = user("secretariat")
    starts_at = days_from_now(row["day"], hour=row["hour"])
    length = datetime.timedelta(minutes=row["minutes"])
    event = create_event(
        phase,
        title=row["title"],
        starts_at=starts_at,
        ends_at=starts_at + length,
        format=row.get("format", "online"),
        organisers=[(CoalitionPage.objects.get(slug=slug), role) for slug, role in row["organisers"]],
        focus_areas=FocusArea.objects.in_cycle(phase.cycle_id).filter(title__in=row["focus_areas"]),
        policy_questions=PolicyQuestion.objects.in_cycle(phase.cycle_id).filter(label__in=row["policy_questions"]),
        speakers=row["speakers"],
        by=secretariat,
        **{name: row[name] for name in TEXTS if name in row},
    )
    event.get_latest_revision().publish(user=secretariat)
    if "moved" in row:
        moved = days_from_now(row["moved"]["day"], hour=row["hour"])
        reschedule_event(event, starts_at=moved, ends_at=moved + length, reason=row["moved"]["reason"], by=secretariat)
    if "cancelled" in row:
        cancel_event(event, reason=row["cancelled"], by=secretariat)
    if "outcome" in row:
        addresses = {name: row[name] for name in ("outcome_url", "recording_url") if name in row}
        report_event(event, outcome=row["outcome"], by=secretariat, **addresses)
