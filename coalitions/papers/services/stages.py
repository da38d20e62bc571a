"""Verbs of stages: a later end, with its history."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.papers.models import PaperPage, PaperStage, StageExtension
from coalitions.papers.permissions import secretariat
from coalitions.workflow import NotAllowed


@transaction.atomic
def move_stage(stage, *, to, reason, by):
    """Move the end of a stage to later; the earlier one and the reason stay public. Raises NotAllowed."""
    PaperPage.objects.select_for_update(of=("self",)).get(pk=stage.paper_id)
    stage = PaperStage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat moves a deadline.")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is shown with the deadline's history.")
    if stage.is_skipped:
        raise NotAllowed("This stage was skipped.")
    if to <= timezone.now() or (stage.ends_at is not None and to <= stage.ends_at):
        raise NotAllowed("A deadline is only ever moved to a later moment that is still to come.")
    if stage.starts_at is not None and to < stage.starts_at:
        raise NotAllowed("A stage closes after it opens.")
    extension = StageExtension.objects.create(
        paper_id=stage.paper_id,
        stage_key=stage.key,
        from_at=stage.ends_at,
        to_at=to,
        reason=reason.strip(),
        moved_at=timezone.now(),
        by=by,
    )
    stage.ends_at = to
    stage.save(update_fields=["ends_at"])
    before = extension.from_at.isoformat() if extension.from_at else ""
    data = {"stage": str(stage), "from": before, "to": to.isoformat(), "reason": extension.reason}
    log(extension.paper, "papers.move_stage", user=by, data=data)
    return extension
