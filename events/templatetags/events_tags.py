"""What the templates of this room ask for. Queries stand on the querysets; these only call them."""

from django import template

from events.carry_over import offered_to
from events.enums import Capacity
from events.models import ActionItem, MeetingPage
from events.numbering import citation, number_report

register = template.Library()


@register.simple_tag
def upcoming_meetings(series=None, limit=5):
    """The next planned meetings, of one series or of all."""
    found = MeetingPage.objects.visible()
    if series:
        found = found.in_series(series)
    return found.upcoming().for_listing()[:limit]


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
def deadlines(limit=5):
    """Unfinished action items with a deadline, the nearest first; overdue ones lead."""
    return ActionItem.objects.public().unfinished().with_deadline().for_listing().by_deadline()[:limit]


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
def report_of(meeting, series):
    """A meeting's report as it is read: parts with number, anchor and citation, conclusions, people, neighbours."""
    people = {capacity: [] for capacity in Capacity}
    for person in meeting.participants.all():
        people[Capacity(person.capacity)].append(person)
    return {
        "parts": [
            (part, citation(meeting, series, part.number) if part.number else "")
            for part in number_report(meeting.report, meeting.adopted_numbers)
        ],
        "items": ActionItem.objects.of_meeting(meeting).in_order().for_listing(),
        "people": [(capacity, persons) for capacity, persons in people.items() if persons],
    }


@register.simple_tag
def neighbours_of(meeting):
    """The meeting before and the one after in the series, or None."""
    visible = MeetingPage.objects.visible().defer_streamfields()
    return {"previous": visible.before(meeting).first(), "next": visible.after(meeting).first()}


@register.simple_tag
def carry_over_of(meeting):
    """What earlier meetings left for this one."""
    return offered_to(meeting)
