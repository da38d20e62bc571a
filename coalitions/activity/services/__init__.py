"""Verbs of this room."""

from coalitions.activity.services.list_archives import (
    begin_import,
    count_batch,
    fail_import,
    finish_import,
    forget_archives,
    request_import,
)
from coalitions.activity.services.list_months import enter_month
from coalitions.activity.services.records import log_record, remove_record

__all__ = [
    "begin_import",
    "count_batch",
    "enter_month",
    "fail_import",
    "finish_import",
    "forget_archives",
    "log_record",
    "remove_record",
    "request_import",
]
