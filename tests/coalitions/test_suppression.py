"""Counts that single nobody out: also not somebody who knows the rule and does the sums."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.suppression import LEAST, publishable


def table(**counts):
    return [("+".join(cell.keys), cell.count) for cell in publishable(counts)]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # Fewer than five in all: nothing, not even the total.
        ({"a": 0, "b": 0}, []),
        ({"a": 4, "b": 0}, []),
        # Nothing to hide.
        ({"a": 5, "b": 7}, [("a", 5), ("b", 7)]),
        # Zero singles nobody out, while nothing else is hidden.
        ({"a": 6, "b": 0, "c": 0}, [("a", 6), ("b", 0), ("c", 0)]),
        # One small category would follow from the total: the one before it joins it.
        ({"a": 9, "b": 7, "c": 3}, [("a", 9), ("b+c", 10)]),
        ({"a": 3, "b": 7, "c": 9}, [("b", 7), ("a+c", 12)]),
        # Two small ones hide each other …
        ({"a": 9, "b": 3, "c": 4}, [("a", 9), ("b+c", 7)]),
        # … unless together they are fewer than five, or as many as small ones can be at most.
        ({"a": 9, "b": 7, "c": 1, "d": 1}, [("a", 9), ("b+c+d", 9)]),
        ({"a": 9, "b": 7, "c": 4, "d": 4}, [("a", 9), ("b+c+d", 15)]),
        # Zeros are small where something else is.
        ({"a": 9, "b": 0, "c": 0, "d": 3, "e": 2}, [("a", 9), ("b+c+d+e", 5)]),
        # Where nothing is left to join, the whole is one.
        ({"a": 4, "b": 4}, [("a+b", 8)]),
        ({"a": 7}, [("a", 7)]),
    ],
)
def test_what_is_published(counts, shown):
    assert table(**counts) == shown


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_the_sum_is_kept_and_no_cell_is_small(counts):
    cells = publishable(dict(enumerate(counts)))
    if sum(counts) < LEAST:
        assert cells == []
    else:
        assert sum(cell.count for cell in cells) == sum(counts)
        assert sorted(key for cell in cells for key in cell.keys) == list(range(len(counts)))
        assert [cell.count for cell in cells if 0 < cell.count < LEAST] == []


@pytest.mark.parametrize(("categories", "largest"), [(2, 22), (3, 14), (4, 8)])
def test_nobody_who_knows_the_rule_can_tell_a_small_category(categories, largest):
    """All tables that look the same once published leave each small number at least two values."""
    tables = itertools.product(range(largest + 1), repeat=categories)
    alike = defaultdict(list)
    for counts in tables:
        alike[tuple(publishable(dict(enumerate(counts))))].append(counts)
    told = []
    for cells, possible in alike.items():
        # A sum beyond `largest` has further tables that are not tried here.
        for cell in cells:
            if len(cell.keys) > 1 and cell.count <= largest:
                told += [
                    (cells, key)
                    for key in cell.keys
                    if len(values := {counts[key] for counts in possible}) == 1 and 0 < min(values) < LEAST
                ]
    assert told == []
