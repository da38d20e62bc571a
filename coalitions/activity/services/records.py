"""Verbs of records: what a coalition logs, with who did it."""

from django.db import transaction
from wagtail.log_actions import log

from coalitions.activity.permissions import can_keep_record
from coalitions.workflow import NotAllowed

REFUSAL = "Only the Secretariat and the coalition’s coordinators keep its records."


@transaction.atomic
def log_record(record, *, by):
    """Keep a record, new or changed. Raises NotAllowed, and ValidationError for one without evidence."""
    if not can_keep_record(by, record):
        raise NotAllowed(REFUSAL)
    is_new = record.pk is None
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
