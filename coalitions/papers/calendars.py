"""iCalendar: the deadlines of the work on a paper. An entry keeps its UID for good; SEQUENCE rises when it moves."""

import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar, Event

from coalitions.api.rendering import page_address
from coalitions.papers.models import PaperPage
from coalitions.papers.sections import deadlines_of
from coalitions.sanitize import SanitizeError, header_safe, plain_text

UID_DOMAIN = "dc-portal"
REFRESH = datetime.timedelta(hours=1)


@require_safe
@conditional_page
def deadlines(request, paper_id):
    """The ends of a paper's stages and of the comment periods of its drafts."""
    paper = get_object_or_404(PaperPage.objects.visible(), pk=paper_id)
    calendar = Calendar()
    name = header_safe(f"{paper.title}: deadlines")
    calendar.add("prodid", "-//dc-portal//Deadlines of a paper//EN")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "UTC")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for deadline in deadlines_of(paper):
        calendar.add_component(_entry(request, deadline))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, f"{paper.slug}-deadlines.ics")
    return response


def _entry(request, deadline):
    entry = Event()
    entry.add("uid", f"{deadline.uid}@{UID_DOMAIN}")
    entry.add("sequence", deadline.sequence)
    entry.add("status", "CONFIRMED")
    changed_at = deadline.changed_at.astimezone(datetime.UTC)
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("summary", header_safe(f"Deadline: {deadline.title}"))
    words = [_words(deadline.text), *map(header_safe, deadline.notes)]
    entry.add("description", "\n\n".join(filter(None, words)))
    entry.add("url", page_address(request, deadline.page))
    entry.add("dtstart", deadline.at.astimezone(datetime.UTC))
    entry.add("transp", "TRANSPARENT")
    return entry


def _words(markup):
    try:
        return plain_text(markup)
    except SanitizeError:
        return ""
