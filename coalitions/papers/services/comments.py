"""Verbs of comments on drafts: the only code that writes them."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.papers import notifications
from coalitions.papers.enums import NEED_A_REASON, CommentPeriod, CommentSource, CommentState, Disposition
from coalitions.papers.models import PaperDraftPage, ParagraphComment
from coalitions.papers.permissions import secretariat
from coalitions.papers.redline import words_of
from coalitions.papers.workflow import COMMENT
from coalitions.workflow import NotAllowed


class AnsweredMeanwhile(NotAllowed):
    """Somebody else has said what became of a comment since its answer was read; `seen` names what is stored now."""

    def __init__(self, comment):
        reason = f": {comment.disposition_reason}" if comment.disposition_reason else "."
        super().__init__(
            f"Somebody else has answered meanwhile: “{comment.get_disposition_display()}”{reason} "
            "What you typed is still here; save it again if it should take its place."
        )
        self.seen = comment.answer_seen


def _locked_draft(draft):
    return PaperDraftPage.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def _locked(comment):
    rows = ParagraphComment.objects.select_for_update(of=("self",)).select_related("draft", "coalition")
    return rows.get(pk=comment.pk)


def _part(draft, anchor):
    part = draft.numbered_part(anchor)
    if part is None:
        raise NotAllowed("This paragraph is no longer part of the draft. Look for the place it moved to, please.")
    return part


def _answered(draft, answers):
    """The comment that a reply answers: a published one of the same draft; to a reply nobody replies."""
    if answers is None:
        return None
    if answers.draft_id != draft.pk or answers.state != CommentState.PUBLISHED:
        raise NotAllowed("This comment is not there to be answered.")
    if answers.is_reply:
        raise NotAllowed("Replies are not replied to. Reply to the comment itself, please.")
    return answers


def is_late(draft, opened_at=None):
    """Whether what is sent now is late. Raises NotAllowed where it is not taken at all.

    After the deadline a comment is still taken from whoever opened the form before it (`opened_at`), and marked.
    """
    period = draft.comment_period
    if period == CommentPeriod.OPEN:
        return False
    if period == CommentPeriod.CLOSED and opened_at is not None and opened_at <= draft.comments_close_at:
        return True
    said = {
        CommentPeriod.NONE: "This document takes no comments.",
        CommentPeriod.PLANNED: "The period for comments has not begun yet.",
        CommentPeriod.CLOSED: "The period for comments is over.",
    }
    raise NotAllowed(said[period])


@transaction.atomic
def write_comment(draft, anchor, *, name, email, text, opened_at, answers=None, user=None, **said):
    """Take a comment on the paragraph at an anchor; `said`: capacity, coalition. Raises NotAllowed.

    From an account it goes to the Secretariat at once; from anybody else once the link in a mail has shown that the
    address is theirs. The same comment sent twice is kept once. Returns the ParagraphComment.
    """
    draft = _locked_draft(draft)
    late = is_late(draft, opened_at)
    part, answers = _part(draft, anchor), _answered(draft, answers)
    same = ParagraphComment.objects.of_draft(draft).on_paragraph(part.block.id)
    same = same.filter(email=email, text=text, answers=answers).exclude(state=CommentState.REJECTED).first()
    if same is not None:
        return same
    comment = ParagraphComment(
        draft=draft,
        block_id=part.block.id,
        number=part.number,
        quoted_text=words_of(part),
        answers=answers,
        name=name,
        email=email,
        text=text,
        user=user,
        is_late=late,
        received_at=timezone.now(),
        **said,
    )
    if user is not None:
        comment.state, comment.confirmed_at = CommentState.PENDING, comment.received_at
    comment.save()
    if user is None:
        notifications.ask_to_confirm(comment)
    else:
        notifications.tell_secretariat(draft)
    return comment


@transaction.atomic
def confirm_comment(comment):
    """The second half of the double opt-in. Safe to repeat. Raises NotAllowed if the comment was decided on."""
    comment = _locked(comment)
    if comment.state != CommentState.UNCONFIRMED:
        return comment
    COMMENT.check("confirm", None, comment)
    comment.state, comment.confirmed_at = CommentState.PENDING, timezone.now()
    comment.save(update_fields=["state", "confirmed_at"])
    notifications.forget_question(comment)
    notifications.tell_secretariat(comment.draft)
    return comment


@transaction.atomic
def discard_comment(comment):
    """Delete a comment that was not confirmed, because its address says so. Raises NotAllowed for any other."""
    comment = _locked(comment)
    if comment.state != CommentState.UNCONFIRMED:
        raise NotAllowed("This comment was confirmed. Write to the Secretariat to have it taken out.")
    notifications.forget_question(comment)
    comment.delete()


@transaction.atomic
def enter_comment(draft, anchor, *, name, text, received_at, by, source=CommentSource.EMAIL, **said):
    """Enter a comment that came by other ways; `said`: email, capacity, coalition. It waits like any other.

    Late is what came after the deadline, whenever it is entered. Raises NotAllowed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat enters comments for others.")
    draft = _locked_draft(draft)
    part = _part(draft, anchor)
    if received_at > timezone.now():
        raise NotAllowed("A comment cannot have come in the future.")
    closes = draft.comments_close_at
    comment = ParagraphComment.objects.create(
        draft=draft,
        block_id=part.block.id,
        number=part.number,
        quoted_text=words_of(part),
        name=name,
        text=text,
        state=CommentState.PENDING,
        source=source,
        is_late=closes is not None and received_at > closes,
        received_at=received_at,
        entered_by=by,
        **said,
    )
    log(comment, "papers.enter_comment", user=by)
    return comment


@transaction.atomic
def publish_comment(comment, *, by):
    """Make a comment public. Raises NotAllowed."""
    comment = _locked(comment)
    step = COMMENT.check("publish", by, comment)
    comment.state, comment.reason = step.to_state, ""
    comment.published_at = timezone.now()
    comment.save(update_fields=["state", "reason", "published_at"])
    notifications.tell_published(comment)
    log(comment, "papers.publish_comment", user=by)
    return comment


@transaction.atomic
def reject_comment(comment, *, by, reason):
    """Do not publish a comment, or take it back. The reason stays inside. Raises NotAllowed."""
    comment = _locked(comment)
    step = COMMENT.check("reject", by, comment, reason)
    comment.state, comment.reason = step.to_state, reason.strip()
    comment.save(update_fields=["state", "reason"])
    notifications.forget_question(comment)
    log(comment, "papers.reject_comment", user=by, data={"reason": comment.reason})
    return comment


@transaction.atomic
def dispose_comment(comment, *, by, disposition, reason="", seen=None):
    """Say what became of a published comment. It may be said anew; the log keeps what was said.

    seen: `comment.answer_seen` as it was read. Raises AnsweredMeanwhile where it is another by now, and NotAllowed.
    """
    comment = _locked(comment)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat says what became of a comment.")
    if comment.state != CommentState.PUBLISHED or comment.is_reply:
        raise NotAllowed("Only a published comment gets an answer; replies need none.")
    if disposition in NEED_A_REASON and not reason.strip():
        raise NotAllowed("Give a reason; it stands in the public table.")
    if seen is not None and seen != comment.answer_seen:
        raise AnsweredMeanwhile(comment)
    before = comment.disposition
    comment.disposition, comment.disposition_reason = Disposition(disposition), reason.strip()
    comment.disposed_at, comment.disposed_by = timezone.now(), by
    comment.save(update_fields=["disposition", "disposition_reason", "disposed_at", "disposed_by"])
    notifications.tell_disposition(comment)
    data = {"from": before, "to": str(comment.disposition), "reason": comment.disposition_reason}
    log(comment, "papers.dispose_comment", user=by, data=data)
    return comment


def delete_unconfirmed():
    """Delete comments whose time to be confirmed has run out; returns how many."""
    return ParagraphComment.objects.never_confirmed().delete()[0]


def forget_person(user):
    """Take out who an account is from its comments; what was said and what became of it stays."""
    for comment in ParagraphComment.objects.of_person(user):
        comment.name, comment.email, comment.capacity, comment.user = "Somebody", "", "", None
        comment.save(update_fields=["name", "email", "capacity", "user"])
