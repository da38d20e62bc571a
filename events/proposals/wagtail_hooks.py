"""Registers what this room adds to the admin. Decides nothing."""

import datetime

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from coalitions.templatetags.coalitions_tags import utc
from events.proposals.admin import PreparationGroup
from events.proposals.models import CallPage
from events.proposals.permissions import secretariat
from events.proposals.views import calls, desk

modeladmin_register(PreparationGroup)

admin_urls = [
    path("board/", desk.board, name="newest-board"),
    path("board/<int:call_id>/", desk.board, name="board"),
    path("board/<int:call_id>/assign/", desk.assign, name="assign"),
    path("assignments/<int:assignment_id>/unassign/", desk.unassign, name="unassign"),
    path("<int:proposal_id>/step/<slug:verb>/", desk.proposal_step, name="proposal-step"),
    path("inputs/<int:input_id>/step/<slug:verb>/", desk.input_step, name="input-step"),
    path("calls/<int:call_id>/extend/", calls.extend, name="call-extend"),
    path("calls/<int:call_id>/late/", calls.allow_late, name="call-late"),
]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("proposals/", include((admin_urls, "proposals_admin")))]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page, user, view_name, next_url=None):
    page = page.specific_deferred
    if not isinstance(page, CallPage) or not secretariat(user):
        return
    buttons = [("board", "Board of proposals", "grip")]
    if page.live:
        buttons += [("call-extend", "Move the deadline", "time"), ("call-late", "Allow a late submission", "unlock")]
    for place, (name, label, icon) in enumerate(buttons):
        address = reverse(f"proposals_admin:{name}", args=[page.pk])
        yield Button(label, url=address, icon_name=icon, priority=100 + place)


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
