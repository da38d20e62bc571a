"""Verbs of a coalition: the only code that writes its status."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.models import CoalitionPage, StatusChange
from coalitions.workflow import COALITION_STATUS, NotAllowed


@transaction.atomic
def change_status(coalition, *, verb, reason, by, on=None):
    """Take a step in a coalition's life and keep it, dated and reasoned.

    `on` is the day it took effect: by default today, UTC; not in the future, nor before the last change.
    Returns the StatusChange. Raises NotAllowed.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=coalition.pk)
    step = COALITION_STATUS.check(verb, by, coalition, reason)
    today = timezone.now().date()
    on = on or today
    if on > today:
        raise NotAllowed("A status takes effect today or earlier; it cannot be dated in the future.")
    latest = StatusChange.objects.of_coalition(coalition).newest_first().first()
    if latest and on < latest.changed_on:
        raise NotAllowed(f"The last change is of {latest.changed_on:%-d %B %Y}; this one cannot come before it.")
    change = StatusChange.objects.create(
        coalition=coalition,
        from_status=coalition.status,
        to_status=step.to_state,
        changed_on=on,
        reason=reason.strip(),
        by=by,
    )
    coalition.status = step.to_state
    coalition.save(update_fields=["status"], clean=False)
    log(
        coalition,
        "coalitions.status",
        user=by,
        data={"from": change.from_status, "to": change.to_status, "reason": change.reason, "on": on.isoformat()},
    )
    return change


@transaction.atomic
def set_initial_status(coalition, *, status, reason, by=None, on=None):
    """Give a newly imported coalition its first status. Does nothing for one that has a history."""
    if StatusChange.objects.of_coalition(coalition).exists():
        return None
    change = StatusChange.objects.create(
        coalition=coalition, to_status=status, changed_on=on or timezone.now().date(), reason=reason, by=by
    )
    coalition.status = status
    coalition.save(update_fields=["status"], clean=False)
    return change
