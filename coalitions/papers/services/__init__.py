"""Verbs of the work on a paper."""

from coalitions.papers.services.comments import (
    confirm_comment,
    delete_unconfirmed,
    discard_comment,
    dispose_comment,
    enter_comment,
    forget_person,
    is_late,
    publish_comment,
    reject_comment,
    write_comment,
)
from coalitions.papers.services.drafts import (
    draft_published,
    extend_comments,
    make_version,
    preview_text,
    replace_text,
    settle_numbers,
    take_snapshot,
)
from coalitions.papers.services.stages import move_stage
from coalitions.papers.services.trace import link_source, unlink_source

__all__ = [
    "confirm_comment",
    "delete_unconfirmed",
    "discard_comment",
    "dispose_comment",
    "draft_published",
    "enter_comment",
    "extend_comments",
    "forget_person",
    "is_late",
    "link_source",
    "make_version",
    "move_stage",
    "preview_text",
    "publish_comment",
    "reject_comment",
    "replace_text",
    "settle_numbers",
    "take_snapshot",
    "unlink_source",
    "write_comment",
]
