"""Which coalitions work on which focus areas of a phase, and what they organise there. Evidence, not a ranking."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from coalitions.models import CoalitionPage, FocusArea, visible
from events.enums import OrganiserRole
from events.models import EventOrganiser, PreparatoryEventPage


@dataclass(frozen=True)
class Cell:
    """A coalition in a focus area: whether its page says that it works on it, and how many events it organises."""

    works: bool
    events: int

    @property
    def is_gap(self):
        """It says that it works on the area, and organises nothing there."""
        return self.works and not self.events


@dataclass(frozen=True)
class Row:
    """A coalition: its cells in the order of the areas; how many events it organises, and how many it supports."""

    coalition: CoalitionPage
    cells: list[Cell]
    events: int
    supports: int


@dataclass(frozen=True)
class Column:
    """A focus area: how many coalitions work on it, and how many events it has, each counted once."""

    area: FocusArea
    coalitions: int
    events: int


@dataclass(frozen=True)
class Coverage:
    """The whole table. `events` counts every event of the phase once; `elsewhere` are coalitions in no row."""

    columns: list[Column]
    rows: list[Row]
    events: int
    elsewhere: int


def coverage_of(phase):
    """The table of a phase, by name: every coalition that works on an area of its cycle or organises an event.

    Counts what visitors can see and what was not cancelled. An event that several coalitions organise counts once for
    each of them and once in every total. Constant number of queries.
    """
    areas = list(FocusArea.objects.in_cycle(phase.cycle_id).in_order())
    events = PreparatoryEventPage.objects.visible().in_phase(phase).taking_place()
    areas_of = defaultdict(set)
    for event, area in events.values_list("pk", "focus_areas"):
        areas_of[event] |= {area} - {None}
    roles = defaultdict(dict)
    for coalition, event, role in EventOrganiser.objects.of_events(events).values_list("coalition", "event", "role"):
        roles[coalition][event] = role
    works = defaultdict(set)
    for coalition, area in CoalitionPage.focus_areas.through.objects.filter(focusarea__in=areas).values_list(
        "coalitionpage", "focusarea"
    ):
        works[coalition].add(area)

    public = visible(CoalitionPage.objects.defer_streamfields())
    listed = list(public.with_ids({*works, *roles}).order_by("title", "pk"))
    rows = [_row(coalition, areas, works[coalition.pk], roles[coalition.pk], areas_of) for coalition in listed]
    per_area = Counter(area for found in areas_of.values() for area in found)
    columns = [
        Column(area, sum(row.cells[place].works for row in rows), per_area[area.pk])
        for place, area in enumerate(areas)
    ]
    return Coverage(columns, rows, len(areas_of), public.count() - len(rows))


def _row(coalition, areas, works, roles, areas_of):
    here = Counter(area for event in roles for area in areas_of[event])
    cells = [Cell(area.pk in works, here[area.pk]) for area in areas]
    return Row(coalition, cells, len(roles), sum(role == OrganiserRole.SUPPORTER for role in roles.values()))
