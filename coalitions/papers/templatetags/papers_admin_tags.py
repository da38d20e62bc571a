"""What the admin's templates of this room ask for."""

from django import template
from django.urls import reverse
from wagtail.log_actions import registry as log_registry

from coalitions.papers.enums import CommentPeriod, CommentState
from coalitions.papers.models import DraftSnapshot, ParagraphComment
from coalitions.papers.permissions import secretariat
from coalitions.papers.workflow import COMMENT

register = template.Library()


def steps_of_draft(draft, user):
    """(address, label) of what the Secretariat may do with a draft; for an editor who is not, the import alone."""
    steps = [("draft-import", "Import a text")]
    if secretariat(user):
        if draft.live and draft.comment_period != CommentPeriod.NONE:
            steps.append(("draft-extend", "Move the deadline"))
        steps += [
            ("draft-enter", "Enter a comment"),
            ("draft-version", "Make a new version"),
            ("draft-snapshot", "Take a snapshot"),
            ("sources", "What it rests on"),
        ]
    return [(reverse(f"papers_admin:{name}", args=[draft.pk]), label) for name, label in steps]


@register.simple_tag
def draft_record(draft, user):
    """What may be done with a draft, and what is kept about it."""
    comments = ParagraphComment.objects.of_draft(draft)
    return {
        "steps": steps_of_draft(draft, user),
        "pending": comments.pending().count(),
        "undisposed": comments.without_disposition().count(),
        "snapshots": DraftSnapshot.objects.of_draft(draft),
        "extensions": draft.extensions.all(),
    }


@register.simple_tag
def paper_record(paper, user):
    """(address, stage) of the stages whose end may be moved."""
    stages = [stage for stage in paper.stages.all() if stage.pk and not stage.is_skipped] if secretariat(user) else []
    return {"stages": [(reverse("papers_admin:stage-move", args=[stage.pk]), stage) for stage in stages]}


@register.simple_tag
def comment_record(comment, user):
    """What may be done with a comment, and what happened to it (the newest first)."""
    steps = [
        (reverse("papers_admin:comment-step", args=[comment.pk, step.verb]), step.label)
        for step in COMMENT.open_to(user, comment)
    ]
    if comment.state == CommentState.PUBLISHED and not comment.is_reply and secretariat(user):
        label = "Change the answer" if comment.disposition else "Answer it"
        steps.insert(0, (reverse("papers_admin:dispose", args=[comment.pk]), label))
    entries = log_registry.get_logs_for_instance(comment).order_by("-timestamp", "-pk").select_related("user")
    return {"steps": steps, "log": entries}
