"""Wires this room into the admin: lists and menus, buttons, panels, addresses, log entries. Decides nothing."""

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.middleware.csrf import get_token
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from coalitions import views
from coalitions.admin import CoalitionsGroup, CyclesGroup, OutboxAdmin
from coalitions.enums import AdoptionAnswer, CoalitionStatus
from coalitions.models import CoalitionPage
from coalitions.permissions import can_keep_members, can_remove_coalition
from coalitions.rich_text import PageLinks
from coalitions.sections import waiting_sections
from coalitions.views import member_import, outbox, statements
from coalitions.workflow import COALITION_STATUS

modeladmin_register(CoalitionsGroup)
modeladmin_register(CyclesGroup)
modeladmin_register(OutboxAdmin)

urlpatterns = [
    path("<int:pk>/status/<slug:verb>/", views.change_status_view, name="coalition-change-status"),
    path("members/import/", member_import.import_members_view, name="import-members"),
    path("members/import/<int:upload_pk>/", member_import.import_members_preview_view, name="import-members-preview"),
    path("statements/<int:pk>/agree/", statements.agree, name="statement-agree"),
    path("directory/", views.directory_view, name="directory"),
    path("import/", views.import_view, name="import"),
    path("import/<int:directory_pk>/<int:upload_pk>/", views.import_preview_view, name="import-preview"),
    path("outbox/<int:pk>/send-again/", outbox.send_again_view, name="outbox-send-again"),
    path("export/<int:directory_pk>/<slug:file_format>/", views.export_view, name="export"),
]


@hooks.register("register_rich_text_features", order=10)
def rich_text_links(features):
    features.register_link_type(PageLinks)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("coalitions-portal/", include((urlpatterns, "coalitions_admin")))]


@hooks.register("register_page_header_buttons")
def coalition_buttons(page, user, view_name, next_url=None):
    coalition = page.specific_deferred
    if not isinstance(coalition, CoalitionPage):
        return
    for order, step in enumerate(COALITION_STATUS.open_to(user, coalition)):
        url = reverse("coalitions_admin:coalition-change-status", args=[coalition.pk, step.verb])
        yield Button(step.label, url=url, icon_name="history", priority=100 + order)
    if user.has_perm("coalitions.change_output"):
        url = f"{reverse('coalitions_output_modeladmin_index')}?coalition={coalition.pk}"
        yield Button("Outputs", url=url, icon_name="doc-full", priority=90)
    if can_keep_members(user, coalition):
        yield Button("Members", url=reverse("coalitions:members", args=[coalition.pk]), icon_name="group", priority=91)


class WaitingPanel(Component):
    """Everything that waits for the person who is signed in, each with the way to do it."""

    name = "waiting"
    template_name = "coalitions/admin/waiting_panel.html"
    order = 50
    media = Media(css={"all": ["coalitions/css/admin.css"]})

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        sections = waiting_sections.fetch(request.user)
        return {"sections": sections, "request": request, "csrf_token": get_token(request)}


# What Wagtail says about itself is for developers.
OF_NO_USE_HERE = {"UpgradeNotificationPanel", "WhatsNewInWagtailVersionPanel"}


@hooks.register("construct_homepage_panels")
def homepage_panels(request, panels):
    panels[:] = [panel for panel in panels if type(panel).__name__ not in OF_NO_USE_HERE]
    panels.append(WaitingPanel())


MEMBER_LOGS = {
    "coalitions.member_confirm": "Membership confirmed",
    "coalitions.member_leave": "Left the coalition",
    "coalitions.member_erase": "Member erased on request",
    "coalitions.member_hide_name": "Name of a member hidden",
    "coalitions.members_export": "List of members exported",
    "coalitions.statement_agree": "Statement of membership agreed",
}


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("coalitions.invite", "Invite by e-mail", "Invited by e-mail")
    actions.register_action("coalitions.send_again", "Send a mail again", "Put into the queue again")

    @actions.register_action("coalitions.status")
    class StatusFormatter(LogFormatter):
        label = "Change the status"

        def format_message(self, log_entry):
            data = {"from": "", "to": "", "on": "", "reason": "", **(log_entry.data or {})}
            labels = dict(CoalitionStatus.choices)
            before, after = labels.get(data["from"], "none"), labels.get(data["to"], "none")
            return f"Status changed from {before} to {after}, in effect since {data['on']}: {data['reason']}"

    @actions.register_action("coalitions.adoption")
    class AdoptionFormatter(LogFormatter):
        label = "Answer to the statement of membership"

        def format_message(self, log_entry):
            data = {"statement": "", "from": "", "to": "", **(log_entry.data or {})}
            labels = dict(AdoptionAnswer.choices)
            before, after = (labels.get(data[name], data[name]).lower() for name in ("from", "to"))
            return f"{data['statement']}: from “{before}” to “{after}”"

    for action, label in MEMBER_LOGS.items():
        actions.register_action(action, label, label)


@hooks.register("before_delete_page")
@hooks.register("before_move_page")
def coalition_stays(request, page, destination=None):
    if isinstance(page.specific_deferred, CoalitionPage) and not can_remove_coalition(request.user, page):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def coalitions_stay(request, action_type, objects, action):
    for thing in objects if action_type in ("delete", "move") else ():
        if isinstance(thing, Page):
            coalition_stays(request, thing)
