"""Verbs of drafts: settled numbers, deadlines, versions, texts from files, snapshots."""

import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from coalitions.numbering import number_parts
from coalitions.papers.blocks import NUMBERED_BLOCKS
from coalitions.papers.enums import CommentPeriod, DraftKind
from coalitions.papers.models import DraftExtension, DraftSnapshot, PaperDraftPage
from coalitions.papers.permissions import secretariat
from coalitions.papers.redline import matched_ids, words_of
from coalitions.papers.responses import responses_to
from coalitions.papers.services.surveys import locked_survey
from coalitions.papers.survey_results import results_of, summary_sections
from coalitions.sanitize import plain_text
from coalitions.workflow import NotAllowed


def _locked(draft):
    return PaperDraftPage.objects.select_for_update(of=("self",)).get(pk=draft.pk)


@transaction.atomic
def settle_numbers(draft):
    """Keep the number of every paragraph that readers see: one that is settled never changes. Safe to repeat."""
    draft = _locked(draft)
    parts = number_parts(draft.body, draft.settled_numbers, NUMBERED_BLOCKS)
    fresh = {
        part.block.id: part.number for part in parts if part.number and part.block.id not in draft.settled_numbers
    }
    if fresh:
        draft.settled_numbers = {**draft.settled_numbers, **fresh}
        draft.save(update_fields=["settled_numbers"], clean=False)


def draft_published(sender, instance, **kwargs):
    """Receiver of every publication of a draft."""
    settle_numbers(instance)


@transaction.atomic
def extend_comments(draft, *, to, reason, by):
    """Move the end of a comment period to later; the earlier one and the reason stay public. Raises NotAllowed."""
    draft = _locked(draft)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat moves a deadline.")
    if draft.comment_period == CommentPeriod.NONE:
        raise NotAllowed("This document takes no comments; give the period on its page first.")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is shown with the deadline's history.")
    if to <= draft.comments_close_at or to <= timezone.now():
        raise NotAllowed("A deadline is only ever moved to a later moment that is still to come.")
    extension = DraftExtension.objects.create(
        draft=draft,
        from_at=draft.comments_close_at,
        to_at=to,
        reason=reason.strip(),
        moved_at=timezone.now(),
        by=by,
    )
    draft.comments_close_at = to
    draft.save(update_fields=["comments_close_at"], clean=False)
    data = {"from": extension.from_at.isoformat(), "to": to.isoformat(), "reason": extension.reason}
    log(draft, "papers.extend", user=by, data=data)
    return extension


@transaction.atomic
def make_version(draft, *, by, kind=None, title="", label="", change_note=""):
    """A new version as an unpublished page beside the old one: its paragraphs are the old ones until they are changed.

    Comments stay where they were made. Raises NotAllowed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat makes a new version.")
    draft = _locked(draft)
    paper = draft.get_parent()
    newest = PaperDraftPage.objects.of_paper(paper).newest_first().first()
    kind, number = kind or draft.kind, newest.number + 1
    version = PaperDraftPage(
        title=title or draft.title,
        slug=_free_slug(paper, f"{draft.slug.rsplit('-v', 1)[0]}-v{number}"),
        kind=kind,
        number=number,
        label=label,
        change_note=change_note,
        previous=draft,
        intro=draft.intro,
        body=draft.body,
        live=False,
        owner=by,
    )
    paper.add_child(instance=version)
    version.save_revision(user=by, log_action="wagtail.create")
    log(draft, "papers.make_version", user=by, data={"version": number})
    return version


@transaction.atomic
def start_summary(survey, *, by):
    """The beginning of a summary of input, from a survey's results as they stand: an unpublished draft of its paper.

    Raises NotAllowed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat begins a summary.")
    survey = locked_survey(survey)
    if survey.is_open:
        raise NotAllowed("The survey is still open; begin the summary when it is closed.")
    results = results_of(survey)
    if not results.answered:
        raise NotAllowed("Nobody has answered it.")
    paper, title = survey.get_parent(), f"Summary of input: {survey.title}"[:255]
    if PaperDraftPage.objects.of_paper(paper).waiting_under(title).exists():
        raise NotAllowed(f"A draft of it waits to be published: {title}.")
    newest = PaperDraftPage.objects.of_paper(paper).newest_first().first()
    draft = PaperDraftPage(
        title=title,
        slug=_free_slug(paper, "summary-of-input"),
        kind=DraftKind.SUMMARY,
        number=newest.number + 1 if newest else 1,
        live=False,
        owner=by,
    )
    blocks = []
    for heading, paragraphs in summary_sections(results):
        blocks += [("heading", heading[:200]), *(("paragraph", paragraph) for paragraph in paragraphs)]
    draft.body = identified(draft, blocks)
    paper.add_child(instance=draft)
    draft.save_revision(user=by, log_action="wagtail.create")
    log(draft, "papers.start_summary", user=by, data={"survey": survey.pk})
    return draft


def _free_slug(parent, wanted):
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, count = wanted, 1
    while slug in taken:
        count += 1
        slug = f"{wanted}-{count}"
    return slug


@transaction.atomic
def replace_text(draft, blocks, *, by):
    """Put a text that came from a file in the place of the newest text, as a change that waits to be published.

    `blocks` is a list of (kind, html or heading). A paragraph that is the old one, word for word or reworded, stays
    that one: number, anchor and comments. Raises NotAllowed.
    """
    if not draft.permissions_for_user(by).can_edit():
        raise NotAllowed("You may not edit this draft.")
    page = _locked(draft).get_latest_revision_as_object()
    page.body = identified(page, blocks)
    revision = page.save_revision(user=by, changed=True)
    log(page, "papers.import_text", user=by, revision=revision, data={"blocks": len(blocks)})
    return revision


def preview_text(draft, blocks):
    """The newest text of a draft with these blocks in its place: as `replace_text` would have it, not stored."""
    page = draft.get_latest_revision_as_object()
    page.body = identified(page, blocks)
    page.settled_numbers = draft.settled_numbers
    return page


def identified(page, blocks):
    """The blocks as raw stream data, with the ids of the paragraphs of the page that they are."""
    old = [(part.block.id, words_of(part)) for part in page.parts() if part.number]
    if not old and page.previous_id:
        old = [(part.block.id, words_of(part)) for part in page.previous.parts() if part.number]
    places = [place for place, (kind, _value) in enumerate(blocks) if kind in NUMBERED_BLOCKS]
    ids = matched_ids(old, [plain_text(blocks[place][1]) for place in places])
    known = {place: found for place, found in zip(places, ids, strict=True) if found}
    kinds = {block.id: block.block_type for block in [*page.body, *(page.previous.body if page.previous_id else [])]}
    return [
        {
            "type": kinds.get(known.get(place), kind) if kind in NUMBERED_BLOCKS else kind,
            "value": value,
            "id": known.get(place) or str(uuid.uuid4()),
        }
        for place, (kind, value) in enumerate(blocks)
    ]


@transaction.atomic
def take_snapshot(draft, *, as_of, by, note=""):
    """Freeze a draft and its public comments as they stood at a moment. Raises NotAllowed.

    The text is that of the last publication until then; comments and their answers are those that were public.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat takes snapshots.")
    if as_of > timezone.now():
        raise NotAllowed("A snapshot is of a moment that has been.")
    page = published_at(draft, as_of)
    if page is None:
        raise NotAllowed("The draft was not published yet at that moment.")
    rows = [row for row in responses_to(page) if row.comment.published_at <= as_of]
    content = {
        "title": page.title,
        "version": page.version_name,
        "parts": [
            {"kind": part.kind, "number": part.number, "anchor": part.anchor, "html": _html(part)}
            for part in page.parts()
        ],
        "comments": [_frozen(row, as_of) for row in rows],
    }
    snapshot = DraftSnapshot.objects.create(draft=draft, as_of=as_of, note=note, content=content, by=by)
    log(draft, "papers.take_snapshot", user=by, data={"as_of": as_of.isoformat()})
    return snapshot


def published_at(draft, moment):
    """The draft as readers saw it at a moment, or None where they did not see it yet."""
    entries = PageLogEntry.objects.filter(page_id=draft.pk, action="wagtail.publish", timestamp__lte=moment)
    entry = entries.exclude(revision=None).select_related("revision").order_by("-timestamp", "-pk").first()
    if entry is not None:
        return entry.revision.as_object()
    first = draft.first_published_at
    return draft if draft.live and (first is None or first <= moment) and not draft.latest_revision_id else None


def _html(part):
    if part.kind == "heading":
        return part.block.value
    if part.kind == "dissent":
        return f"<p>{part.block.value['who']}</p>{part.block.value['text'].source}"
    return part.block.value.source


def _frozen(row, as_of):
    comment = row.comment
    answered = bool(comment.disposed_at) and comment.disposed_at <= as_of
    return {
        "number": comment.number,
        "anchor": comment.anchor,
        "quoted": comment.quoted_text,
        "who": comment.who,
        "coalition": comment.coalition.short_name if comment.coalition else "",
        "text": comment.text,
        "late": comment.is_late,
        "received_at": comment.received_at.isoformat(),
        "disposition": comment.get_disposition_display() if answered else "",
        "reason": comment.disposition_reason if answered else "",
    }
