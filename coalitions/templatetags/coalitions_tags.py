"""What the templates of this room ask for. Queries stand on the querysets; these only call them."""

import datetime
from urllib.parse import urlencode

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from coalitions.enums import DirectorySort, DirectoryView
from coalitions.forms import DirectoryFilterForm
from coalitions.models import Contact, OpennessCheck, Output, StatusChange
from coalitions.rich_text import with_links
from coalitions.sections import coalition_sections, figures_of

register = template.Library()

PER_PAGE = 24
# Unit, its seconds, and from how many of them on it is used.
UNITS = (("year", 31_557_600, 2), ("month", 2_629_800, 3), ("day", 86_400, 1), ("hour", 3_600, 1), ("minute", 60, 1))


@register.simple_tag
def directory(page, query):
    """The directory as it is asked for: form, the page of coalitions, view and sort.

    `query` is the request's GET. Keys: form, page_obj, view, sort.
    """
    form = DirectoryFilterForm(query, directory=page)
    return {
        "form": form,
        "page_obj": Paginator(form.results(), PER_PAGE).get_page(query.get("page")),
        "view": form.chosen("view", DirectoryView.CARDS),
        "sort": form.chosen("sort", DirectorySort.NAME),
    }


@register.simple_tag
def coalition_facts(coalition):
    """What the portal knows of a coalition: what its page lists, each fetched once, and what is kept besides.

    Keys: groups, focus_areas, tags, goals, former_names, directory; contacts, outputs, openness, status_changes;
    sections (`(section, rows)` pairs that other rooms show), and figures: how it stands, at a glance.
    """
    latest = {}
    for check in OpennessCheck.objects.of_coalition(coalition).newest_first():
        latest.setdefault(check.subject, check)
    goals = list(coalition.goals.select_related("cycle"))
    outputs = Output.objects.of_coalition(coalition).newest_first().with_files()
    outputs = with_links(outputs, "summary", "dissenting_views")
    sections, figures = coalition_sections.fetch_with_figures(coalition)
    return {
        "groups": list(coalition.represented_groups.all()),
        "focus_areas": list(coalition.focus_areas.all()),
        "tags": list(coalition.tags.all()),
        "goals": goals,
        "former_names": list(coalition.former_names.all()),
        "directory": coalition.get_parent(),
        "contacts": Contact.objects.of_coalition(coalition).current().public().in_order(),
        "outputs": outputs,
        "openness": list(latest.values()),
        "status_changes": StatusChange.objects.of_coalition(coalition).newest_first(),
        "sections": sections,
        "figures": [*figures_of(goals, outputs), *figures],
    }


@register.simple_tag
def with_query(query, **changes):
    """The query string of a request with some parameters changed; an empty value takes one out."""
    kept = {key: value for key, value in query.items() if key not in changes}
    kept.update({key: value for key, value in changes.items() if value not in ("", None)})
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag
def page_numbers(page_obj):
    """The numbers a pagination shows, with an ellipsis where it skips."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)


@register.filter
def utc(moment):
    """A moment written out: "24 May 2021, 23:59 UTC"."""
    if moment is None:
        return ""
    moment = moment.astimezone(datetime.UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _distance(moment):
    """Seconds until a moment, and how far it is in words: "11 days"."""
    seconds = (moment - timezone.now()).total_seconds()
    for unit, length, from_count in UNITS:
        if abs(seconds) >= from_count * length:
            count = int(abs(seconds) // length)
            return seconds, f"{count} {unit}{'' if count == 1 else 's'}"
    return seconds, ""


@register.filter
def time_left(moment):
    """How far a deadline is, in words: "11 days left", "3 hours left", "2 days ago"."""
    if moment is None:
        return ""
    seconds, distance = _distance(moment)
    if not distance:
        return "less than a minute left" if seconds > 0 else "just now"
    return f"{distance} {'left' if seconds > 0 else 'ago'}"


@register.filter
def from_now(moment):
    """How far something that takes place is, in words: "in 11 days", "2 days ago"."""
    if moment is None:
        return ""
    seconds, distance = _distance(moment)
    if not distance:
        return "now"
    return f"in {distance}" if seconds > 0 else f"{distance} ago"
