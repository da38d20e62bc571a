"""Verbs of this room."""

from coalitions.activity.services.annual_reports import (
    drafted_parts,
    file_annual_report,
    save_annual_report,
    start_annual_report,
    widen_annual_report,
)
from coalitions.activity.services.assessments import (
    answer_offer,
    appeal_assessment,
    decide_assessments,
    extend_appeal,
    extend_reply,
    leave_out,
    make_assessments,
    publish_assessments,
    reply_to_assessment,
    settle_appeal,
    share_assessments,
    take_in,
)
from coalitions.activity.services.criteria import agree_criteria, change_criteria, open_slot_requests, renew_criteria
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
from coalitions.activity.services.reminders import remind_assessments
from coalitions.activity.services.slot_requests import (
    grant_slot,
    refuse_slot,
    send_slot_request,
    slot_evidence,
    withdraw_slot_request,
)
from coalitions.activity.services.versions import Stale

__all__ = [
    "Stale",
    "agree_criteria",
    "answer_offer",
    "appeal_assessment",
    "begin_import",
    "change_criteria",
    "count_batch",
    "decide_assessments",
    "drafted_parts",
    "enter_month",
    "extend_appeal",
    "extend_reply",
    "fail_import",
    "file_annual_report",
    "finish_import",
    "forget_archives",
    "grant_slot",
    "leave_out",
    "log_record",
    "make_assessments",
    "open_slot_requests",
    "publish_assessments",
    "refuse_slot",
    "remind_assessments",
    "remove_record",
    "renew_criteria",
    "reply_to_assessment",
    "request_import",
    "save_annual_report",
    "send_slot_request",
    "settle_appeal",
    "share_assessments",
    "slot_evidence",
    "start_annual_report",
    "take_in",
    "widen_annual_report",
    "withdraw_slot_request",
]
