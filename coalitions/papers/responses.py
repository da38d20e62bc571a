"""What was said to a draft, and what became of it: the comment-response table, and its summary in figures."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from coalitions.papers.enums import Disposition
from coalitions.papers.models import ParagraphComment
from coalitions.papers.trace import uses_of


@dataclass
class Response:
    """A comment with its replies, and where it was used."""

    comment: ParagraphComment
    replies: list = field(default_factory=list)
    uses: list = field(default_factory=list)


def threads(comments):
    """Comments in order as Responses; a reply whose comment is not among them stands alone."""
    rows = {comment.pk: Response(comment) for comment in comments if not comment.is_reply}
    found = list(rows.values())
    for comment in comments:
        if not comment.is_reply:
            continue
        if comment.answers_id in rows:
            rows[comment.answers_id].replies.append(comment)
    return found


def responses_to(draft, parts=None):
    """The rows of a draft's comment-response table, by paragraph, then as they came. Three queries.

    What is on a paragraph that went stands last.
    """
    comments = list(ParagraphComment.objects.of_draft(draft).published().with_coalition().in_order())
    for comment in comments:
        comment.draft = draft
    rows = threads(comments)
    uses = uses_of("comment", [row.comment.pk for row in rows])
    for row in rows:
        row.uses = uses.get(str(row.comment.pk), [])
    order = {part.block.id: place for place, part in enumerate(parts if parts is not None else draft.parts())}
    return sorted(rows, key=lambda row: order.get(row.comment.block_id, len(order)))


def by_paragraph(rows):
    """Block id → the Responses on it."""
    found = defaultdict(list)
    for row in rows:
        found[row.comment.block_id].append(row)
    return dict(found)


def summary_of(rows):
    """(label, count) of every disposition, and of what has none yet."""
    counts = Counter(row.comment.disposition for row in rows)
    return [*((one.label, counts[one.value]) for one in Disposition), ("Not answered yet", counts[""])]
