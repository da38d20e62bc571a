"""What the site's frame asks for: its menus."""

from django import template
from wagtail.models import Site

from coalitions.models import CoalitionIndexPage, FocusArea, visible

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context):
    """The pages below the front page that are shown in menus, as (title, url, is current section) rows."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    here = context.get("page")
    path = getattr(here, "path", "")
    return [
        (page.title, page.get_url(request), bool(path) and path.startswith(page.path))
        for page in visible(site.root_page.get_children()).in_menu()
    ]


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page):
    """The pages above `page`, from the front page down, as (title, url) rows."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None or not page.path.startswith(site.root_page.path):
        return []
    above = []
    while page.pk != site.root_page_id:
        page = page.get_parent()
        above.append((page.title, page.get_url(request)))
    return above[::-1]


@register.simple_tag
def focus_areas_now():
    """The focus areas of the newest cycle that has some, with their counts of coalitions, and the directory."""
    areas = list(FocusArea.objects.of_newest_cycle().counting_coalitions().in_order().with_cycle())
    return {
        "areas": areas,
        "cycle": areas[0].cycle if areas else None,
        "directory": visible(CoalitionIndexPage.objects).first(),
    }
