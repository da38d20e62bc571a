"""The lists of this room, and the menu they stand in."""

from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.activity.admin.criteria import (
    AnnualReportAdmin,
    AssessmentAdmin,
    CriteriaSetAdmin,
    SlotRequestAdmin,
)
from coalitions.activity.admin.records import ActivityRecordAdmin, ListImportAdmin, ListMonthAdmin
from coalitions.activity.permissions import keeps_activity


class KeepersMenuItem(MenuItem):
    """A link for those who keep some coalition's activity."""

    def is_shown(self, request):
        return keeps_activity(request.user)


class ActivityGroup(ModelAdminGroup):
    menu_label = "Activity"
    menu_icon = "history"
    menu_order = 205
    items = (
        *(ActivityRecordAdmin, ListMonthAdmin, ListImportAdmin),
        *(CriteriaSetAdmin, AssessmentAdmin, SlotRequestAdmin, AnnualReportAdmin),
    )

    def get_submenu_items(self):
        address = reverse("activity_admin:archive-import")
        return [
            *super().get_submenu_items(),
            KeepersMenuItem("Import an archive", address, name="import-archive", icon_name="upload", order=100),
        ]
