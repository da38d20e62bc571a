"""Registries of what higher rooms show on this room's pages. They register; nothing here looks up.

This room registers, the same way, what waits for people in its own matters.
A section names its title, its partial template and one function that fetches its rows. It may also name a function
that says in figures how the subject stands.
"""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from coalitions.enums import GoalProgress
from coalitions.member_counts import member_counts
from coalitions.models import CoalitionPage, Contact, Cycle, Goal, Membership, MembershipStatement, StatementAdoption
from coalitions.permissions import coordinated_ids, is_secretariat


@dataclass(frozen=True)
class Figure:
    """One figure at a glance: what is counted, how many, and where the number comes from.

    `value` is None where there is no number; `missing` then says which: "not measured", "no source". Zero is a number.
    """

    label: str
    value: int | None
    source: str = ""
    missing: str = "not measured"


@dataclass(frozen=True)
class Section:
    """One part of a page. `rows(subject)` returns what the template gets as `rows`; falsy rows hide the section.

    `figures(subject, rows)` returns Figures for the top of the page, also where there are no rows.
    """

    key: str
    title: str
    template: str
    rows: Callable
    order: int = 100
    figures: Callable | None = None


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
        return self.fetch_with_figures(subject)[0]

    def fetch_with_figures(self, subject):
        """The pairs of `fetch`, and the Figures of all sections, in order."""
        ordered = sorted(self._sections.values(), key=lambda section: (section.order, section.key))
        pairs = [(section, section.rows(subject)) for section in ordered]
        figures = [figure for section, rows in pairs if section.figures for figure in section.figures(subject, rows)]
        return [(section, rows) for section, rows in pairs if rows], figures


coalition_sections = Sections()  # subject: a CoalitionPage, on its public page
waiting_sections = Sections()  # subject: a user, on the admin's first page: what waits for this person
my_sections = Sections()  # subject: a user, on the public site's page "My coalition": what waits, and the own work

SHOWN = 10
# How far goals are, in the order a sentence names it.
PROGRESS_NAMED = (
    GoalProgress.FULLY,
    GoalProgress.LARGELY,
    GoalProgress.UNDER_WAY,
    GoalProgress.NOT_STARTED,
    GoalProgress.DROPPED,
)
NAMES_SHOWN = 30
TERM_ENDS_SOON = datetime.timedelta(days=30)


@dataclass(frozen=True)
class WaitingLink:
    """One thing that waits: what it is, where it is done, and what there is to say about it."""

    text: str
    url: str
    note: str = ""


def figures_of(goals, outputs):
    """What this room itself says of a coalition in figures, from its goals and its outputs (the newest first)."""
    progress = Counter(goal.progress for goal in goals)
    words = [f"{progress[step]} {step.label.lower()}" for step in PROGRESS_NAMED if progress[step]]
    return [
        Figure(
            "Goals",
            len(goals) or None,
            f"{', '.join(words)}. As the coalition reports them." if goals else "The coalition names its goals here.",
            missing="none named",
        ),
        Figure(
            "Papers and reports",
            len(outputs),
            f"The latest is of {outputs[0].published_on:%-d %B %Y}." if outputs else "None is filed here yet.",
        ),
    ]


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


def _members_of(coalition):
    """The members of a coalition as anybody may read them. Three queries."""
    names = list(Membership.objects.of_coalition(coalition).public_names()[: NAMES_SHOWN + 1])
    adoptions = StatementAdoption.objects.of_coalition(coalition).having_it().newest_statement_first()
    rows = {
        "counts": member_counts(coalition),
        "names": names[:NAMES_SHOWN],
        "more_names": len(names) > NAMES_SHOWN,
        "adoption": adoptions.first(),
    }
    return rows if coalition.is_open_to_members or not rows["counts"].is_empty or rows["adoption"] else None


def _member_figures(coalition, rows):
    if not rows:
        return []
    counts = rows["counts"]
    if counts.is_empty:
        return [Figure("Members", 0, "Nobody has joined on this portal yet.")]
    source = "Joined here, and confirmed by mail." if counts.total else "So few that a number would single them out."
    return [Figure("Members", counts.total, source, missing="a few")]


def _own_members(user):
    """For each coalition the user coordinates: its members in figures, and what it says to the statement."""
    coalitions = list(CoalitionPage.objects.with_ids(coordinated_ids(user)).order_by("title").defer_streamfields())
    statement = MembershipStatement.objects.in_force() if coalitions else None
    said = StatementAdoption.objects.of_statement(statement) if statement else ()
    answers = {adoption.coalition_id: adoption for adoption in said}
    states = Membership.objects.of_coalitions([coalition.pk for coalition in coalitions]).counts_by_coalition()
    return [
        {
            "coalition": coalition,
            "states": states.get(coalition.pk, {"all_members": 0, "dormant": 0}),
            "statement": statement,
            "adoption": answers.get(coalition.pk),
        }
        for coalition in coalitions
    ]


def _statement_unanswered(user):
    own = coordinated_ids(user)
    statement = MembershipStatement.objects.in_force() if own else None
    if statement is None:
        return None
    found = CoalitionPage.objects.with_ids(own).without_answer_to(statement).order_by("title").defer_streamfields()

    def describe(coalition):
        url = reverse("coalitions:adopt-statement", args=[coalition.pk, statement.version])
        return WaitingLink(
            f"{statement}: what {coalition.short_name} says to it", url, "Adopted, adapted, or not yet."
        )

    return waiting_links(found, describe)


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("members", "Members", "coalitions/members/_section.html", _members_of, 10, _member_figures)
    )
    my_sections.register(Section("members", "Members", "coalitions/mine/_members.html", _own_members, order=90))
    for order, (key, title, rows) in enumerate(
        (
            ("drafts", "Your pages with changes that are not published", _drafts),
            ("goals", "Your goals without progress", _goals),
            ("statement", "The statement of membership", _statement_unanswered),
            ("no-coordinator", "Coalitions without a coordinator", _without_coordinator),
            ("terms", "Coordinators whose term ends within 30 days", _terms_that_end),
        )
    ):
        waiting_sections.register(Section(key, title, "coalitions/admin/_waiting_links.html", rows, order=50 + order))
        my_sections.register(Section(key, title, "coalitions/mine/_links.html", rows, order=50 + order))
