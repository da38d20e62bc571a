"""The outbox: which mails wait, left or failed."""

from django.contrib.admin import SimpleListFilter

from coalitions.admin.base import PortalModelAdmin, PortalPermissionHelper
from coalitions.enums import NoticeState
from coalitions.models import Notice
from coalitions.permissions import can_see_outbox
from coalitions.templatetags.coalitions_tags import utc


class OutboxPermissions(PortalPermissionHelper):
    """The outbox is read; what it says comes from what happened."""

    def user_can_list(self, user):
        return can_see_outbox(user)

    def user_can_inspect_obj(self, user, obj):
        return can_see_outbox(user)


class StateFilter(SimpleListFilter):
    """Mails by how far they are."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return NoticeState.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in NoticeState.values else queryset


class OutboxAdmin(PortalModelAdmin):
    """The mails of the portal. Nobody reads another's link or code here."""

    model = Notice
    menu_label = "Outbox"
    menu_icon = "mail"
    menu_order = 230
    can_create = False
    permission_helper_class = OutboxPermissions
    inspect_view_enabled = True
    inspect_template_name = "coalitions/admin/notice.html"
    history_view_enabled = False
    list_display = ("subject", "to", "state_now", "made", "at_once")
    list_export = ("subject", "to", "state_now", "made")
    list_filter = (StateFilter, "at_once")
    search_fields = ("subject", "address", "user__first_name", "user__last_name", "user__email", "matter")

    def rows_for(self, user):
        return Notice.objects.for_listing() if can_see_outbox(user) else Notice.objects.none()

    def may_change(self, user, obj):
        return False

    def to(self, notice):
        return str(notice.user) if notice.user_id else notice.address

    def state_now(self, notice):
        return notice.state.label

    state_now.short_description = "state"

    def made(self, notice):
        return utc(notice.made_at)

    made.admin_order_field = "made_at"
