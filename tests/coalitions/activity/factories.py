"""What the tests of activity need: archives written message by message, and rows."""

import datetime
import io

from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import (
    ActivityKind,
    AssessmentState,
    CriterionKind,
    CriterionRole,
    Decision,
    ListSource,
)
from coalitions.activity.importers import digest_of, run_import
from coalitions.activity.models import ActivityRecord, Assessment, CriteriaSet, Criterion, CriterionGroup, ListMonth
from coalitions.activity.services import request_import
from coalitions.enums import OutputKind
from coalitions.notifications import coordinators_of
from tests.factories import make_coalition, make_cycle, make_output, make_secretariat_user, make_user

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


def make_criteria_set(cycle=None, criteria=(), *, groups=(), year=2021, **fields):
    """A set of criteria for a cycle, by default proposed and over the cycle's year.

    criteria: dicts of Criterion's fields; groups: (name, how many are needed).
    """
    cycle = cycle or make_cycle(year)
    fields.setdefault("title", f"What is asked for {cycle}")
    fields.setdefault("first_month", month(cycle.year, 1))
    fields.setdefault("last_month", month(cycle.year, 12))
    fields.setdefault("version", CriteriaSet.objects.next_version(cycle))
    criteria_set = CriteriaSet.objects.create(cycle=cycle, **fields)
    for place, (name, needed) in enumerate(groups):
        CriterionGroup.objects.create(criteria_set=criteria_set, name=name, needed=needed, sort_order=place)
    for place, criterion in enumerate(criteria):
        Criterion.objects.create(criteria_set=criteria_set, sort_order=place, **criterion)
    return CriteriaSet.objects.with_criteria().get(pk=criteria_set.pk)


def a_document(text="An annual report", document=OutputKind.ANNUAL_REPORT, **fields):
    """A criterion: a document is due."""
    return {"text": text, "kind": CriterionKind.DOCUMENT, "document": document, **fields}


def an_indicator(text, key, threshold=1, **fields):
    """A criterion: an indicator reaches a number."""
    return {"text": text, "kind": CriterionKind.INDICATOR, "indicator": key, "threshold": threshold, **fields}


def one_of(name, criterion):
    """The criterion as one of a group."""
    return criterion | {"role": CriterionRole.GROUP, "group": name}


def make_report(coalition, day, kind=OutputKind.ANNUAL_REPORT, **fields):
    """An output of a kind, published on a day."""
    return make_output(coalition, kind=kind, published_on=day, **fields)


def make_assessment(state=AssessmentState.DRAFT, *, criteria_set=None, coalition=None, by=None, **more):
    """An assessment brought to a state by the services, as the Secretariat and a coordinator would.

    more: `reply_by`, `offers`, `decision`; the coalition's first coordinator replies and appeals.
    """
    by = by or make_secretariat_user()
    coalition = coalition or make_coalition(coordinators=[make_user()])
    if criteria_set is None:
        criteria_set = services.agree_criteria(make_criteria_set(criteria=[a_document()]), on=month(2021, 6), by=by)
    found = Assessment.objects.create(criteria_set=criteria_set, coalition=coalition)
    for step in STEPS_TO[state]:
        found.refresh_from_db()
        found = _take_step(found, step, by, more)
    return Assessment.objects.for_listing().get(pk=found.pk)


STEPS_TO = {
    AssessmentState.DRAFT: (),
    AssessmentState.SHARED: ("share",),
    AssessmentState.REPLIED: ("share", "reply"),
    AssessmentState.DECIDED: ("share", "reply", "decide"),
    AssessmentState.APPEALED: ("share", "reply", "decide", "appeal"),
    AssessmentState.FINAL: ("share", "reply", "decide", "appeal", "settle"),
    AssessmentState.LEFT_OUT: ("share", "reply", "leave_out"),
}


def _take_step(found, step, by, more):
    coordinator = coordinators_of([found.coalition_id])[0]
    soon = timezone.now() + datetime.timedelta(days=14)
    decision = more.get("decision", Decision.ELIGIBLE)
    match step:
        case "share":
            return services.share_assessments([found], reply_by=more.get("reply_by", soon), by=by)[0]
        case "reply":
            offers = more.get("offers", {})
            return services.reply_to_assessment(
                found, version=found.version, reply="We see it so.", offers=offers, by=coordinator
            )
        case "decide":
            decisions = [(found, decision, "As agreed.")]
            return services.decide_assessments(decisions, appeal_by=more.get("appeal_by", soon), by=by)[0]
        case "appeal":
            return services.appeal_assessment(found, text="We see it otherwise.", by=coordinator)
        case "settle":
            return services.settle_appeal(found, decision=decision, reason="It stays.", by=by)
        case "leave_out":
            return services.leave_out(found, reason="It was closed.", by=by)


def make_slot_request(coalition=None, criteria_set=None, **written):
    """A request for a slot, sent by the coalition's first coordinator under an agreed set that takes them."""
    by = make_secretariat_user()
    coalition = coalition or make_coalition(coordinators=[make_user()])
    if criteria_set is None:
        criteria_set = services.agree_criteria(make_criteria_set(criteria=[a_document()]), on=month(2021, 6), by=by)
    if not criteria_set.takes_slot_requests:
        until = timezone.now() + datetime.timedelta(days=14)
        criteria_set = services.open_slot_requests(criteria_set, until=until, by=by)
    written = {"title": "A session", "purpose": "To talk.", "evidence": "A report.", "needs": ""} | written
    coordinator = coordinators_of([coalition.pk])[0]
    return services.send_slot_request(coalition, criteria_set.cycle, version=0, written=written, by=coordinator)
