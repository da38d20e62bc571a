"""What the site's frame and its front page ask for."""

import datetime

from django import template
from django.utils import timezone
from wagtail.models import Site

from coalitions.enums import DirectorySort
from coalitions.models import CoalitionIndexPage, CoalitionPage, FocusArea, Output, visible
from coalitions.papers.models import PaperDraftPage, SurveyPage
from coalitions.sections import Figure
from events.models import ActionItem, MeetingPage

register = template.Library()

YEAR = datetime.timedelta(days=365)
IN_ROLL = 60


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
def open_surveys(limit):
    """The surveys one can answer now, the nearest deadline first."""
    return visible(SurveyPage.objects.open())[:limit]


@register.simple_tag
def drafts_to_comment(limit):
    """The drafts of papers one can comment on now, the nearest deadline first."""
    return visible(PaperDraftPage.objects.taking_comments()).for_listing()[:limit]


@register.simple_tag
def focus_areas_now():
    """The focus areas of the newest cycle that has some, with their counts of coalitions, and the directory."""
    areas = list(FocusArea.objects.of_newest_cycle().counting_coalitions().in_order().with_cycle())
    return {
        "areas": areas,
        "cycle": areas[0].cycle if areas else None,
        "directory": visible(CoalitionIndexPage.objects).first(),
    }


@register.simple_tag
def roll_of_coalitions():
    """The coalitions at work, by what they are about. Keys: coalitions (at most IN_ROLL), count, directory."""
    at_work = visible(CoalitionPage.objects).at_work()
    coalitions = list(at_work.sorted_by(DirectorySort.NAME).defer_streamfields()[: IN_ROLL + 1])
    count = len(coalitions) if len(coalitions) <= IN_ROLL else at_work.count()
    directory = visible(CoalitionIndexPage.objects).first()
    return {"coalitions": coalitions[:IN_ROLL], "count": count, "directory": directory}


@register.simple_tag
def newest_outputs(limit=4):
    """The latest papers, statements and reports of coalitions that a visitor may see."""
    public = visible(CoalitionPage.objects).values("pk")
    return Output.objects.of_any(public).newest_first().with_files().with_publishers()[:limit]


@register.simple_tag
def next_deadline():
    """The unfinished action item whose deadline comes next, or None."""
    return ActionItem.objects.public().unfinished().due_after(timezone.now()).by_deadline().for_listing().first()


@register.simple_tag
def portal_figures(coalition_count):
    """How much the portal holds, each number with where it comes from."""
    meetings = MeetingPage.objects.visible()
    items = ActionItem.objects.public().unfinished()
    overdue = items.overdue().count()
    late = f", {overdue} of them overdue" if overdue else ""
    outputs = Output.objects.of_any(visible(CoalitionPage.objects).values("pk"))
    return [
        Figure("Coalitions at work", coalition_count, "Forming or active, as the directory has them."),
        Figure(
            "Meetings in a year",
            meetings.past().since(timezone.now() - YEAR).count(),
            "Held since this day last year.",
        ),
        Figure("Reports to read", meetings.reported().count(), "Published, with numbered paragraphs."),
        Figure("Action items open", items.count(), f"Agreed in those reports{late}."),
        Figure("Papers and reports", outputs.count(), "Filed by the coalitions."),
    ]
