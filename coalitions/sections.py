"""Registries of what higher rooms show on this room's pages. They register; nothing here looks up.

A section names its title, its partial template and one function that fetches its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One part of a page. `rows(subject)` returns what the template gets as `rows`; falsy rows hide the section."""

    key: str
    title: str
    template: str
    rows: Callable
    order: int = 100


class Sections:
    """Sections by key, in their order. Registering a key again replaces it."""

    def __init__(self):
        self._sections = {}

    def register(self, section):
        self._sections[section.key] = section
        return section

    def unregister(self, key):
        self._sections.pop(key, None)

    def fetch(self, subject):
        """`(section, rows)` pairs of the sections that have something to show for `subject`."""
        ordered = sorted(self._sections.values(), key=lambda section: (section.order, section.key))
        pairs = ((section, section.rows(subject)) for section in ordered)
        return [(section, rows) for section, rows in pairs if rows]


coalition_sections = Sections()  # subject: a CoalitionPage, on its public page
waiting_sections = Sections()  # subject: a user, on the admin's first page: what waits for this person
