"""Invented activity of real coalitions. Every text says that it is sample data; the pages say it too."""

import datetime
import json
from pathlib import Path

from coalitions.enums import OutputKind
from coalitions.models import (
    CoalitionPage,
    Contact,
    Cycle,
    FocusArea,
    Goal,
    OpennessCheck,
    Output,
    RepresentedGroup,
)
from events.enums import ActionState
from events.models import ActionItem, MeetingPage
from events.services import finish_item, finish_part, start_item
from home.sample_site.people import user

FILE = Path(__file__).parent.parent / "sample" / "activity.json"
# How many of the coalitions answered the survey of 2021; the sample lets as many mark their part.
ANSWERED = 14


def load_activity():
    data = json.loads(FILE.read_text())
    for slug, row in data["coalitions"].items():
        coalition = CoalitionPage.objects.get(slug=slug)
        if not coalition.mission:
            _describe(coalition, row)
    _publish_outputs(data["outputs"])
    _follow_up()


def _describe(coalition, row):
    cycle = Cycle.objects.get(year=2021)
    coalition.mission = row["mission"]
    coalition.focus_areas.set(FocusArea.objects.filter(title__in=row["focus_areas"]))
    coalition.tags.set(row["tags"])
    coalition.represented_groups.set([RepresentedGroup(group=group) for group in row["groups"]])
    coalition.goals.set([Goal(cycle=cycle, sort_order=order, **goal) for order, goal in enumerate(row["goals"])])
    if row["body"]:
        coalition.body = [("text", row["body"])]
    coalition.save_revision(user=user("secretariat")).publish()
    for check in row["openness"]:
        OpennessCheck.objects.create(
            coalition=coalition,
            checked_on=datetime.date(2021, 5, 3),
            checked_by="the sample’s Secretariat",
            note="Sample data",
            **check,
        )
    for contact in row["contacts"]:
        Contact.objects.create(
            coalition=coalition,
            affiliation="Sample data",
            from_date=datetime.date(2021, 1, 1),
            is_public=True,
            **contact,
        )


def _publish_outputs(rows):
    for row in rows:
        output, created = Output.objects.get_or_create(
            title=row["title"],
            defaults={
                "kind": OutputKind(row["kind"]),
                "published_on": row["published_on"],
                "url": row["url"],
                "summary": row["summary"],
                "dissenting_views": row["dissenting_views"],
            },
        )
        if created:
            output.coalitions.set(CoalitionPage.objects.filter(slug__in=row["coalitions"]))


def _follow_up():
    """What came of meeting 53: the review was answered by as many as answered the survey, the rest is on its way."""
    secretariat = user("secretariat")
    meeting = MeetingPage.objects.get(slug="meeting-53")
    review, planned, _welcome = ActionItem.objects.of_meeting(meeting).in_order()
    if review.state == ActionState.OPEN:
        for part in review.parts.unfinished().order_by("coalition__title")[:ANSWERED]:
            finish_part(part, by=secretariat, note="Sample data")
        finish_item(review, by=secretariat, reason="Sample data: the remarks went into the consolidated document.")
    if planned.state == ActionState.OPEN:
        start_item(planned, by=secretariat)
