"""Registers what this room adds to the admin. Decides nothing."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail_modeladmin.options import modeladmin_register

from coalitions.activity.admin import ActivityGroup
from coalitions.activity.permissions import can_keep_activity
from coalitions.activity.views import imports
from coalitions.models import CoalitionPage

modeladmin_register(ActivityGroup)

admin_urls = [
    path("import/", imports.archive_import, name="archive-import"),
    path("coalitions/<int:pk>/forget/", imports.archives_forget, name="archives-forget"),
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
