"""The evaluation itself: criteria and what is known in, what can be said out. Asks nobody, changes nothing.

Nothing is said against a coalition where nobody knows: no source and not measured are neither met nor not met.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from coalitions.activity.enums import (
    FULFILLED,
    UNKNOWN,
    AppliesTo,
    CellKind,
    CriterionRole,
    Finding,
    Result,
)
from coalitions.activity.indicators import NO_SOURCE, Cell


@dataclass(frozen=True)
class Rule:
    """One criterion as it is applied.

    measure: what is counted, in words; asked: what is enough, in words ("at least 6 months")
    period: the months looked at, in words
    counts_people: whether its number is one of people, so that a small one is not for everybody
    """

    key: str
    text: str
    measure: str
    asked: str
    period: str
    threshold: int
    unit: tuple[str, str]
    role: str = CriterionRole.REQUIRED
    group: str = ""
    applies_to: str = AppliesTo.EVERYBODY
    takes_equivalent: bool = True
    counts_people: bool = False


@dataclass(frozen=True)
class GroupSpec:
    """A group of criteria, and how many of them are enough."""

    name: str
    needed: int


@dataclass(frozen=True)
class Judged:
    """One criterion, what is known, and what can be said."""

    rule: Rule
    cell: Cell
    result: Result

    @property
    def in_words(self):
        """What is known, as the coalition and the Secretariat read it: "3 reports", "no source"."""
        return self._told(self.cell)

    @property
    def for_everybody(self):
        """The same, as anybody may read it."""
        return self._told(self.cell.for_everybody() if self.rule.counts_people else self.cell)

    def _told(self, cell):
        one, several = self.rule.unit
        if not cell.is_number:
            return cell.text
        if cell.is_hidden:
            return f"{cell.text} {several}"
        return f"{cell.text if cell.value else 'no'} {one if cell.value == 1 else several}"

    @property
    def may_be_offered(self):
        """Whether other evidence could change what is said."""
        return self.rule.takes_equivalent and self.result not in (*FULFILLED, Result.EXEMPT)


@dataclass(frozen=True)
class JudgedGroup:
    """A group, its criteria, and what can be said of it as a whole."""

    spec: GroupSpec
    rows: tuple[Judged, ...]
    result: Result

    @property
    def met(self):
        return sum(row.result in FULFILLED for row in self.rows)


@dataclass(frozen=True)
class Judgement:
    """What a set of criteria says of one coalition."""

    rows: tuple[Judged, ...]
    groups: tuple[JudgedGroup, ...]
    finding: Finding

    def of_role(self, role):
        return [row for row in self.rows if row.rule.role == role]

    @property
    def required(self):
        return self.of_role(CriterionRole.REQUIRED)

    @property
    def for_information(self):
        return self.of_role(CriterionRole.INFORMATION)


def judge(
    rules: list[Rule],
    groups: list[GroupSpec],
    cells: Mapping[str, Cell],
    *,
    is_new: bool = False,
    accepted: Set[str] = frozenset(),
) -> Judgement:
    """What `rules` say where `cells` (by the rules' keys) are known.

    is_new: whether the coalition counts as new; accepted: the keys for which other evidence was accepted.
    A rule without a cell has no source. Without a rule that counts, nothing can be said.
    """
    rows = tuple(
        Judged(rule, cell := cells.get(rule.key, NO_SOURCE), _result(rule, cell, is_new, accepted)) for rule in rules
    )
    judged_groups = tuple(_judged_group(spec, rows) for spec in groups)
    counted = [row.result for row in rows if row.rule.role == CriterionRole.REQUIRED]
    counted += [group.result for group in judged_groups]
    return Judgement(rows, judged_groups, _finding(counted))


def _result(rule, cell, is_new, accepted):
    if rule.applies_to == (AppliesTo.ESTABLISHED if is_new else AppliesTo.NEW):
        return Result.EXEMPT
    if rule.key in accepted and rule.takes_equivalent:
        return Result.EQUIVALENT
    if cell.kind == CellKind.NO_SOURCE:
        return Result.NO_SOURCE
    if cell.kind == CellKind.NOT_MEASURED:
        return Result.NOT_MEASURED
    if cell.value >= rule.threshold:
        return Result.MET
    # The months nobody looked at may hold what is missing.
    return Result.NOT_MEASURED if cell.is_partial else Result.NOT_MET


def _judged_group(spec, rows):
    """At least so many of a group. Exempt ones are not asked for; where all are left, that is what is needed."""
    members = tuple(row for row in rows if row.rule.role == CriterionRole.GROUP and row.rule.group == spec.name)
    asked = [row.result for row in members if row.result != Result.EXEMPT]
    if not asked:
        return JudgedGroup(spec, members, Result.EXEMPT)
    needed = min(spec.needed, len(asked))
    met = sum(result in FULFILLED for result in asked)
    unknown = [result for result in asked if result in UNKNOWN]
    if met >= needed:
        result = Result.MET
    elif met + len(unknown) < needed:
        result = Result.NOT_MET
    else:
        result = Result.NO_SOURCE if set(unknown) == {Result.NO_SOURCE} else Result.NOT_MEASURED
    return JudgedGroup(spec, members, result)


def _finding(results):
    counted = [result for result in results if result != Result.EXEMPT]
    if Result.NOT_MET in counted:
        return Finding.DOES_NOT_MEET
    if not results or any(result in UNKNOWN for result in counted):
        return Finding.CANNOT_BE_SAID
    return Finding.MEETS
