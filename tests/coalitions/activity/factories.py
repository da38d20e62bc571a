"""What the tests of activity need: archives written message by message, and rows."""

import datetime
import io

from coalitions.activity.enums import ActivityKind, ListSource
from coalitions.activity.importers import digest_of, run_import
from coalitions.activity.models import ActivityRecord, ListMonth
from coalitions.activity.services import request_import
from tests.factories import make_coalition

MAY_13 = datetime.datetime(2021, 5, 13, 11, 0, tzinfo=datetime.UTC)


def make_message(
    message_id="<1@example.org>",
    *,
    sender="ada@example.org",
    at=MAY_13,
    subject="Outline",
    answers=(),
    body="Hello.\n",
    headers=(),
    date=None,
    separator=None,
    text_archive=False,
):
    """One message of an mbox, as bytes. `date` and `separator` replace what `at` gives; "" leaves the Date out."""
    shown = sender.replace("@", " at ") if text_archive else sender
    lines = [
        separator or f"From {shown}  {at:%a %b %d %H:%M:%S %Y}",
        f"From: {shown} (Ada Example)" if text_archive else f"From: Ada Example <{shown}>",
        *([f"Date: {date or f'{at:%a, %d %b %Y %H:%M:%S} +0000'}"] if date != "" else []),
        f"Subject: {subject}",
        *([f"Message-ID: {message_id}"] if message_id else []),
        *([f"References: {' '.join(answers)}", f"In-Reply-To: {answers[-1]}"] if answers else []),
        *headers,
        "",
        body,
    ]
    return "\n".join(lines).encode() + b"\n"


def import_archive(data, coalition=None, *, by=None, until=None, name="archive.mbox"):
    """Reads an archive given as bytes. Returns the ListImport."""
    file = io.BytesIO(data)
    archive = request_import(
        coalition or make_coalition(),
        by=by,
        source=ListSource.MBOX,
        name=name,
        digest=digest_of(file),
        size=len(data),
        covers_until=until,
    )
    return run_import(archive, file=file)


def month(year, number):
    return datetime.date(year, number, 1)


def make_list_month(coalition=None, first_day=None, messages=5, **fields):
    """A month of a list, by default counted by hand."""
    fields.setdefault("source", ListSource.BY_HAND)
    fields.setdefault("note", "Counted on the archive’s page")
    return ListMonth.objects.create(
        coalition=coalition or make_coalition(), month=first_day or month(2021, 5), messages=messages, **fields
    )


def make_record(coalition=None, title="Open call", **fields):
    """A record of activity with an address."""
    fields.setdefault("kind", ActivityKind.CALL)
    fields.setdefault("held_on", datetime.date(2021, 5, 3))
    fields.setdefault("url", "https://example.org/call")
    return ActivityRecord.objects.create(coalition=coalition or make_coalition(), title=title, **fields)


def counts_of(coalition):
    """[(month, source, messages, conversations, senders)] of a coalition's list, in order."""
    rows = ListMonth.objects.of_coalition(coalition).order_by("month", "source")
    return list(rows.values_list("month", "source", "messages", "threads", "senders"))
