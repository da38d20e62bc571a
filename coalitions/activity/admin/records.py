"""The lists of this room: months of mailing lists, what was imported, and records of activity."""

from django.utils import timezone
from wagtail.admin.panels import ObjectList

from coalitions.activity.forms import ActivityRecordForm, ListMonthForm
from coalitions.activity.models import ActivityRecord, ListImport, ListMonth
from coalitions.activity.permissions import keeps_activity, keeps_activity_of
from coalitions.admin.base import ChosenCoalitionFilter, PortalModelAdmin, PortalPermissionHelper


class KeeperPermissions(PortalPermissionHelper):
    """The Secretariat and coordinators keep activity: rights come from the coalition, not from the model.

    Whose rows a person finds is said once, by `rows_for`: another coalition's do not exist for them at any address.
    """

    def user_can_list(self, user):
        return keeps_activity(user)

    def user_can_create(self, user):
        return self.portal_admin.can_create and keeps_activity(user)

    def user_can_inspect_obj(self, user, obj):
        return self.portal_admin.inspect_view_enabled

    def user_can_edit_obj(self, user, obj):
        return self.portal_admin.may_change(user, obj)

    def user_can_delete_obj(self, user, obj):
        return self.portal_admin.may_change(user, obj)


class KeptModelAdmin(PortalModelAdmin):
    """A list of rows that belong to a coalition each."""

    permission_helper_class = KeeperPermissions
    list_select_related = ("coalition", "by")

    def rows_for(self, user):
        own = keeps_activity_of(user)
        rows = self.model.objects.all()
        return rows if own is None else rows.of_coalitions(own)

    def before_create(self, instance, *, by):
        instance.by = by

    def of_coalition(self, row):
        return row.coalition.short_name

    of_coalition.short_description = "coalition"
    of_coalition.admin_order_field = "coalition__title"


class ListMonthEditView(KeptModelAdmin.edit_view_class):
    """A month that is corrected was looked at again, by whoever corrects it."""

    def form_valid(self, form):
        form.instance.by, form.instance.collected_at = self.request.user, timezone.now()
        return super().form_valid(form)


class ListMonthAdmin(KeptModelAdmin):
    """Months of mailing lists. What was read from an archive is changed by reading it again."""

    model = ListMonth
    menu_label = "List months"
    menu_icon = "mail"
    edit_view_class = ListMonthEditView
    edit_handler = ObjectList(ListMonth.panels, base_form_class=ListMonthForm)
    list_display = ("month_name", "of_coalition", "messages", "threads", "senders", "source", "collected")
    list_export = ("coalition", "month", "messages", "threads", "senders", "source", "note", "collected_at", "by")
    list_filter = (ChosenCoalitionFilter, "source")
    search_fields = ("coalition__title", "coalition__acronym", "note")

    def may_change(self, user, obj):
        return obj.is_by_hand

    def month_name(self, row):
        return f"{row.month:%B %Y}"

    month_name.short_description = "month"
    month_name.admin_order_field = "month"

    def collected(self, row):
        return f"{row.collected_at:%-d %b %Y}"

    collected.admin_order_field = "collected_at"


class ListImportAdmin(KeptModelAdmin):
    """What was read from archives: which, by whom, and what came of it."""

    model = ListImport
    menu_label = "List imports"
    menu_icon = "upload"
    can_create = False
    history_view_enabled = False
    inspect_view_enabled = True
    inspect_template_name = "activity/admin/list_import.html"
    list_display = ("__str__", "of_coalition", "state", "read", "counted", "skipped_total", "by")
    list_export = (
        *("coalition", "name", "source", "state", "problem", "read", "counted", "skipped_total", "without_sender"),
        *("first_month", "last_month", "created_at", "finished_at", "by"),
    )
    list_filter = (ChosenCoalitionFilter, "state", "source")
    search_fields = ("name", "coalition__title", "coalition__acronym")

    def may_change(self, user, obj):
        return False

    def skipped_total(self, row):
        return row.skipped_total

    skipped_total.short_description = "left out"


class ActivityRecordAdmin(KeptModelAdmin):
    """What coalitions did and show elsewhere."""

    model = ActivityRecord
    menu_label = "Activity records"
    menu_icon = "list-ul"
    edit_handler = ObjectList(ActivityRecord.panels, base_form_class=ActivityRecordForm)
    list_select_related = ("coalition", "by", "document")
    list_display = ("title", "of_coalition", "kind", "held_on", "by")
    list_export = ("coalition", "kind", "title", "held_on", "href", "recorded_at", "by")
    list_filter = (ChosenCoalitionFilter, "kind")
    search_fields = ("title", "coalition__title", "coalition__acronym")
