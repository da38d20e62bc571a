"""The portal's look in the admin, and menus without what nobody here needs. Decides nothing."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from coalitions.permissions import is_secretariat
from home.sections import start_links

# Wagtail's own news are for developers; its moderation workflows are not used here: reports have theirs.
NEWS = "whats-new-in-wagtail"
WORKFLOWS = {"workflows", "workflow-tasks"}


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class StartPanel(Component):
    """What a person often does, each with the way there."""

    name = "start"
    template_name = "home/admin/start_panel.html"
    order = 60

    def __init__(self, links):
        self.links = links

    def get_context_data(self, parent_context):
        return {"links": self.links}


@hooks.register("construct_homepage_panels")
def start_panel(request, panels):
    links = start_links(request.user)
    if links:
        panels.append(StartPanel(links))


@hooks.register("construct_main_menu")
def main_menu(request, items):
    """Reports about every page are for those who keep every page."""
    if not is_secretariat(request.user):
        items[:] = [item for item in items if item.name != "reports"]


@hooks.register("construct_reports_menu")
def reports_menu(request, items):
    items[:] = [item for item in items if item.name not in WORKFLOWS]


@hooks.register("construct_help_menu")
def help_menu(request, items):
    items[:] = [item for item in items if not item.name.startswith(NEWS)]
