"""Indicators from a coalition's own pages: goals and outputs."""

from collections import Counter

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth

from coalitions.activity.enums import About
from coalitions.activity.indicators.cells import NOT_MEASURED, Cell, Measured
from coalitions.activity.indicators.counting import counted_since
from coalitions.activity.indicators.registry import Indicator
from coalitions.enums import GoalProgress, OutputKind
from coalitions.models import Goal, Output

OUTPUTS = "outputs on this portal"
GOALS = "goals the coalition reports"
# What is published to be read for itself; reports of the year and of sessions, and documents of governance, are not.
PUBLICATIONS = (OutputKind.PAPER, OutputKind.STATEMENT)


def _outputs_by_kind(scope):
    """Rows (kind, coalition id, month, how many) of the period."""
    days = (scope.period.first, scope.period.last_day)
    found = scope.narrow(Output.objects.filter(published_on__range=days).order_by(), "coalitions")
    monthly = found.annotate(month=TruncMonth("published_on")).values("kind", "coalitions", "month")
    return list(monthly.annotate(count=Count("pk")).values_list("kind", "coalitions", "month", "count"))


def outputs_of_kinds(scope, kinds):
    """The cells of outputs of these kinds, by the day they were published."""
    counts = Counter()
    for kind, coalition_id, month, count in scope.once("outputs", _outputs_by_kind):
        if kind in kinds:
            counts[coalition_id, month] += count
    return counted_since(scope, counts, scope.once("outputs since", _outputs_since), OUTPUTS)


def _outputs_since(scope):
    rows = scope.narrow(Output.objects.order_by(), "coalitions").values("coalitions")
    return dict(rows.annotate(first=Min("published_on")).values_list("coalitions", "first"))


def _papers(scope):
    return outputs_of_kinds(scope, PUBLICATIONS)


def _annual_reports(scope):
    return outputs_of_kinds(scope, (OutputKind.ANNUAL_REPORT,))


def _goals(scope):
    """Goals belong to a cycle, not to a month: those of the cycles whose year lies in the period."""
    achieved, dates = {}, {}
    rows = scope.narrow(Goal.objects.order_by()).values_list(
        "coalition_id", "progress", "cycle__year", "coalition__last_published_at"
    )
    for coalition_id, progress, year, published_at in rows:
        dates[coalition_id] = published_at.date() if published_at else None
        if year in scope.period.years:
            reached, named = achieved.get(coalition_id, (0, 0))
            achieved[coalition_id] = (reached + (progress == GoalProgress.FULLY), named + 1)
    totals = dict.fromkeys(dates, NOT_MEASURED)
    for coalition_id, (reached, named) in achieved.items():
        totals[coalition_id] = Cell.of(reached, GOALS, dates[coalition_id], f"of {named} named")
    return Measured(totals)


PAGE_INDICATORS = (
    Indicator(
        key="goals-achieved",
        label="Goals achieved",
        unit=("goal", "goals"),
        about=About.COALITION,
        question="Does the coalition reach what it set out to reach?",
        counted="Goals of the cycles in the period that the coalition reports as fully achieved, of those it named.",
        limits=(
            "The coalition names its goals and says itself how far it came. Few and large goals count like many small "
            "ones."
        ),
        compute=_goals,
        by_month=False,
        order=110,
    ),
    Indicator(
        key="annual-report",
        label="Annual reports filed",
        unit=("report", "reports"),
        about=About.COALITION,
        question="Has the coalition filed its annual report?",
        counted="Annual reports among the coalition’s outputs on this portal, by the day they were published.",
        limits=(
            "A report that was sent elsewhere and not filed here is not seen. Before a coalition’s first output here "
            "nothing is measured."
        ),
        compute=_annual_reports,
        order=120,
    ),
    Indicator(
        key="papers-published",
        label="Papers and statements published",
        unit=("publication", "publications"),
        about=About.COALITION,
        question="What does the coalition publish?",
        counted=(
            "Papers and statements among the coalition’s outputs on this portal, by the day they were published. One "
            "of several coalitions counts for each."
        ),
        limits="Length and reach are not looked at. Before a coalition’s first output here nothing is measured.",
        compute=_papers,
        order=130,
    ),
)
