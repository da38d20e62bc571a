"""Registers what this room adds to the admin. Decides nothing."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from coalitions.activity.admin import ActivityGroup
from coalitions.activity.permissions import can_keep_activity
from coalitions.activity.views import assessing, criteria, imports, slots
from coalitions.models import CoalitionPage

modeladmin_register(ActivityGroup)

admin_urls = [
    path("import/", imports.archive_import, name="archive-import"),
    path("coalitions/<int:pk>/forget/", imports.archives_forget, name="archives-forget"),
    path("criteria/<int:pk>/what-if/", criteria.what_if, name="what-if"),
    path("criteria/<int:pk>/agree/", criteria.agree, name="criteria-agree"),
    path("criteria/<int:pk>/renew/", criteria.renew, name="criteria-renew"),
    path("criteria/<int:pk>/slots/", criteria.slots, name="criteria-slots"),
    path("criteria/<int:pk>/assessments/", assessing.board, name="assessments"),
    path("criteria/<int:pk>/assessments/make/", assessing.make, name="assessments-make"),
    path("criteria/<int:pk>/assessments/share/", assessing.share, name="assessments-share"),
    path("criteria/<int:pk>/assessments/decide/", assessing.decide, name="assessments-decide"),
    path("criteria/<int:pk>/assessments/publish/", assessing.publish, name="assessments-publish"),
    path("assessments/<int:pk>/", assessing.assessment, name="assessment"),
    path("assessments/<int:pk>/step/<slug:verb>/", assessing.assessment_step, name="assessment-step"),
    path("assessments/<int:pk>/offers/<int:offer_pk>/", assessing.offer, name="assessment-offer"),
    path("slots/<int:request_pk>/step/<slug:verb>/", slots.slot_step, name="slot-step"),
]


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("activity/", include((admin_urls, "activity_admin")))]


@hooks.register("register_page_header_buttons")
def coalition_buttons(page, user, view_name, next_url=None):
    coalition = page.specific_deferred
    if isinstance(coalition, CoalitionPage) and can_keep_activity(user, coalition.pk):
        records = f"{reverse('activity_activityrecord_modeladmin_index')}?coalition={coalition.pk}"
        yield Button("Activity records", url=records, icon_name="list-ul", priority=91)
        archive = f"{reverse('activity_admin:archive-import')}?coalition={coalition.pk}"
        yield Button("Import the list’s archive", url=archive, icon_name="upload", priority=92)


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


LOG_MESSAGES = {
    "activity.agree_criteria": "Criteria agreed",
    "activity.supersede_criteria": "Criteria superseded",
    "activity.open_slots": "Slot requests opened",
    "activity.slot_step": "Slot request",
    "activity.file_report": "Annual report filed",
}


class StepLog(LogFormatter):
    """Reads a step's row of the log: what happened, and why."""

    def format_message(self, log_entry):
        data = log_entry.data or {}
        more = data.get("verb") or data.get("on") or data.get("to") or ""
        return f"{self.message}: {more}" if more else self.message

    def format_comment(self, log_entry):
        return (log_entry.data or {}).get("reason", "")


@hooks.register("register_log_actions")
def step_log_actions(actions):
    for action, message in LOG_MESSAGES.items():
        actions.register_action(action)(type("ActivityLog", (StepLog,), {"label": message, "message": message}))
