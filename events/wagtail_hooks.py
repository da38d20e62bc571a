"""Registers what this room adds to the admin. Decides nothing."""

import datetime

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from coalitions.templatetags.coalitions_tags import utc
from events.admin import MeetingsGroup
from events.models import MeetingIndexPage, MeetingPage, PreparatoryEventPage
from events.permissions import can_import_reports
from events.templatetags.events_admin_tags import steps_of, steps_of_event
from events.views import event_steps, external_dates, importing, steps

modeladmin_register(MeetingsGroup)

admin_urls = [
    path("import/", importing.upload_report, name="report-upload"),
    path("import/preview/", importing.preview_report, name="report-preview"),
    path("<int:meeting_id>/step/<slug:verb>/", steps.meeting_step, name="meeting-step"),
    path("<int:meeting_id>/carry-over/", steps.meeting_carry_over, name="meeting-carry-over"),
    path("items/<int:item_id>/step/<slug:verb>/", steps.item_step, name="item-step"),
    path("items/<int:item_id>/deadline/", steps.item_move_deadline, name="item-move-deadline"),
    path("parts/<int:part_id>/done/", steps.part_finish, name="part-finish"),
    path("events/<int:event_id>/step/<slug:verb>/", event_steps.event_step, name="event-step"),
    path("external-dates/import/", external_dates.import_dates, name="external-dates-import"),
]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("meetings/", include((admin_urls, "events_admin")))]


@hooks.register("register_page_header_buttons")
def page_header_buttons(page, user, view_name, next_url=None):
    page = page.specific_deferred
    if isinstance(page, MeetingPage):
        for place, (address, label) in enumerate(steps_of(page, user)):
            yield Button(label, url=address, icon_name="tasks", priority=100 + place)
    elif isinstance(page, PreparatoryEventPage):
        for place, (address, label) in enumerate(steps_of_event(page, user)):
            yield Button(label, url=address, icon_name="date", priority=100 + place)
    elif isinstance(page, MeetingIndexPage) and can_import_reports(user, page):
        address = f"{reverse('events_admin:report-upload')}?series={page.pk}"
        yield Button("Import a report", url=address, icon_name="upload", priority=5)


LOG_MESSAGES = {
    "events.import_report": "Report imported as a draft",
    "events.cancel": "Meeting cancelled",
    "events.reinstate": "Meeting reinstated",
    "events.hold": "Marked as held",
    "events.draft_report": "Report begun",
    "events.open_corrections": "Report published, corrections opened",
    "events.extend_corrections": "Corrections extended",
    "events.adopt": "Report adopted",
    "events.item_start": "Marked as in progress",
    "events.item_finish": "Marked as done",
    "events.item_drop": "Dropped",
    "events.item_supersede": "Superseded by another item",
    "events.item_reopen": "Reopened",
    "events.item_move_deadline": "Deadline moved",
    "events.item_reworded": "Worded as in the corrected report",
    "events.item_part_done": "A coalition's part marked as done",
    "events.event_reschedule": "Event rescheduled",
    "events.event_cancel": "Event cancelled",
    "events.event_reinstate": "Event reinstated",
    "events.event_report": "Report on the event published",
}


class StepLog(LogFormatter):
    """Reads a step's row of the log: what happened, until when, and why."""

    def format_message(self, log_entry):
        data = log_entry.data
        if log_entry.action == "events.item_move_deadline":
            moments = [_moment(data.get(name)) or "to be announced" for name in ("from", "to")]
            return f"{self.message} from {moments[0]} to {moments[1]}"
        if log_entry.action == "events.event_reschedule":
            return f"{self.message} from {_moment(data.get('was'))} to {_moment(data.get('now'))}"
        until = _moment(data.get("corrections_until"))
        shows_until = until and log_entry.action in ("events.open_corrections", "events.extend_corrections")
        return f"{self.message} until {until}" if shows_until else self.message

    def format_comment(self, log_entry):
        return log_entry.data.get("reason") or log_entry.data.get("note") or ""


def _moment(text):
    return utc(datetime.datetime.fromisoformat(text)) if text else ""


@hooks.register("register_log_actions")
def register_log_actions(actions):
    for action, message in LOG_MESSAGES.items():
        actions.register_action(action)(type("EventsLog", (StepLog,), {"label": message, "message": message}))
