"""Meetings in the admin's menu: the lists of action items and external dates, and the ways to import."""

from django.contrib.admin import SimpleListFilter
from django.urls import reverse_lazy
from django.utils import timezone
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.admin.base import PortalModelAdmin, PortalPermissionHelper
from coalitions.templatetags.coalitions_tags import utc
from events.forms.steps import ActionItemForm
from events.models import ActionItem, ExternalDate, MeetingIndexPage, MeetingPage
from events.permissions import can_delete_item, can_keep_external_dates, can_manage_item
from events.services import item_saved


class ItemPermissions(PortalPermissionHelper):
    """Who takes care of a meeting takes care of its items: rights come from the meeting's page."""

    def user_can_list(self, user):
        return MeetingPage.objects.managed_by(user).exists()

    def user_can_create(self, user):
        return self.user_can_list(user)

    def user_can_inspect_obj(self, user, obj):
        return can_manage_item(user, obj)

    def user_can_edit_obj(self, user, obj):
        return can_manage_item(user, obj)

    def user_can_delete_obj(self, user, obj):
        return can_delete_item(user, obj)


class DeadlineFilter(SimpleListFilter):
    """Items by how near their deadline is."""

    title = "deadline"
    parameter_name = "deadline"

    def lookups(self, request, model_admin):
        return [("overdue", "Overdue"), ("soon", "Due within a week"), ("open", "Not done yet")]

    def queryset(self, request, queryset):
        chosen = {"overdue": queryset.overdue, "soon": queryset.due_soon, "open": queryset.unfinished}
        return chosen[self.value()]() if self.value() in chosen else queryset


class _SaysWhatFollows:
    """Tells the service that an editor saved an item."""

    def form_valid(self, form):
        response = super().form_valid(form)
        item_saved(self.instance, changed=form.changed_data)
        return response


class ItemCreateView(_SaysWhatFollows, PortalModelAdmin.create_view_class):
    pass


class ItemEditView(_SaysWhatFollows, PortalModelAdmin.edit_view_class):
    pass


class ActionItemAdmin(PortalModelAdmin):
    """Action items of the meetings a person takes care of."""

    model = ActionItem
    menu_label = "Action items"
    menu_icon = "tasks"
    permission_helper_class = ItemPermissions
    create_view_class = ItemCreateView
    edit_view_class = ItemEditView
    edit_handler = ObjectList(ActionItem.panels, base_form_class=ActionItemForm)
    inspect_view_enabled = True
    inspect_template_name = "events/admin/action_item.html"
    list_display = ("__str__", "meeting_title", "kind", "owner", "state", "due", "parts")
    list_filter = (DeadlineFilter, "state", "kind", "owner")
    list_export = ("__str__", "meeting_title", "kind", "owner", "owners", "state", "due", "parts", "outcome")
    ordering = ("-meeting__starts_at", "order")
    search_fields = ("text", "meeting__title")

    def rows_for(self, user):
        return ActionItem.objects.managed_by(user).for_listing()

    def meeting_title(self, item):
        return item.meeting.title

    meeting_title.short_description = "meeting"

    def due(self, item):
        if item.due_at is None:
            return "to be announced" if item.due_to_be_announced else ""
        return f"{utc(item.due_at)}{', overdue' if item.is_overdue else ''}"

    due.admin_order_field = "due_at"

    def parts(self, item):
        return f"{item.parts_done} of {item.parts_total}" if item.parts_total else ""

    parts.short_description = "parts done"

    def owners(self, item):
        return ", ".join(coalition.short_name for coalition in item.coalitions.all())


class DateSpanFilter(SimpleListFilter):
    """External dates by whether they are over."""

    title = "when"
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("to-come", "To come"), ("over", "Over")]

    def queryset(self, request, queryset):
        today = timezone.now().date()
        chosen = {"to-come": queryset.to_come, "over": queryset.over}
        return chosen[self.value()](today) if self.value() in chosen else queryset


class ExternalDateAdmin(PortalModelAdmin):
    """Dates of others that events should keep clear of; the warnings about clashes read them."""

    model = ExternalDate
    menu_label = "External dates"
    menu_icon = "date"
    list_display = ("title", "kind", "starts_on", "ends_on", "url")
    list_export = ("title", "kind", "starts_on", "ends_on", "url")
    list_filter = (DateSpanFilter, "kind")
    ordering = ("-starts_on", "title")
    search_fields = ("title",)


class ImportDatesMenuItem(MenuItem):
    """Shown to those who keep the external dates."""

    def is_shown(self, request):
        return can_keep_external_dates(request.user)


class ImportMenuItem(MenuItem):
    """Shown to those who may import a report into some series."""

    def is_shown(self, request):
        return MeetingIndexPage.objects.open_to_reports_of(request.user).exists()


class MeetingsGroup(ModelAdminGroup):
    """The menu group of this room."""

    menu_label = "Meetings"
    menu_icon = "calendar-alt"
    menu_order = 210
    items = (ActionItemAdmin, ExternalDateAdmin)

    def get_submenu_items(self):
        reports, dates = reverse_lazy("events_admin:report-upload"), reverse_lazy("events_admin:external-dates-import")
        return [
            *super().get_submenu_items(),
            ImportMenuItem("Import a report", reports, name="import-report", icon_name="upload", order=50),
            ImportDatesMenuItem("Import external dates", dates, name="import-dates", icon_name="upload", order=60),
        ]
