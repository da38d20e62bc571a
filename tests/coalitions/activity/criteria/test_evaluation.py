"""The evaluation alone: tables of what is known, and what may be said of it."""

import datetime
import itertools

import pytest

from coalitions.activity.criteria import GroupSpec, Rule, judge
from coalitions.activity.enums import AppliesTo, CellKind, CriterionRole, Finding, Result
from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Cell

DAY = datetime.date(2021, 12, 31)
UNIT = ("call", "calls")
KNOWN = {
    "enough": Cell.of(6, "calls", DAY),
    "too few": Cell.of(5, "calls", DAY),
    "none": Cell.of(0, "calls", DAY),
    "too few so far": Cell.of(5, "calls", DAY, is_partial=True),
    "enough already": Cell.of(6, "calls", DAY, is_partial=True),
    "no source": NO_SOURCE,
    "not measured": NOT_MEASURED,
}


def rule(key="calls", **fields):
    fields.setdefault("threshold", 6)
    return Rule(key, "Six calls", "Calls held", "at least 6 calls", "2021", unit=UNIT, **fields)


@pytest.mark.parametrize(
    ("known", "result", "finding"),
    [
        ("enough", Result.MET, Finding.MEETS),
        ("too few", Result.NOT_MET, Finding.DOES_NOT_MEET),
        ("none", Result.NOT_MET, Finding.DOES_NOT_MEET),
        ("too few so far", Result.NOT_MEASURED, Finding.CANNOT_BE_SAID),
        ("enough already", Result.MET, Finding.MEETS),
        ("no source", Result.NO_SOURCE, Finding.CANNOT_BE_SAID),
        ("not measured", Result.NOT_MEASURED, Finding.CANNOT_BE_SAID),
    ],
)
def test_one_criterion(known, result, finding):
    judgement = judge([rule()], [], {"calls": KNOWN[known]})
    assert ([row.result for row in judgement.rows], judgement.finding) == ([result], finding)


@pytest.mark.parametrize("known", KNOWN)
def test_other_evidence_that_was_accepted_counts_whatever_is_known(known):
    judgement = judge([rule()], [], {"calls": KNOWN[known]}, accepted={"calls"})
    assert (judgement.rows[0].result, judgement.finding) == (Result.EQUIVALENT, Finding.MEETS)


def test_a_criterion_that_takes_no_other_evidence():
    judgement = judge([rule(takes_equivalent=False)], [], {"calls": KNOWN["none"]}, accepted={"calls"})
    assert (judgement.rows[0].result, judgement.rows[0].may_be_offered) == (Result.NOT_MET, False)


@pytest.mark.parametrize(
    ("applies_to", "is_new", "result", "finding"),
    [
        (AppliesTo.EVERYBODY, False, Result.NOT_MET, Finding.DOES_NOT_MEET),
        (AppliesTo.EVERYBODY, True, Result.NOT_MET, Finding.DOES_NOT_MEET),
        (AppliesTo.ESTABLISHED, False, Result.NOT_MET, Finding.DOES_NOT_MEET),
        (AppliesTo.ESTABLISHED, True, Result.EXEMPT, Finding.MEETS),
        (AppliesTo.NEW, False, Result.EXEMPT, Finding.MEETS),
        (AppliesTo.NEW, True, Result.NOT_MET, Finding.DOES_NOT_MEET),
    ],
)
def test_who_is_exempt(applies_to, is_new, result, finding):
    judgement = judge([rule(applies_to=applies_to)], [], {"calls": KNOWN["none"]}, is_new=is_new)
    assert (judgement.rows[0].result, judgement.finding) == (result, finding)


def expected_of_a_group(needed, cells):
    met = sum(cell in ("enough", "enough already") for cell in cells)
    unknown = [cell for cell in cells if cell in ("no source", "not measured", "too few so far")]
    if met >= needed:
        return Result.MET
    if met + len(unknown) < needed:
        return Result.NOT_MET
    return Result.NO_SOURCE if set(unknown) == {"no source"} else Result.NOT_MEASURED


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_at_least_so_many_of_three_whatever_is_known_of_each(needed):
    group = GroupSpec("Calls", needed)
    rules = [rule(key, role=CriterionRole.GROUP, group="Calls") for key in ("a", "b", "c")]
    found, expected = {}, {}
    for cells in itertools.product(KNOWN, repeat=3):
        judgement = judge(rules, [group], dict(zip("abc", (KNOWN[cell] for cell in cells), strict=True)))
        found[cells] = (judgement.groups[0].result, judgement.finding)
        result = expected_of_a_group(needed, cells)
        finding = {Result.MET: Finding.MEETS, Result.NOT_MET: Finding.DOES_NOT_MEET}
        expected[cells] = (result, finding.get(result, Finding.CANNOT_BE_SAID))
    assert found == expected


def test_of_a_group_whose_members_are_exempt_fewer_are_needed():
    rules = [
        rule("a", role=CriterionRole.GROUP, group="Any two", applies_to=AppliesTo.ESTABLISHED),
        rule("b", role=CriterionRole.GROUP, group="Any two"),
    ]
    judgement = judge(rules, [GroupSpec("Any two", 2)], {"b": KNOWN["enough"]}, is_new=True)
    assert (judgement.groups[0].result, judgement.finding) == (Result.MET, Finding.MEETS)
    everybody_exempt = judge(rules[:1], [GroupSpec("Any two", 2)], {}, is_new=True)
    assert (everybody_exempt.groups[0].result, everybody_exempt.finding) == (Result.EXEMPT, Finding.MEETS)


def test_what_is_for_information_decides_nothing():
    rules = [rule("a"), rule("b", role=CriterionRole.INFORMATION)]
    judgement = judge(rules, [], {"a": KNOWN["enough"], "b": KNOWN["none"]})
    assert (judgement.rows[1].result, judgement.finding) == (Result.NOT_MET, Finding.MEETS)


def test_criteria_without_one_that_counts_say_nothing():
    assert judge([], [], {}).finding == Finding.CANNOT_BE_SAID
    only = judge([rule(role=CriterionRole.INFORMATION)], [], {"calls": KNOWN["enough"]})
    assert only.finding == Finding.CANNOT_BE_SAID


def test_a_criterion_nobody_measures_has_no_source():
    judgement = judge([rule()], [], {})
    assert (judgement.rows[0].result, judgement.rows[0].in_words) == (Result.NO_SOURCE, "no source")


def test_one_criterion_not_met_outweighs_what_cannot_be_said():
    judgement = judge([rule("a"), rule("b")], [], {"a": NO_SOURCE, "b": KNOWN["none"]})
    assert judgement.finding == Finding.DOES_NOT_MEET


def test_small_numbers_of_people_are_not_for_everybody():
    row = judge([rule(counts_people=True)], [], {"calls": Cell.of(3, "a list", DAY)}).rows[0]
    assert (row.in_words, row.for_everybody) == ("3 calls", "fewer than 5 calls")
    assert row.cell.kind == CellKind.NUMBER
