"""The table of coalitions and focus areas: what counts, and how often."""

import pytest
from wagtail.models import PageViewRestriction

from events.coverage import Cell, coverage_of
from events.enums import EventState, OrganiserRole
from tests.factories import make_coalition, make_cycle, make_event, make_focus_area, make_phase

pytestmark = pytest.mark.django_db

NEITHER = Cell(False, 0)


def rows_of(table):
    return {
        row.coalition.acronym: ([(cell.works, cell.events) for cell in row.cells], row.events) for row in table.rows
    }


def test_a_joint_event_counts_once_in_all_and_once_for_each_organiser():
    trust, access = make_focus_area("Trust", order=1), make_focus_area("Access", order=2)
    one, two = make_coalition(acronym="One", focus_areas=[trust]), make_coalition(acronym="Two")
    three = make_coalition(acronym="Three", focus_areas=[access])
    phase = make_phase()
    make_event(phase, organisers=[one, two, (three, OrganiserRole.SUPPORTER)], focus_areas=[trust, access])
    make_event(phase, organisers=[one], focus_areas=[trust])

    table = coverage_of(phase)

    assert [column.area for column in table.columns] == [trust, access]
    assert [(column.coalitions, column.events) for column in table.columns] == [(1, 2), (1, 1)]
    assert rows_of(table) == {
        "One": ([(True, 2), (False, 1)], 2),
        "Two": ([(False, 1), (False, 1)], 1),
        "Three": ([(False, 1), (True, 1)], 1),
    }
    assert [row.supports for row in table.rows] == [0, 0, 1]
    assert (table.events, table.elsewhere) == (2, 0)


def test_gaps_are_areas_a_coalition_works_on_without_an_event():
    trust, access = make_focus_area("Trust", order=1), make_focus_area("Access", order=2)
    coalition = make_coalition(focus_areas=[trust, access])
    phase = make_phase()
    make_event(phase, organisers=[coalition], focus_areas=[access])

    [row] = coverage_of(phase).rows

    assert [cell.is_gap for cell in row.cells] == [True, False]


def test_rows_stand_by_name_whatever_they_organise():
    area = make_focus_area()
    for title in ("Zebras", "Antelopes", "Mice"):
        make_coalition(title, focus_areas=[area])
    phase = make_phase()
    for _ in range(2):
        make_event(phase, organisers=[make_coalition("Owls")], focus_areas=[area])

    titles = [row.coalition.title for row in coverage_of(phase).rows]

    assert titles == sorted(titles)


# What an event is, and how many events then count.
CASES = {
    "scheduled": ({}, 1),
    "held": ({"state": EventState.HELD}, 1),
    "reported": ({"state": EventState.REPORTED}, 1),
    "cancelled": ({"state": EventState.CANCELLED}, 0),
    "not published": ({"live": False}, 0),
}


@pytest.mark.parametrize("case", CASES)
def test_what_counts(case):
    fields, expected = CASES[case]
    area = make_focus_area()
    phase = make_phase()
    make_event(phase, organisers=[make_coalition(focus_areas=[area])], focus_areas=[area], **fields)

    table = coverage_of(phase)

    assert (table.events, table.columns[0].events, table.rows[0].events) == (expected, expected, expected)


def test_an_event_without_a_focus_area_counts_in_the_total_alone():
    area = make_focus_area()
    phase = make_phase()
    make_event(phase, organisers=[make_coalition()])

    table = coverage_of(phase)

    assert (table.events, table.columns[0].events, table.rows[0].events) == (1, 0, 1)
    assert table.rows[0].cells == [NEITHER]
    assert table.columns[0].area == area


def test_coalitions_that_visitors_cannot_see_are_left_out():
    area = make_focus_area()
    hidden, restricted = make_coalition(focus_areas=[area], live=False), make_coalition(focus_areas=[area])
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    phase = make_phase()
    make_event(phase, organisers=[hidden, restricted], focus_areas=[area])
    make_coalition()

    table = coverage_of(phase)

    assert (table.rows, table.columns[0].coalitions, table.events, table.elsewhere) == ([], 0, 1, 1)


def test_other_phases_and_cycles_are_left_out():
    area, other = make_focus_area(), make_focus_area(cycle=make_cycle(2022))
    coalition = make_coalition(focus_areas=[other])
    make_event(make_phase(make_cycle(2022)), organisers=[coalition], focus_areas=[other, area])

    table = coverage_of(make_phase())

    assert (table.rows, [(column.area, column.events) for column in table.columns]) == ([], [(area, 0)])


def test_an_empty_phase_has_an_empty_table():
    table = coverage_of(make_phase())

    assert (table.columns, table.rows, table.events) == ([], [], 0)


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_is_constant(django_assert_num_queries, count):
    area, phase = make_focus_area(), make_phase()
    for _ in range(count):
        make_event(phase, organisers=[make_coalition(focus_areas=[area]), make_coalition()], focus_areas=[area])

    with django_assert_num_queries(6):
        assert len(coverage_of(phase).rows) == 2 * count
