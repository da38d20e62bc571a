"""The lists of this room: thin classes over the hardened base, and the menus they stand in."""

from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from coalitions.admin.base import ChosenCoalitionFilter, PortalModelAdmin
from coalitions.admin.members import MembershipAdmin, MembershipStatementAdmin
from coalitions.forms import ContactForm, OutputForm
from coalitions.models import Contact, Cycle, FocusArea, OpennessCheck, Output, StatusChange
from coalitions.permissions import can_edit_output, can_import_members, coordinated_ids, is_secretariat
from coalitions.services import invite_contact


class _Invites:
    """Lets the service invite whom the form names."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if address := form.cleaned_data["invite"]:
            invite_contact(self.instance, address=address, by=self.request.user)
            messages.success(self.request, f"{self.instance.full_name} is invited by e-mail.")
        return response


class ContactCreateView(_Invites, PortalModelAdmin.create_view_class):
    pass


class ContactEditView(_Invites, PortalModelAdmin.edit_view_class):
    pass


class ContactAdmin(PortalModelAdmin):
    """People in roles. An account linked here becomes a coordinator."""

    model = Contact
    create_view_class = ContactCreateView
    edit_view_class = ContactEditView
    edit_handler = ObjectList(Contact.panels, base_form_class=ContactForm)
    menu_icon = "user"
    list_display = ("full_name", "coalition", "role", "user", "from_date", "to_date", "is_public")
    list_export = (
        "coalition",
        "role",
        "given_name",
        "family_name",
        "affiliation",
        "user",
        "from_date",
        "to_date",
        "is_public",
    )
    list_filter = (ChosenCoalitionFilter, "role", "is_public")
    list_select_related = ("coalition", "user")
    search_fields = ("given_name", "family_name", "affiliation", "coalition__title", "coalition__acronym")

    def rows_for(self, user):
        return Contact.objects.all() if is_secretariat(user) else Contact.objects.none()


class OutputAdmin(PortalModelAdmin):
    """What coalitions published. Coordinators see and keep what their own coalitions alone publish."""

    model = Output
    menu_icon = "doc-full"
    list_display = ("title", "kind", "publishers", "published_on")
    list_export = ("title", "kind", "publishers", "published_on", "href", "accessible_href")
    list_filter = (ChosenCoalitionFilter, "kind")
    search_fields = ("title", "coalitions__title", "coalitions__acronym")
    edit_handler = ObjectList(Output.panels, base_form_class=OutputForm)

    def rows_for(self, user):
        outputs = Output.objects.with_files().with_publishers()
        return outputs if is_secretariat(user) else outputs.only_of(coordinated_ids(user))

    def may_change(self, user, obj):
        return can_edit_output(user, obj)

    def publishers(self, output):
        return ", ".join(coalition.short_name for coalition in output.coalitions.all())

    publishers.short_description = "Coalitions"


class OpennessCheckAdmin(PortalModelAdmin):
    """Whether membership, list and archive of a coalition are open: what was tried, when, by whom."""

    model = OpennessCheck
    menu_label = "Openness checks"
    menu_icon = "lock-open"
    list_display = ("coalition", "subject", "result", "checked_on", "checked_by")
    list_export = ("coalition", "subject", "result", "checked_on", "checked_by", "note")
    list_filter = (ChosenCoalitionFilter, "subject", "result")
    list_select_related = ("coalition",)
    search_fields = ("coalition__title", "coalition__acronym", "note")

    def rows_for(self, user):
        return OpennessCheck.objects.all() if is_secretariat(user) else OpennessCheck.objects.none()

    def before_create(self, instance, *, by):
        instance.recorded_by = by


class StatusChangeAdmin(PortalModelAdmin):
    """The history of every coalition's status. Written by the steps on a coalition's page, read here."""

    model = StatusChange
    menu_label = "Status history"
    menu_icon = "history"
    can_create = False
    inspect_view_enabled = True
    history_view_enabled = False
    list_display = ("coalition", "from_status", "to_status", "changed_on", "by")
    list_export = ("coalition", "from_status", "to_status", "changed_on", "reason", "by")
    list_filter = (ChosenCoalitionFilter, "to_status")
    list_select_related = ("coalition", "by")
    search_fields = ("coalition__title", "coalition__acronym", "reason")

    def rows_for(self, user):
        return StatusChange.objects.all() if is_secretariat(user) else StatusChange.objects.none()

    def may_change(self, user, obj):
        return False


class CycleAdmin(PortalModelAdmin):
    """The IGF's years."""

    model = Cycle
    menu_icon = "date"
    list_display = ("name", "year", "host_city", "starts_on", "ends_on")
    list_export = (
        "year",
        "name",
        "host_city",
        "theme",
        "starts_on",
        "ends_on",
        "preparation_starts_on",
        "preparation_ends_on",
    )
    search_fields = ("name", "host_city", "theme")


class FocusAreaAdmin(PortalModelAdmin):
    """The issue areas of a cycle, each with its policy questions."""

    model = FocusArea
    menu_label = "Focus areas"
    menu_icon = "list-ul"
    list_display = ("title", "cycle", "basket", "order")
    list_export = ("cycle", "basket", "order", "title", "description")
    list_filter = ("cycle", "basket")
    list_select_related = ("cycle",)
    search_fields = ("title", "description")


class SecretariatMenuItem(MenuItem):
    """A link for those who keep the whole directory."""

    def is_shown(self, request):
        return is_secretariat(request.user)


class MembersImportMenuItem(MenuItem):
    """A link for those who keep the members of some coalition."""

    def is_shown(self, request):
        return can_import_members(request.user)


class CoalitionsGroup(ModelAdminGroup):
    menu_label = "Coalitions"
    menu_icon = "group"
    menu_order = 200
    items = (
        *(ContactAdmin, OutputAdmin, MembershipAdmin, OpennessCheckAdmin, StatusChangeAdmin),
        MembershipStatementAdmin,
    )

    def get_submenu_items(self):
        directory, table = reverse("coalitions_admin:directory"), reverse("coalitions_admin:import")
        return [
            SecretariatMenuItem(
                "Directory", directory, name="coalitions-directory", icon_name="folder-open-inverse", order=0
            ),
            *super().get_submenu_items(),
            SecretariatMenuItem("Import coalitions", table, name="coalitions-import", icon_name="upload", order=100),
            MembersImportMenuItem(
                "Import members",
                reverse("coalitions_admin:import-members"),
                name="members-import",
                icon_name="upload",
                order=110,
            ),
        ]


class CyclesGroup(ModelAdminGroup):
    menu_label = "Cycles"
    menu_icon = "date"
    menu_order = 220
    items = (CycleAdmin, FocusAreaAdmin)
