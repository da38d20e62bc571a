"""What the pages of a preparatory phase ask for. Queries stand on the querysets; these only call them."""

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from coalitions.models import CoalitionPage, FocusArea, visible
from events.coverage import coverage_of
from events.enums import CalendarView
from events.forms.calendar import CalendarFilterForm
from events.models import EventChange, PreparatoryEventPage, PreparatoryPhasePage
from events.models.event_parts import public_coalition
from events.months import month_of, month_table, span_of
from events.sections import ABOVE_THE_CALENDAR, focus_area_sections, phase_sections

register = template.Library()

PER_PAGE = 20
ROWS_PER_PAGE = 50
SHOWN = 10


@register.simple_tag
def phase_calendar(phase, query):
    """A phase's calendar as it is asked for, by `query`, the request's GET.

    Keys: form, and page_obj for the list or month and count for the month's table.
    """
    form = CalendarFilterForm(query, phase=phase)
    if form.shown_as != CalendarView.MONTH:
        return {"form": form, "page_obj": Paginator(form.listed().for_listing(), PER_PAGE).get_page(query.get("page"))}
    first = form.chosen("month") or _nearest_month(form.narrowed())
    events = list(form.narrowed().between(*span_of(first)).for_listing())
    table = month_table(first, events, timezone.now().date())
    own = {event.pk for week in table.weeks for day in week if day.in_month for event in day.events}
    return {"form": form, "month": table, "count": len(own)}


def _nearest_month(events):
    """The month of the next event, else of the latest one, else this month."""
    event = events.to_come().first()
    if event:
        return month_of(max(event.starts_at, timezone.now()))
    latest = events.over().first()
    return month_of(latest.starts_at if latest else timezone.now())


@register.simple_tag
def phase_facts(phase):
    """What a phase's page shows beside its calendar: focus areas with counts, sections above and below it."""
    sections = phase_sections.fetch(phase)
    return {
        "areas": areas_with_counts(phase.cycle, phase),
        "above": [(section, rows) for section, rows in sections if section.order < ABOVE_THE_CALENDAR],
        "below": [(section, rows) for section, rows in sections if section.order >= ABOVE_THE_CALENDAR],
    }


def areas_with_counts(cycle, phase):
    """The focus areas of a cycle in order, each with `coalition_count` and, in `event_count`, the phase's events."""
    areas = list(FocusArea.objects.in_cycle(cycle).counting_coalitions().in_order())
    counts = {}
    if phase is not None:
        counts = PreparatoryEventPage.objects.visible().in_phase(phase).taking_place().counts_by_focus_area()
    for area in areas:
        area.event_count = counts.get(area.pk, 0)
    return areas


@register.simple_tag
def focus_areas_block(phase=None):
    """The focus areas of a phase's cycle, with counts: of the chosen phase, else the newest. Keys: phase, areas."""
    phases = PreparatoryPhasePage.objects.visible().with_cycle()
    phase = (phases.of_cycle(phase.cycle_id) if phase else phases.newest_first()).first()
    return {"phase": phase, "areas": areas_with_counts(phase.cycle_id, phase) if phase else []}


@register.simple_tag
def focus_area_facts(phase, area):
    """What a focus area's page shows: questions, events to come and past, coalitions, sections of other rooms."""
    events = PreparatoryEventPage.objects.visible().in_phase(phase).in_focus_area(area).for_listing()
    return {
        "questions": area.policy_questions.all(),
        "to_come": events.to_come(),
        "past": events.past(),
        "coalitions": visible(CoalitionPage.objects.in_focus_area(area)).order_by("title").defer_streamfields(),
        "sections": focus_area_sections.fetch(area),
    }


@register.simple_tag(takes_context=True)
def focus_area_url(context, phase, area):
    """The address of a focus area's page in a phase."""
    return phase.focus_area_url(area, context.get("request"))


@register.simple_tag(takes_context=True)
def coverage_url(context, phase):
    """The address of a phase's table of coalitions and focus areas."""
    return phase.coverage_url(context.get("request"))


@register.simple_tag
def coverage(phase, query):
    """The table of coalitions and focus areas, and the page of its rows that is asked for."""
    table = coverage_of(phase)
    return {"table": table, "page_obj": Paginator(table.rows, ROWS_PER_PAGE).get_page(query.get("page"))}


@register.simple_tag
def event_facts(event):
    """What an event's page shows besides its fields: phase, organisers, questions, speakers, changes."""
    return {
        "phase": PreparatoryPhasePage.objects.parent_of(event).with_cycle().get(),
        "organisers": event.organisers.prefetch_related(public_coalition()),
        "changes": EventChange.objects.of_event(event).newest_first() if event.pk else [],
    }
