"""How many members a coalition has, as anybody may read it, and what coalitions say to the statement of membership."""

from collections import Counter
from dataclasses import dataclass

from coalitions.enums import (
    HAVE_A_STATEMENT,
    AdoptionAnswer,
    CoalitionKind,
    Engagement,
    Region,
    StakeholderGroup,
)
from coalitions.models import CoalitionPage, Membership, MembershipStatement, StatementAdoption, visible
from coalitions.suppression import LEAST, publishable

NOT_SAID = "Not said"


@dataclass(frozen=True)
class CountTable:
    """One way to count the members: rows of labels and their number. Without rows there are too few to tell."""

    title: str
    rows: list[tuple[list[str], int]]


@dataclass(frozen=True)
class MemberCounts:
    """Members of a coalition. `total` is None below LEAST; `is_empty` where there are none at all.

    `dormant` is None where it would single somebody out.
    """

    total: int | None
    dormant: int | None
    tables: list[CountTable]
    is_empty: bool = False


def member_counts(coalition):
    """The counts of a coalition's members, dormant ones included. One query."""
    rows = list(Membership.objects.members().of_coalition(coalition).counted())
    ways = [Counter(), Counter(), Counter(), Counter()]
    for *values, count in rows:
        for way, value in zip(ways, values, strict=True):
            way[value] += count
    total = ways[0].total()
    if total < LEAST:
        return MemberCounts(None, None, [], is_empty=total == 0)
    *told, silent = ways
    dormant = [cell.count for cell in publishable({True: silent[True], False: silent[False]}) if cell.keys == (True,)]
    tables = [
        _table(title, choices, counter)
        for title, choices, counter in zip(
            ("Engagement", "Stakeholder group", "Region"),
            (Engagement.choices, [*StakeholderGroup.choices, ("", NOT_SAID)], [*Region.choices, ("", NOT_SAID)]),
            told,
            strict=True,
        )
    ]
    return MemberCounts(total, dormant[0] if dormant else None, tables)


def _table(title, choices, counter):
    labels = dict(choices)
    cells = publishable({value: counter[value] for value in labels})
    if len(cells) == 1 and len(labels) > 1:
        return CountTable(title, [])
    return CountTable(title, [([labels[key] for key in cell.keys], cell.count) for cell in cells])


@dataclass(frozen=True)
class AdoptionRow:
    """A coalition, and what it says to a version: `adoption` is None where it said nothing yet."""

    coalition: CoalitionPage
    adoption: StatementAdoption | None

    @property
    def label(self):
        return self.adoption.get_answer_display() if self.adoption else AdoptionAnswer.NOT_YET.label


@dataclass(frozen=True)
class AdoptionTable:
    """What all coalitions say to a version of the statement, by name; "17 of 22"."""

    statement: MembershipStatement
    rows: list[AdoptionRow]

    def count(self, *answers):
        return sum(row.adoption is not None and row.adoption.answer in answers for row in self.rows)

    @property
    def have_it(self):
        return self.count(*HAVE_A_STATEMENT)

    @property
    def adapted(self):
        return self.count(AdoptionAnswer.ADAPTED)

    @property
    def total(self):
        return len(self.rows)


def adoption_table(statement):
    """The table of a version: the active dynamic coalitions that visitors can see. Two queries."""
    asked = visible(CoalitionPage.objects.active().of_kind(CoalitionKind.DYNAMIC_COALITION))
    said = {row.coalition_id: row for row in StatementAdoption.objects.of_statement(statement)}
    coalitions = asked.defer_streamfields().order_by("title")
    return AdoptionTable(statement, [AdoptionRow(coalition, said.get(coalition.pk)) for coalition in coalitions])
