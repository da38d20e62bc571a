"""Registers what this room adds to the admin. Decides nothing."""

import datetime

from wagtail import hooks
from wagtail.log_actions import LogFormatter

from coalitions.templatetags.coalitions_tags import utc

LOG_MESSAGES = {
    "proposals.extend_call": "Deadline moved",
    "proposals.allow_late": "Leave to submit late",
}


class CallLog(LogFormatter):
    """Reads a step's row of a call's log: what happened, until when, and why."""

    def format_message(self, log_entry):
        until = log_entry.data.get("to") or log_entry.data.get("until")
        return f"{self.message} until {utc(datetime.datetime.fromisoformat(until))}" if until else self.message

    def format_comment(self, log_entry):
        return log_entry.data.get("reason", "")


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, message in LOG_MESSAGES.items():
        actions.register_action(action)(type("ProposalsLog", (CallLog,), {"label": message, "message": message}))
