"""Invented mailing lists of real coalitions. Every message says that it is sample data; the pages say it too.

The archives are made anew each time, always the same, and go through the portal's own import.
"""

import datetime
import io
import random
from dataclasses import dataclass

from coalitions.activity.enums import ActivityKind, ListSource, PeriodChoice
from coalitions.activity.importers import digest_of, run_import
from coalitions.activity.indicators import months_between
from coalitions.activity.models import ActivityRecord, ListImport, ListMonth
from coalitions.activity.services import enter_month, request_import
from coalitions.models import CoalitionPage
from home.models import HomePage, StandardPage
from home.sample_site.frame import publish
from home.sample_site.people import user

YEAR = 2021
TOPICS = ("outline of the paper", "next call", "who can take notes", "comments on the draft", "webinar", "new members")
FIRST_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class List:
    """How an invented list was used: months by number, messages in a usual month, how many people write."""

    coalition: str
    first: int
    last: int
    usual: int
    people: int
    silent: tuple[int, ...] = ()
    is_text_archive: bool = False


LISTS = (
    List("dc3", 1, 12, usual=18, people=14, silent=(8,)),
    List("dcad", 1, 12, usual=9, people=7, silent=(4, 8), is_text_archive=True),
    List("irpc", 1, 12, usual=30, people=26),
    List("dc-iot", 3, 11, usual=6, people=4, silent=(5, 6, 7)),
    List("ycig", 6, 12, usual=14, people=19, is_text_archive=True),
)
# (coalition, month, messages, conversations, senders): read off by hand; None where nobody can tell.
BY_HAND = (
    ("dc-pal", 2, 11, 4, 6),
    ("dc-pal", 3, 0, 0, 0),
    ("dc-pal", 4, 7, 3, None),
    ("dc-gender", 5, 3, None, None),
)
RECORDS = (
    ("dc3", ActivityKind.CALL, "Open call on spectrum", datetime.date(2021, 3, 4)),
    ("dc3", ActivityKind.TRAINING, "Workshop for network builders", datetime.date(2021, 7, 15)),
    ("dc3", ActivityKind.CALL, "Open call on funding", datetime.date(2021, 9, 2)),
    ("dcad", ActivityKind.CONSULTATION, "Consultation on captions", datetime.date(2021, 5, 20)),
    ("dcad", ActivityKind.EVENT, "Session at a regional forum", datetime.date(2021, 10, 6)),
    ("ycig", ActivityKind.PAPER, "Position of young people on data", datetime.date(2021, 11, 3)),
)
ACTIVITY_INTRO = (
    "<p>Sample data: every number on this page is invented. It shows how the portal tells a number, a zero, a month "
    "nobody has looked at and a coalition without a source from one another. What is asked of coalitions, and what "
    'was decided, stands under <a href="/assessments/">criteria and assessments</a>.</p>'
)


def load_traffic():
    secretariat = user("secretariat")
    for number, row in enumerate(LISTS):
        coalition = CoalitionPage.objects.get(slug=row.coalition)
        if not ListImport.objects.of_coalition(coalition).exists():
            file = io.BytesIO(archive_of(row, random.Random(number)).encode())
            name = f"Sample data: {row.coalition}{'.txt' if row.is_text_archive else '.mbox'}"
            archive = request_import(
                coalition, by=secretariat, source=ListSource.MBOX, name=name, digest=digest_of(file)
            )
            run_import(archive, file=file)
    for slug, month, messages, threads, senders in BY_HAND:
        coalition, first_day = CoalitionPage.objects.get(slug=slug), datetime.date(YEAR, month, 1)
        if not ListMonth.objects.of_coalition(coalition).between(first_day, first_day).exists():
            entered = ListMonth(
                coalition=coalition, month=first_day, messages=messages, threads=threads, senders=senders
            )
            entered.note = "Sample data: counted on the archive’s page"
            enter_month(entered, by=secretariat)
    for slug, kind, title, day in RECORDS:
        ActivityRecord.objects.get_or_create(
            coalition=CoalitionPage.objects.get(slug=slug),
            title=f"Sample data: {title}",
            defaults={"kind": kind, "held_on": day, "url": "https://example.org/", "by": secretariat},
        )
    _activity_page()


def _activity_page():
    home = HomePage.objects.get()
    body = [
        ("activity_grid", {"indicator": "list-messages", "period": PeriodChoice.YEAR, "year": YEAR}),
        (
            "activity_indicators",
            {
                "title": "An example: DC3",
                "coalition": CoalitionPage.objects.get(slug="dc3").pk,
                "indicators": ["list-messages", "list-threads", "list-contributors", "papers-published"],
                "period": PeriodChoice.YEAR,
                "year": YEAR,
            },
        ),
    ]
    stream = [{"type": kind, "value": {"title": "Activity of the coalitions", **value}} for kind, value in body]
    page = StandardPage(title="Activity", slug="activity", show_in_menus=True, intro=ACTIVITY_INTRO)
    page.body = StandardPage._meta.get_field("body").to_python(stream)
    publish(home, page)
    if not any(block.block_type == "activity_grid" for block in home.body):
        home.body = home._meta.get_field("body").to_python([stream[0], *home.body.get_prep_value()])
        home.save_revision().publish()


def archive_of(row, dice):
    """An invented archive: in mbox format, or as Mailman 2 writes its text archives."""
    begun, parts = [], []
    for month in months_between(datetime.date(YEAR, row.first, 1), datetime.date(YEAR, row.last, 1)):
        if month.month in row.silent:
            continue
        count = max(1, round(row.usual * dice.uniform(0.4, 1.6)))
        moments = sorted(dice.sample(range(27 * 24 * 60), count))
        for minutes in moments:
            at = datetime.datetime.combine(month, datetime.time(), tzinfo=datetime.UTC)
            at += datetime.timedelta(minutes=minutes)
            writer = f"{FIRST_LETTERS[int(row.people * dice.random() ** 1.7)]}.writer@example.org"
            message_id = f"<{row.coalition}.{len(parts)}@sample.example.org>"
            answered = dice.choice(begun[-4:]) if begun and dice.random() < 0.65 else None
            subject = answered[1] if answered else f"Sample data: {dice.choice(TOPICS)}"
            if not answered:
                begun.append((message_id, subject))
            parts.append(_message(row, at, writer, message_id, answered and answered[0], subject))
    return "".join(parts)


def _message(row, at, writer, message_id, answered, subject):
    shown = writer.replace("@", " at ") if row.is_text_archive else writer
    lines = [
        f"From {shown} {at:%a %b %d %H:%M:%S %Y}",
        f"From: {shown} (Sample Writer)" if row.is_text_archive else f"From: Sample Writer <{shown}>",
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000",
        f"Subject: {'Re: ' if answered else ''}{subject}",
        *([f"In-Reply-To: {answered}", f"References: {answered}"] if answered else []),
        f"Message-ID: {message_id}",
        "",
        "Sample data: nobody wrote this.",
        "",
        "",
    ]
    return "\n".join(lines)
