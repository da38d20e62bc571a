"""Registries of what higher rooms show on this room's pages. They register; nothing here looks up.

This room registers, the same way, what waits for people in its own matters.
A section names its title, its partial template and one function that fetches its rows.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from coalitions.models import CoalitionPage, Contact, Cycle, Goal
from coalitions.permissions import coordinated_ids, is_secretariat


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
my_sections = Sections()  # subject: a user, on the public site's page "My coalition": what waits, and the own work

SHOWN = 10
TERM_ENDS_SOON = datetime.timedelta(days=30)


@dataclass(frozen=True)
class WaitingLink:
    """One thing that waits: what it is, where it is done, and what there is to say about it."""

    text: str
    url: str
    note: str = ""


def waiting_links(found, describe):
    """Rows for the partial `coalitions/admin/_waiting_links.html` from a queryset; None where it is empty.

    `describe(row)` returns a WaitingLink. More than SHOWN rows are counted only as "more".
    """
    found = list(found[: SHOWN + 1])
    return {"links": [describe(row) for row in found[:SHOWN]], "more": len(found) > SHOWN} if found else None


def _edit(page_id):
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _without_coordinator(user):
    if not is_secretariat(user):
        return None
    found = CoalitionPage.objects.without_coordinator().order_by("title").defer_streamfields()
    url = reverse("coalitions_contact_modeladmin_create")
    return waiting_links(found, lambda page: WaitingLink(page.short_name, url, "Add a contact."))


def _terms_that_end(user):
    if not is_secretariat(user):
        return None
    today = timezone.now().date()
    found = Contact.objects.leading().ending_between(today, today + TERM_ENDS_SOON).select_related("coalition")

    def describe(contact):
        url = reverse("coalitions_contact_modeladmin_edit", args=[contact.pk])
        return WaitingLink(
            f"{contact.full_name}, {contact.coalition.short_name}", url, f"Last day: {contact.to_date:%-d %B %Y}."
        )

    return waiting_links(found, describe)


def _drafts(user):
    own = CoalitionPage.objects.in_bulk(coordinated_ids(user)).values()
    found = Page.objects.none()
    for coalition in own:
        found |= Page.objects.descendant_of(coalition, inclusive=True)
    found = found.filter(has_unpublished_changes=True).order_by("title")
    return waiting_links(
        found, lambda page: WaitingLink(page.draft_title, _edit(page.pk), "Has changes not published.")
    )


def _goals(user):
    coalition_ids = coordinated_ids(user)
    cycle = Cycle.objects.current(timezone.now().date()) if coalition_ids else None
    if cycle is None:
        return None
    found = Goal.objects.in_cycle(cycle).not_started().of_coalitions(coalition_ids).select_related("coalition")
    return waiting_links(
        found,
        lambda goal: WaitingLink(goal.text, _edit(goal.coalition_id), f"{cycle}: say how far it is."),
    )


def register_sections():
    """Called once, when the app is ready."""
    for order, (key, title, rows) in enumerate(
        (
            ("drafts", "Your pages with changes that are not published", _drafts),
            ("goals", "Your goals without progress", _goals),
            ("no-coordinator", "Coalitions without a coordinator", _without_coordinator),
            ("terms", "Coordinators whose term ends within 30 days", _terms_that_end),
        )
    ):
        waiting_sections.register(Section(key, title, "coalitions/admin/_waiting_links.html", rows, order=50 + order))
        my_sections.register(Section(key, title, "coalitions/mine/_links.html", rows, order=50 + order))
