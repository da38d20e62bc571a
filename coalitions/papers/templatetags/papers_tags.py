"""What the templates of this room ask for. Queries stand on the querysets; these only call them."""

from dataclasses import dataclass, field

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import mark_safe

from coalitions.papers.coverage import coverage_of
from coalitions.papers.enums import StageState
from coalitions.papers.models import Interview, PaperDraftPage, PaperPage, ParagraphComment
from coalitions.papers.redline import Change, compare, words_of
from coalitions.papers.responses import by_paragraph, responses_to, summary_of
from coalitions.papers.trace import sources_of, uses_of
from coalitions.rich_text import expand_links, with_links
from coalitions.sanitize import plain_text

register = template.Library()

ANY_ANCHOR = "p-0000000000"
FEW = 3  # comments on a paragraph that stand open beside it


@dataclass
class Reading:
    """A part of a draft as it is read, with everything that stands beside it."""

    part: object
    text: str
    dissent: list = field(default_factory=list)
    responses: list = field(default_factory=list)
    earlier: int = 0
    change: Change | None = None
    sources: list = field(default_factory=list)
    uses: list = field(default_factory=list)
    write_url: str = ""

    @property
    def comment_count(self):
        return sum(1 + len(row.replies) for row in self.responses)


@register.simple_tag
def draft_of(draft):
    """A draft as it is read.

    Keys: paper, readings (a Reading for each part; dissenting views stand with the paragraph before them), gone
    (Responses on paragraphs that went), comparison with the version before (or None), previous, later (its newer
    versions), extensions, count of comments, summary of dispositions.
    """
    parts = draft.parts()
    previous = _previous(draft)
    comparison = compare(previous.parts(), parts) if previous else None
    rows = responses_to(draft, parts) if draft.pk else []
    found = by_paragraph(rows)
    earlier = ParagraphComment.objects.of_draft(previous).published().counts_by_paragraph() if previous else {}
    sources = sources_of(draft)
    uses = uses_of("paragraph", [f"{draft.pk}:{part.block.id}" for part in parts if part.number]) if draft.pk else {}
    readings, write_url = [], _write_url(draft) if draft.takes_comments else ""
    for part, text in zip(parts, _texts(parts), strict=True):
        if part.kind == "dissent" and readings:
            readings[-1].dissent.append((part.block.value["who"], text))
            continue
        reading = Reading(part, text)
        if part.number:
            block_id = part.block.id
            reading.write_url = write_url.replace(ANY_ANCHOR, part.anchor)
            reading.responses = found.pop(block_id, [])
            reading.earlier = earlier.get(block_id, 0)
            reading.change = comparison.changes.get(block_id) if comparison else None
            reading.sources = sources.get(block_id, [])
            reading.uses = uses.get(f"{draft.pk}:{block_id}", [])
            if reading.responses:
                _mark_changed(reading, words_of(part))
        readings.append(reading)
    return {
        "paper": PaperPage.objects.with_cycle().parent_of(draft).first(),
        "readings": readings,
        "gone": [row for left in found.values() for row in left],
        "comparison": comparison,
        "counts": comparison.counts if comparison else {},
        "previous": previous,
        "later": list(draft.next_versions.live().defer_streamfields()) if draft.pk else [],
        "extensions": list(draft.extensions.all()) if draft.pk else [],
        "comment_count": len(rows),
        "summary": summary_of(rows),
    }


def _write_url(draft):
    """The address of the form for a comment, with ANY_ANCHOR for the paragraph: there may be thousands of links."""
    return reverse("papers:comment-write", args=[draft.pk or 0, ANY_ANCHOR])


def _mark_changed(reading, words):
    """Says of every comment whether the text it was made on has changed since."""
    for row in reading.responses:
        row.comment.text_changed = row.comment.quoted_text != words


def _previous(draft):
    """The version before, if everybody may see it."""
    return PaperDraftPage.objects.visible().with_ids([draft.previous_id]).first() if draft.previous_id else None


def _texts(parts):
    """The rich text of parts, "" for a heading; all links are looked up at once."""
    sources = []
    for part in parts:
        if part.kind == "heading":
            sources.append("")
        elif part.kind == "dissent":
            sources.append(part.block.value["text"].source)
        else:
            sources.append(part.block.value.source)
    return [mark_safe(text) for text in expand_links(sources)]


@register.simple_tag
def paper_of(paper):
    """What the page of a paper shows: stages with their history, documents, discussions and their coverage.

    Keys: stages (`(stage, extensions)` pairs), next_stage, documents, discussions, coverage, comments (draft's id →
    how many).
    """
    history = {}
    for extension in paper.extensions.all() if paper.pk else ():
        history.setdefault(extension.stage_key, []).append(extension)
    stages = with_links(paper.ordered_stages, "outcome")
    documents = list(PaperDraftPage.objects.visible().of_paper(paper).newest_first().for_listing()) if paper.pk else []
    discussions = Interview.objects.public().of_paper(paper).latest_first().for_listing() if paper.pk else []
    discussions = with_links(discussions, "points")
    uses = uses_of("discussion", [discussion.pk for discussion in discussions])
    for discussion in discussions:
        discussion.uses = uses.get(str(discussion.pk), [])
    return {
        "stages": [(stage, history.get(stage.key, [])) for stage in stages],
        "next_stage": paper.next_stage,
        "documents": documents,
        "discussions": discussions,
        "coverage": coverage_of(paper) if paper.pk else None,
        "comments": ParagraphComment.objects.of_drafts([page.pk for page in documents]).published().counts_by_draft(),
    }


@register.simple_tag
def used_in(kind, reference):
    """Where a thing was used: the paragraphs of public drafts that rest on it."""
    return uses_of(kind, [str(reference)]).get(str(reference), [])


@register.simple_tag
def comments_beside(reading):
    """The comments on a paragraph; more than a few are folded. Written here, because a draft may have thousands."""
    count = reading.comment_count
    threads = mark_safe("".join(_thread(row, reading.write_url) for row in reading.responses))
    return format_html(
        '<details class="comments"{}><summary>{} comment{}<span class="visually-hidden"> on paragraph {}</span>'
        "</summary>{}</details>",
        mark_safe(" open") if count <= FEW else "",
        count,
        "" if count == 1 else "s",
        reading.part.number,
        threads,
    )


@register.simple_tag
def comment_thread(row):
    """A comment with its replies and what became of it."""
    return mark_safe(_thread(row))


def _thread(row, write_url=""):
    comment = row.comment
    parts = [f'<div class="thread" id="{comment.own_anchor}">{_said(comment)}']
    if getattr(comment, "text_changed", False):
        parts.append('<p class="small soft">The text has changed since.</p>')
    if comment.disposition:
        reason = f'<div class="small">{_typed(comment.disposition_reason)}</div>' if comment.disposition_reason else ""
        chip = disposition_chip(comment.disposition)
        parts.append(f'<p><span class="chip {chip}">{comment.get_disposition_display()}</span></p>{reason}')
    if row.uses:
        uses = "".join(f'<li><a href="{escape(use.url)}">{escape(use.text)}</a></li>' for use in row.uses)
        parts.append(f'<div class="uses small"><p>Where this was used:</p><ul>{uses}</ul></div>')
    parts += [f'<div class="reply" id="{reply.own_anchor}">{_said(reply)}</div>' for reply in row.replies]
    if write_url:
        name = f'<span class="visually-hidden"> to {escape(comment.name)}</span>'
        parts.append(f'<p><a class="small" href="{write_url}?to={comment.pk}" data-comment-here>Reply{name}</a></p>')
    return "".join(parts) + "</div>"


def _said(comment):
    coalition = f", {escape(comment.coalition.short_name)}" if comment.coalition_id and comment.coalition else ""
    late = ' <span class="chip chip-late">Late</span>' if comment.is_late else ""
    day = comment.received_at
    when = f'<time datetime="{day:%Y-%m-%d}">{day.day} {day:%B %Y}</time>'
    return (
        f'<p class="comment-who"><strong>{escape(comment.who)}</strong>{coalition} <span class="soft">{when}</span>'
        f'{late}</p><div class="said">{_typed(comment.text)}</div>'
    )


def _typed(text):
    """What somebody typed, as paragraphs: escaped, and its line breaks kept."""
    return linebreaks(text, autoescape=True)


@register.filter
def item(mapping, key):
    """The value of a key; None where there is none."""
    return mapping.get(key)


@register.filter
def plain(value):
    """The words of a piece of rich text."""
    return plain_text(value.source)


@register.filter
def chip_of(state):
    """The chip of a stage's state."""
    return {
        StageState.OPEN: "chip-planned",
        StageState.PLANNED: "chip-waiting",
        StageState.CLOSED: "chip-full",
        StageState.SKIPPED: "chip-stopped",
    }.get(state, "chip-waiting")


@register.filter
def disposition_chip(disposition):
    """The chip of what became of a comment."""
    return {"accepted": "chip-full", "partly": "chip-most", "merged": "chip-part", "": "chip-waiting"}.get(
        disposition, "chip-stopped"
    )
