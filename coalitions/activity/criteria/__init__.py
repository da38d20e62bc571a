"""Criteria: what a set of them says of a coalition. Reads and computes; nothing here writes."""

from coalitions.activity.criteria.evaluation import GroupSpec, Judged, Judgement, Rule, judge
from coalitions.activity.criteria.evidence import frozen, in_lines, judged_again
from coalitions.activity.criteria.measuring import is_new, judge_all, period_of_set, rules_of

__all__ = [
    "GroupSpec",
    "Judged",
    "Judgement",
    "Rule",
    "frozen",
    "in_lines",
    "is_new",
    "judge",
    "judge_all",
    "judged_again",
    "period_of_set",
    "rules_of",
]
