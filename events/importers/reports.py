"""Summary reports become draft meetings, keyed by series and number.

An import never touches what readers see of a page: it writes a draft, and earlier drafts stay in the page's history.
"""

import datetime
import html
import re
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from coalitions.document_text.reader import DocumentError
from coalitions.matching import NameIndex
from coalitions.models import CoalitionPage, Cycle
from coalitions.sanitize import SanitizeError, clean_html, clean_inline, clean_line, plain_text
from coalitions.workflow import NotAllowed
from events.enums import MeetingFormat, MeetingState
from events.import_targets import target_of
from events.likeness import same_texts
from events.models import MeetingIndexPage, MeetingPage, Participant
from events.services import draft_report, end_of_day, refuse_editing, take_up_conclusions

DEFAULT_START = datetime.time(11, 0, tzinfo=datetime.UTC)
DEFAULT_LENGTH = datetime.timedelta(minutes=90)
MAX_BLOCK = 100_000  # characters a reader sees of one paragraph
MAX_HEADING = 200
LIMITS = {"given_name": 80, "family_name": 80, "affiliation": 200}


@dataclass(frozen=True)
class Confirmed:
    """What the person who imports settled beyond what is printed.

    `coalition_ids`: one (or None) for each participant, in order. `same_items`: for each conclusion, in order, the id
    of the earlier action item that it words anew, or None.
    """

    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    place: str = ""
    coalition_ids: tuple | None = None
    same_items: tuple | None = None


@dataclass(frozen=True)
class ReportImport:
    """What an import did: "created", "updated" or "unchanged", and the action items it left as they were."""

    meeting: MeetingPage
    outcome: str
    kept: list = field(default_factory=list)

    def __str__(self):
        return f"{self.meeting.get_admin_display_title()}: {self.outcome}"


def default_times(held_on):
    """Start and end (UTC) assumed for a meeting of which only the day is printed: 11:00 to 12:30."""
    starts_at = datetime.datetime.combine(held_on, DEFAULT_START)
    return starts_at, starts_at + DEFAULT_LENGTH


def resolve_coalitions(participants):
    """The id of the coalition (or None) that each participant's affiliation means; former names count."""
    index = NameIndex(
        (
            coalition.pk,
            coalition.title,
            coalition.acronym,
            [name for former in coalition.former_names.all() for name in (former.name, former.acronym) if name],
        )
        for coalition in CoalitionPage.objects.defer_streamfields().prefetch_related("former_names")
    )
    return tuple(index.resolve(person.affiliation) if person.affiliation else None for person in participants)


@transaction.atomic
def import_report(parsed, *, series, by, digest="", confirmed=None, corrected=False):
    """Make a parsed report the draft of its meeting in a series. Safe to repeat; returns a ReportImport.

    `digest` identifies the file: the same one again changes nothing, unless what was understood is `corrected`. Raises
    DocumentError for a report without number or day, NotAllowed for a meeting whose report `by` may not import now.
    """
    confirmed = confirmed or Confirmed()
    if parsed.number is None:
        raise DocumentError("The report does not say which number its meeting has.")
    # Whoever imports into the series at the same moment waits, and then finds the meeting that is made here.
    MeetingIndexPage.objects.select_for_update().get(pk=series.pk)
    target = target_of(series, parsed.number, by)
    if target.refusal:
        raise NotAllowed(target.refusal)
    rows = conclusion_rows(parsed.conclusions)
    meeting = target.meeting
    try:
        if meeting is None:
            draft = _new_meeting(parsed, series, by, confirmed, digest)
            meeting = series.add_child(instance=draft)
            before = None
        else:
            meeting = MeetingPage.objects.select_for_update().get(pk=meeting.pk)
            refuse_editing(meeting, by)
            draft = meeting.get_latest_revision_as_object()
            if digest and draft.source_digest == digest and not corrected:
                return ReportImport(meeting, "unchanged")
            draft.source_digest = digest or draft.source_digest
            before = draft.serializable_data()
            _fill(draft, parsed, confirmed)
        changed, kept = take_up_conclusions(meeting, rows, by=by, same=confirmed.same_items)
        if before and not changed and draft.serializable_data() == before:
            return ReportImport(meeting, "unchanged", kept)
        if meeting.state in (MeetingState.PLANNED, MeetingState.HELD):
            draft.state = draft_report(meeting, by=by, authorised=True).state
        revision = draft.save_revision(user=by)
    except ValidationError as error:
        raise DocumentError(" ".join(error.messages)) from error
    data = {"number": parsed.number, "new": before is None}
    log(draft, "events.import_report", user=by, data=data, revision=revision, content_changed=True)
    return ReportImport(draft, "created" if before is None else "updated", kept)


def report_blocks(parsed):
    """The raw stream of a parsed report, cleaned, with new ids. What no field can hold comes last, unplaced."""
    blocks = []
    for block in parsed.blocks:
        with _naming_the_line(block.line):
            value = clean_html(block.html, max_length=MAX_BLOCK)
        kind = block.kind
        if kind == "heading":
            text = " ".join(plain_text(value).split())
            kind, value = ("heading", text) if len(text) <= MAX_HEADING else ("unnumbered", value)
        blocks.append((kind, value))
    for person in parsed.participants:
        if not _fits(person):
            text = " ".join((person.given_name, person.family_name, person.affiliation))
            blocks.append(("unplaced", clean_html(html.escape(text), max_length=MAX_BLOCK)))
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in blocks if value]


def conclusion_rows(conclusions):
    """The rows of action items that conclusions mean, cleaned; deadlines end at 23:59 UTC of their day."""
    rows = []
    for conclusion in conclusions:
        with _naming_the_line(conclusion.line):
            rows.append(
                {
                    "kind": conclusion.kind,
                    "text": clean_inline(conclusion.html),
                    "owner": conclusion.owner,
                    "due_at": end_of_day(conclusion.due_on) if conclusion.due_on else None,
                    "due_to_be_announced": bool(conclusion.due_tba and not conclusion.due_on),
                    "sub_items": [clean_inline(sub_item) for sub_item in conclusion.sub_items],
                }
            )
    return rows


def word_balance(lines, parsed):
    """Words in the file, words in the draft, and the words that became structure instead (labels, numbers, dates)."""
    given = _words(" ".join(line.text for line in lines))
    pieces = [_text_of(block["type"], block["value"]) for block in report_blocks(parsed)]
    for row in conclusion_rows(parsed.conclusions):
        pieces += [plain_text(row["text"]), *map(plain_text, row["sub_items"])]
    for person in parsed.participants:
        pieces += [person.given_name, person.family_name, person.affiliation] if _fits(person) else []
    kept = Counter(_words(" ".join(pieces)))
    total, left = kept.total(), []
    for word in reversed(given):  # labels stand above what they announce
        if kept[word]:
            kept[word] -= 1
        else:
            left.append(word)
    return len(given), total, left[::-1]


def _words(text):
    return re.findall(r"[^\W_]+", text)


def _new_meeting(parsed, series, by, confirmed, digest):
    if parsed.held_on is None and confirmed.starts_at is None:
        raise DocumentError("The report does not say on which day its meeting was held.")
    slug = f"meeting-{parsed.number}"
    draft = MeetingPage(
        title=f"{series.short_name} meeting {parsed.number}",
        slug="" if series.get_children().filter(slug=slug).exists() else slug,
        number=parsed.number,
        live=False,
        owner=by,
        source_digest=digest,
    )
    if confirmed.starts_at is None:
        draft.starts_at, draft.ends_at = default_times(parsed.held_on)
    _fill(draft, parsed, confirmed)
    return draft


def _fill(draft, parsed, confirmed):
    """Write what a report says into a draft. Times and cycle it has already stay, unless they were confirmed."""
    draft.starts_at = confirmed.starts_at or draft.starts_at
    draft.ends_at = confirmed.ends_at or draft.ends_at
    draft.place = confirmed.place or draft.place
    draft.format = parsed.format or draft.format
    if draft.format == MeetingFormat.ON_SITE and not draft.place:
        draft.place = "Place not named in the report"
    if draft.cycle_id is None:
        year = parsed.cycle_year or draft.starts_at.year
        draft.cycle = Cycle.objects.filter(year=year).first()
    draft.report = _with_kept_ids(draft, report_blocks(parsed))
    ids = resolve_coalitions(parsed.participants) if confirmed.coalition_ids is None else confirmed.coalition_ids
    people = [
        {**_cleaned(person), "capacity": person.capacity, "coalition_id": coalition_id}
        for person, coalition_id in zip(parsed.participants, ids, strict=True)
        if _fits(person)
    ]
    present = (
        [{name: getattr(person, name) for name in people[0]} for person in draft.participants.all()] if people else []
    )
    if present != people:
        draft.participants = [Participant(sort_order=order, **person) for order, person in enumerate(people)]


def _with_kept_ids(draft, blocks):
    """The new stream. A block whose text is nearly that of an earlier one keeps that one's id, hence its anchor."""
    earlier = [(block.id, _text_of(block.block_type, block.value)) for block in draft.report]
    pairs = same_texts([text for _, text in earlier], [_text_of(block["type"], block["value"]) for block in blocks])
    for place, block in enumerate(blocks):
        if place in pairs:
            block["id"] = earlier[pairs[place]][0]
    return MeetingPage._meta.get_field("report").to_python(blocks)


def _text_of(kind, value):
    return str(value) if kind == "heading" else plain_text(str(getattr(value, "source", value)))


def _cleaned(person):
    return {name: clean_line(getattr(person, name)) for name in LIMITS}


def _fits(person):
    return all(len(getattr(person, name)) <= limit for name, limit in LIMITS.items())


@contextmanager
def _naming_the_line(line):
    """Turns a refusal by the sanitiser into one that says where in the file the text stands."""
    try:
        yield
    except SanitizeError as error:
        raise DocumentError(f"Line {line}: {error}") from error
