"""Counts of people that anybody may read: no cell so small that it singles somebody out, and none that tells one."""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

LEAST = 5  # people a cell that is shown stands for, at least


class Cell(NamedTuple):
    """One row of a published table: a category, or several that are only counted together."""

    keys: tuple[Hashable, ...]
    count: int


def publishable(counts: Mapping[Hashable, int], least: int = LEAST) -> list[Cell]:
    """The table as anybody may read it, in the order of `counts`; the categories counted together come last.

    Nothing at all for fewer than `least` people: then their total is not shown either. Categories below `least` are
    counted together; where that still told one of them (it is the only one, together they are too few, or as many as
    small ones can be), those before it in the order join them. What joins depends on no number, so that knowing this
    rule gives nothing away. Zeros stand as they are where nothing else has to be hidden.
    """
    keys = list(counts)
    if sum(counts.values()) < least:
        return []
    small = [key for key in keys if counts[key] < least]
    if not any(counts[key] for key in small):
        return [Cell((key,), counts[key]) for key in keys]
    together = set(small)
    place = keys.index(small[0])
    while len(together) < len(keys) and _tells(together, counts, least):
        place -= 1  # -1 is the last one
        together.add(keys[place])
    shown = [Cell((key,), counts[key]) for key in keys if key not in together]
    hidden = tuple(key for key in keys if key in together)
    return [*shown, Cell(hidden, sum(counts[key] for key in hidden))]


def _tells(together, counts, least):
    """Whether the sum of these categories tells what one of them holds, or is too small itself."""
    total = sum(counts[key] for key in together)
    largest_possible = len(together) * (least - 1)  # of small ones alone: each of them is then as large as can be
    return len(together) == 1 or total < least or total == largest_possible
