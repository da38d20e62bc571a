"""Registers what this room adds to the admin. Decides nothing."""

from wagtail import hooks
from wagtail.log_actions import LogFormatter


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("activity.import_list")
    class ImportFormatter(LogFormatter):
        label = "Read the list’s archive"

        def format_message(self, log_entry):
            data = {"name": "", "read": 0, "counted": 0, **(log_entry.data or {})}
            return f"List’s archive read, “{data['name']}”: {data['counted']:,} of {data['read']:,} messages were new"

    @actions.register_action("activity.forget_archives")
    class ForgetFormatter(LogFormatter):
        label = "Remove what was read from the list’s archives"

        def format_message(self, log_entry):
            count = (log_entry.data or {}).get("messages", 0)
            return f"What was read from the list’s archives removed: {count:,} messages"
