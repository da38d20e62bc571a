"""Sections that rooms register, and the figures they give."""

import datetime

import pytest

from coalitions.models import Goal
from coalitions.sections import Figure, Section, Sections, coalition_sections, figures_of
from tests.factories import make_coalition, make_member, make_output


def _section(key, order, rows, figures=None):
    return Section(key, key.title(), f"{key}.html", lambda subject: rows, order, figures)


def test_sections_come_in_order_and_only_with_rows():
    sections = Sections()
    last, first = sections.register(_section("last", 20, [1])), sections.register(_section("first", 10, [2]))
    sections.register(_section("empty", 5, []))
    assert sections.fetch("anybody") == [(first, [2]), (last, [1])]
    sections.unregister("first")
    assert sections.fetch("anybody") == [(last, [1])]


def test_a_section_without_rows_still_gives_its_figures():
    sections = Sections()
    sections.register(_section("empty", 5, [], lambda subject, rows: [Figure(f"Of {subject}", len(rows))]))
    assert sections.fetch_with_figures("somebody") == ([], [Figure("Of somebody", 0)])


@pytest.mark.django_db
def test_what_is_not_known_is_no_zero():
    goals, outputs = figures_of([], [])
    assert (goals.value, goals.missing) == (None, "none named")
    assert (outputs.value, outputs.source) == (0, "None is filed here yet.")


@pytest.mark.django_db
def test_figures_say_where_they_come_from():
    coalition = make_coalition()
    reached = [Goal(coalition=coalition, text=step, progress=step) for step in ("fully", "under-way", "fully")]
    paper = make_output(coalition, published_on=datetime.date(2021, 5, 3))
    goals, outputs = figures_of(reached, [paper])
    assert (goals.value, goals.source) == (3, "2 fully achieved, 1 under way. As the coalition reports them.")
    assert (outputs.value, outputs.source) == (1, "The latest is of 3 May 2021.")


@pytest.mark.django_db
@pytest.mark.parametrize(("members", "value", "missing"), [(0, 0, ""), (4, None, "a few"), (5, 5, "")])
def test_members_are_counted_unless_so_few_that_it_singles_them_out(members, value, missing):
    coalition = make_coalition()
    for _ in range(members):
        make_member(coalition)
    figures = [figure for figure in coalition_sections.fetch_with_figures(coalition)[1] if figure.label == "Members"]
    assert [(figure.value, figure.missing if figure.value is None else "") for figure in figures] == [(value, missing)]
