"""What the templates of this room ask for. Queries stand on the querysets; these only call them."""

from django import template
from django.utils import timezone

from coalitions.rich_text import expand_links
from events.carry_over import offered_to
from events.enums import Capacity
from events.models import ActionItem, MeetingIndexPage, MeetingPage, PreparatoryEventPage
from events.numbering import citation, number_report
from events.sections import paragraph_uses

register = template.Library()


@register.simple_tag
def upcoming_events(series=None, phase=None, limit=5):
    """The next meetings and preparatory events together: of a series, of a phase, of both, or all of them."""
    found = []
    if series or not phase:
        meetings = MeetingPage.objects.visible()
        meetings = meetings.in_series(series) if series else meetings
        found += meetings.upcoming().for_listing()[:limit]
    if phase or not series:
        events = PreparatoryEventPage.objects.visible()
        events = events.in_phase(phase) if phase else events
        found += events.upcoming().for_listing()[:limit]
    return sorted(found, key=lambda page: (page.starts_at, page.pk))[:limit]


@register.simple_tag
def past_meetings(series=None, year=None, limit=10):
    """Meetings that took place, the latest first."""
    found = MeetingPage.objects.visible()
    if series:
        found = found.in_series(series)
    if year:
        found = found.in_year(year)
    return found.past().for_listing()[:limit]


@register.simple_tag
def newest_reports(limit=5):
    """Meetings whose report readers can see, the latest first."""
    return MeetingPage.objects.visible().reported().for_listing()[:limit]


@register.simple_tag
def open_action_items(series=None, coalition=None, limit=10):
    """Unfinished action items, the nearest deadline first."""
    found = ActionItem.objects.public().unfinished()
    if series:
        found = found.in_series(series)
    if coalition:
        found = found.of_coalition(coalition)
    return found.for_listing().by_deadline()[:limit]


@register.simple_tag
def series_meetings(series):
    """A series' meetings: upcoming (the next first), past (the latest first), cancelled."""
    meetings = MeetingPage.objects.visible().in_series(series)
    return {
        "upcoming": meetings.upcoming().for_listing(),
        "past": meetings.past().for_listing(),
        "cancelled": meetings.cancelled().for_listing(),
    }


@register.simple_tag
def series_of(meeting):
    """The series a meeting belongs to."""
    return MeetingIndexPage.objects.parent_of(meeting).get()


@register.simple_tag(takes_context=True)
def report_of(context, meeting, series):
    """A meeting's report as it is read.

    Keys: is_shown, parts (part, citation, rich text, where it was used), items, open_count, people by capacity
    with their counts, facilitators' names, corrections_are_open, agenda, documents. An editor's preview shows a report
    that readers cannot see yet.
    """
    people = {capacity: [] for capacity in Capacity}
    for person in meeting.participants.select_related("coalition"):
        people[Capacity(person.capacity)].append(person)
    everybody = [person for persons in people.values() for person in persons]
    items = list(ActionItem.objects.of_meeting(meeting).in_order().for_report()) if meeting.pk else []
    parts = number_report(meeting.report, meeting.adopted_numbers)
    texts = _with_links_in(parts, items)
    uses = _uses_of(meeting, parts)
    until = meeting.corrections_until
    return {
        "is_shown": meeting.report_is_public or getattr(context.get("request"), "is_preview", False),
        "parts": [
            (part, citation(meeting, series, part.number) if part.number else "", text, uses.get(part.block.id, []))
            for part, text in zip(parts, texts, strict=True)
        ],
        "items": items,
        "open_count": sum(item.is_unfinished for item in items),
        "people": [(capacity, persons) for capacity, persons in people.items() if persons],
        "people_count": len(everybody),
        "coalition_count": len({person.coalition_id for person in everybody if person.coalition_id}),
        "facilitators": [person.full_name for person in people[Capacity.FACILITATOR]],
        "corrections_are_open": until is not None and until > timezone.now(),
        "agenda": list(meeting.agenda_items.select_related("carried_from").defer("carried_from__report")),
        "documents": list(meeting.documents.select_related("document")),
    }


def _uses_of(meeting, parts):
    """Block id → where the paragraphs of a public report were used."""
    block_ids = [part.block.id for part in parts if part.number] if meeting.pk and meeting.report_is_public else []
    found = {}
    for uses_in in paragraph_uses.values() if block_ids else ():
        for block_id, uses in uses_in(meeting, block_ids).items():
            found.setdefault(block_id, []).extend(uses)
    return found


def _with_links_in(parts, items):
    """The rich text of a report's parts, "" for a heading. All links of the report and of its items are looked up."""
    lines = [line for item in items for line in (item, *item.sub_items.all())]
    sources = ["" if part.kind == "heading" else part.block.value.source for part in parts]
    texts = expand_links([*sources, *(line.text for line in lines)])
    for line, text in zip(lines, texts[len(parts) :], strict=True):
        line.text = text
    return texts[: len(parts)]


@register.simple_tag
def neighbours_of(meeting):
    """The meeting before and the one after in the series, or None."""
    visible = MeetingPage.objects.visible().defer_streamfields()
    return {"previous": visible.before(meeting).first(), "next": visible.after(meeting).first()}


@register.simple_tag
def carry_over_of(meeting):
    """What earlier meetings left for this one."""
    return offered_to(meeting)
