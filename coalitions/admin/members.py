"""Members and the statement of membership in the admin. Members are read here; what changes them is their own link."""

from django.contrib.admin import SimpleListFilter
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail_modeladmin.helpers import ButtonHelper

from coalitions.admin.base import ChosenCoalitionFilter, PortalDeleteView, PortalModelAdmin, PortalPermissionHelper
from coalitions.enums import MembershipState
from coalitions.models import Membership, MembershipStatement
from coalitions.permissions import (
    can_erase_member,
    can_import_members,
    can_keep_statement,
    coordinated_ids,
    is_secretariat,
)
from coalitions.services import erase_member
from coalitions.workflow import STATEMENT


class MemberPermissions(PortalPermissionHelper):
    """Coordinators and the Secretariat read members (which, `rows_for` says); the Secretariat erases on request."""

    def user_can_list(self, user):
        return can_import_members(user)

    def user_can_create(self, user):
        return False

    def user_can_inspect_obj(self, user, obj):
        return True

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return can_erase_member(user, obj)


class MemberStateFilter(SimpleListFilter):
    """Members by state."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return MembershipState.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in MembershipState.values else queryset


class MemberDeleteView(PortalDeleteView):
    """Erases a member who asked for it by mail or telephone."""

    def confirmation_message(self):
        return (
            "Erase everything about this member? Do it only because they asked for it: nobody is removed from a "
            "coalition. It cannot be undone."
        )

    def post(self, request, *args, **kwargs):
        erase_member(self.instance, by=request.user)
        messages.success(request, "Erased.")
        return redirect(self.index_url)


class MembershipAdmin(PortalModelAdmin):
    """Members: a coordinator's own, or all of them. Each coalition's list to take along is on “My coalition”."""

    model = Membership
    menu_label = "Members"
    menu_icon = "group"
    can_create = False
    permission_helper_class = MemberPermissions
    delete_view_class = MemberDeleteView
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_fields = (
        *("coalition", "name", "kind", "email", "group", "region", "engagement", "visibility", "state"),
        *("joined_on", "confirmed_at", "asked_at", "answered_at", "left_on", "source"),
    )
    list_display = ("name", "coalition_name", "engagement", "group", "state_name", "joined_on")
    list_filter = (ChosenCoalitionFilter, MemberStateFilter, "engagement", "group", "region")
    list_select_related = ("coalition",)
    ordering = ("coalition__title", "name", "pk")
    search_fields = ("name", "email", "coalition__title", "coalition__acronym")

    def rows_for(self, user):
        if is_secretariat(user):
            return Membership.objects.all()
        return Membership.objects.of_coalitions(coordinated_ids(user)).members()

    def coalition_name(self, member):
        return member.coalition.short_name

    coalition_name.short_description = "coalition"
    coalition_name.admin_order_field = "coalition__title"

    def state_name(self, member):
        return member.get_state_display()

    state_name.short_description = "state"


class StatementPermissions(PortalPermissionHelper):
    """The Secretariat keeps the statement; the admin class says which version may still change."""

    def user_can_list(self, user):
        return can_keep_statement(user)

    def user_can_create(self, user):
        return can_keep_statement(user)

    def user_can_inspect_obj(self, user, obj):
        return can_keep_statement(user)

    def user_can_edit_obj(self, user, obj):
        return can_keep_statement(user) and self.portal_admin.may_change(user, obj)

    def user_can_delete_obj(self, user, obj):
        return self.user_can_edit_obj(user, obj)


class StatementButtons(ButtonHelper):
    """The buttons of a version, with the step it may take now."""

    def get_buttons_for_obj(self, obj, exclude=None, classnames_add=None, classnames_exclude=None):
        buttons = super().get_buttons_for_obj(obj, exclude, classnames_add, classnames_exclude)
        classname = self.finalise_classname(["button-secondary", *(classnames_add or [])], classnames_exclude)
        for step in STATEMENT.open_to(self.request.user, obj):
            url = reverse("coalitions_admin:statement-agree", args=[obj.pk])
            buttons.append({"url": url, "label": step.label, "classname": classname, "title": step.label})
        return buttons


class MembershipStatementAdmin(PortalModelAdmin):
    """Versions of the statement of membership. A version that is agreed, or adopted by somebody, stays as it is."""

    model = MembershipStatement
    menu_label = "Statement of membership"
    menu_icon = "doc-full"
    permission_helper_class = StatementPermissions
    button_helper_class = StatementButtons
    inspect_view_enabled = True
    inspect_view_fields = ("title", "version", "status", "agreed_on", "adopted_by")
    list_display = ("title", "version", "status", "agreed_on", "adopted_by")
    ordering = ("-version",)
    search_fields = ("title",)

    def rows_for(self, user):
        rows = MembershipStatement.objects.with_adoptions()
        return rows if can_keep_statement(user) else rows.none()

    def may_change(self, user, obj):
        return not obj.is_agreed and not obj.adopted_by

    def before_create(self, instance, *, by):
        instance.version = MembershipStatement.objects.next_version()
