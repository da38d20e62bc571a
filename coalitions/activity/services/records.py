"""Verbs of records: what a coalition logs, with who did it."""

from django.db import transaction
from wagtail.log_actions import log

from coalitions.activity.models import ActivityRecord
from coalitions.activity.permissions import can_keep_record
from coalitions.activity.services.versions import Stale
from coalitions.workflow import NotAllowed

REFUSAL = "Only the Secretariat and the coalition’s coordinators keep its records."


@transaction.atomic
def log_record(record, *, by, seen=None):
    """Keep a record, new or changed.

    seen: its `content_key` as it was read. Raises Stale where somebody has changed it since, NotAllowed, and
    ValidationError for one without evidence.
    """
    if not can_keep_record(by, record):
        raise NotAllowed(REFUSAL)
    is_new = record.pk is None
    if not is_new and seen is not None:
        stored = ActivityRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        if stored.content_key != seen:
            raise Stale(stored)
    if is_new:
        record.by = by
    record.full_clean()
    record.save()
    log(record, "wagtail.create" if is_new else "wagtail.edit", user=by)
    return record


@transaction.atomic
def remove_record(record, *, by):
    """Remove a record. Raises NotAllowed."""
    if not can_keep_record(by, record):
        raise NotAllowed(REFUSAL)
    log(record, "wagtail.delete", user=by)
    record.delete()
