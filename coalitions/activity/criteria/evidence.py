"""Evidence as it is frozen when an assessment is shared: everything that is needed to read it again years later.

Figures, sources, days and the criteria's own words. Reading it asks no table and no registry.
"""

import datetime
from dataclasses import asdict

from django.utils import timezone

from coalitions.activity.criteria.evaluation import GroupSpec, Rule, judge
from coalitions.activity.criteria.measuring import period_of_set
from coalitions.activity.enums import FULFILLED, CellKind
from coalitions.activity.indicators import Cell

FORMAT = 1


def frozen(criteria_set, found):
    """A CoalitionJudgement as JSON holds it. What was accepted as equivalent is not part of the evidence."""
    coalition = found.coalition
    return {
        "format": FORMAT,
        "taken_at": timezone.now().isoformat(),
        "set": {
            "title": criteria_set.title,
            "version": criteria_set.version,
            "state": str(criteria_set.get_state_display()),
            "cycle": str(criteria_set.cycle),
            "introduction": criteria_set.introduction,
            "period": str(period_of_set(criteria_set)),
        },
        "coalition": {
            "title": coalition.title,
            "short_name": coalition.short_name,
            "established": coalition.established,
            "is_new": found.is_new,
        },
        "groups": [asdict(group.spec) for group in found.judgement.groups],
        "criteria": [{"rule": asdict(row.rule), "cell": _cell_out(row.cell)} for row in found.judgement.rows],
    }


def judged_again(evidence, accepted=frozenset()):
    """The Judgement of frozen evidence, with the keys of what was accepted as equivalent since."""
    rules, cells = [], {}
    for row in evidence["criteria"]:
        rule = Rule(**{**row["rule"], "unit": tuple(row["rule"]["unit"])})
        rules.append(rule)
        cells[rule.key] = _cell_in(row["cell"])
    groups = [GroupSpec(**group) for group in evidence["groups"]]
    return judge(rules, groups, cells, is_new=evidence["coalition"]["is_new"], accepted=accepted)


def in_lines(judgement):
    """What is known for each criterion that was met, a line each, as anybody may read it."""
    lines = []
    for row in judgement.rows:
        if row.result in FULFILLED and row.cell.is_number:
            source = f" ({row.cell.source}, {row.cell.as_of:%-d %B %Y})" if row.cell.as_of else ""
            lines.append(f"{row.rule.text}: {row.for_everybody}, {row.rule.period}{source}")
    return lines


def _cell_out(cell):
    return {
        "kind": cell.kind.value,
        "value": cell.value,
        "source": cell.source,
        "as_of": cell.as_of.isoformat() if cell.as_of else None,
        "note": cell.note,
        "is_partial": cell.is_partial,
    }


def _cell_in(row):
    as_of = datetime.date.fromisoformat(row["as_of"]) if row["as_of"] else None
    return Cell(**{**row, "kind": CellKind(row["kind"]), "as_of": as_of})
