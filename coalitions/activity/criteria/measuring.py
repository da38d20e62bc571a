"""What is known for the criteria of a set: of all coalitions over any period, in as many queries as of one."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils import timezone

from coalitions.activity.criteria.evaluation import GroupSpec, Judgement, Rule, judge
from coalitions.activity.enums import CriterionKind
from coalitions.activity.indicators import Period, indicators, month_after
from coalitions.activity.indicators.pages import outputs_of_kinds
from coalitions.activity.indicators.registry import Scope
from coalitions.enums import DirectorySort, OutputKind
from coalitions.models import CoalitionPage

DOCUMENT_UNIT = ("document filed", "documents filed")


def period_of_set(criteria_set):
    return Period(criteria_set.first_month, criteria_set.last_month)


def is_new(coalition, criteria_set, period):
    """Whether a coalition may have been established within the last months of a period. Only its year is known."""
    if criteria_set.new_months is None or coalition.established is None:
        return False
    return coalition.established >= month_after(period.last, 1 - criteria_set.new_months).year


def rules_of(criteria_set, period=None):
    """(rules, groups) of a set for a period (default: its own)."""
    period = period or period_of_set(criteria_set)
    rules = [_rule(criterion, _window(criterion, period)) for criterion in criteria_set.criteria.all()]
    return rules, [GroupSpec(group.name, group.needed) for group in criteria_set.groups.all()]


def _window(criterion, period):
    """The months a criterion looks at: all of the period, or its last ones."""
    if criterion.last_months is None or criterion.last_months >= len(period.months):
        return period
    return Period.ending(period.last, criterion.last_months)


def _rule(criterion, window):
    indicator = indicators.get(criterion.indicator) if criterion.kind == CriterionKind.INDICATOR else None
    if criterion.kind == CriterionKind.DOCUMENT:
        measure, unit = f"{OutputKind(criterion.document).label}, filed as an output", DOCUMENT_UNIT
    elif indicator is None:
        measure, unit = f"“{criterion.indicator}”, which this portal does not count", ("", "")
    else:
        measure, unit = indicator.label, indicator.unit
    asked = f"at least {criterion.threshold:,} {unit[0] if criterion.threshold == 1 else unit[1]}".strip()
    return Rule(
        key=f"c{criterion.pk}",
        text=criterion.text,
        measure=measure,
        asked=asked,
        period=str(window),
        threshold=criterion.threshold,
        unit=unit,
        role=criterion.role,
        group=criterion.group,
        applies_to=criterion.applies_to,
        takes_equivalent=criterion.takes_equivalent,
        counts_people=indicator is not None and indicator.counts_people,
    )


def _measure(criteria, period, coalition_ids, today):
    """{key: the cells of a criterion}. One scope for each length of window, whatever the number of coalitions."""
    by_window = defaultdict(list)
    for criterion in criteria:
        by_window[_window(criterion, period)].append(criterion)
    found = {}
    for window, rows in by_window.items():
        scope = Scope(window, coalition_ids, today)
        for criterion in rows:
            if criterion.kind == CriterionKind.DOCUMENT:
                found[f"c{criterion.pk}"] = _Documents(outputs_of_kinds(scope, (criterion.document,)), scope)
            elif (indicator := indicators.get(criterion.indicator)) is not None:
                found[f"c{criterion.pk}"] = indicator.compute(scope)
    return found


class _Documents:
    """Documents that are due: who files anything on this portal is taken to file all there, the whole period."""

    def __init__(self, measured, scope):
        self._measured, self._is_over = measured, scope.period.last < scope.this_month

    def total(self, coalition_id):
        return replace(self._measured.total(coalition_id), is_partial=not self._is_over)


@dataclass(frozen=True)
class CoalitionJudgement:
    """A coalition, whether it counts as new, and what the criteria say of it."""

    coalition: CoalitionPage
    is_new: bool
    judgement: Judgement


def judge_all(criteria_set, *, period=None, coalitions=None, accepted=None, today=None):
    """A CoalitionJudgement for each coalition (default: all at work, by name) over a period (default: the set's).

    accepted: {coalition id: keys for which other evidence was accepted}
    """
    period, today = period or period_of_set(criteria_set), today or timezone.now().date()
    if coalitions is None:
        at_work = CoalitionPage.objects.live().at_work().sorted_by(DirectorySort.NAME).defer_streamfields()
        coalitions = [one for one in at_work if one.established is None or one.established <= period.last.year]
        ids = None
    else:
        ids = [coalition.pk for coalition in coalitions]
    rules, groups = rules_of(criteria_set, period)
    measured = _measure(criteria_set.criteria.all(), period, ids, today)
    found = []
    for coalition in coalitions:
        cells = {key: cells.total(coalition.pk) for key, cells in measured.items()}
        new = is_new(coalition, criteria_set, period)
        keys = (accepted or {}).get(coalition.pk, frozenset())
        judgement = judge(rules, groups, cells, is_new=new, accepted=keys)
        found.append(CoalitionJudgement(coalition, new, judgement))
    return found
