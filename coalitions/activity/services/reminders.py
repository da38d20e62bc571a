"""Reminds coalitions of the time they have left to reply to an assessment, or to appeal. Safe at any interval."""

import datetime

from django.db import transaction
from django.utils import timezone

from coalitions.activity import notifications
from coalitions.activity.models import Assessment
from coalitions.activity.services.assessment_steps import keep_step, locked_one

# How long before a moment its coalition is reminded of it.
BEFORE_THE_END = datetime.timedelta(days=5)
# Nobody is reminded of what they were told less than this ago.
PATIENCE = datetime.timedelta(days=2)


def remind_assessments(*, dry_run=False):
    """Remind coalitions that have not replied, or could appeal against a decision that is not what they want.

    Each is reminded once of each moment, and again where the moment was moved. Returns the assessments whose
    coalitions were reminded, or with `dry_run` would be.
    """
    now = timezone.now()
    due = [row for row in Assessment.objects.with_time_left(now, now + BEFORE_THE_END) if _is_due(row, now)]
    return due if dry_run else [row for row in due if _remind(row)]


def _is_due(assessment, now):
    last = assessment.steps.last()
    return last is None or (last.verb != "remind" and last.at <= now - PATIENCE)


@transaction.atomic
def _remind(assessment):
    before, assessment = assessment, locked_one(assessment)
    # Whoever waited for the lock may find it replied to, or reminded already.
    if assessment.state != before.state or not _is_due(assessment, timezone.now()):
        return False
    keep_step(assessment, "remind", None, before=assessment.state)
    notifications.tell_reminder(assessment)
    return True
