"""Indicators from what coalitions log: records of activity of which the evidence lives elsewhere."""

from collections import defaultdict
from functools import partial

from coalitions.activity.enums import About, ActivityKind
from coalitions.activity.indicators.counting import as_counts, counted_since
from coalitions.activity.indicators.registry import Indicator
from coalitions.activity.models import ActivityRecord

SOURCE = "records the coalition logged"
# What several of a kind are called, in a label and after a number.
NAMES = {
    ActivityKind.CALL: ("Calls logged", ("call", "calls")),
    ActivityKind.PAPER: ("Papers logged", ("paper", "papers")),
    ActivityKind.EVENT: ("Events logged", ("event", "events")),
    ActivityKind.CONSULTATION: ("Consultations logged", ("consultation", "consultations")),
    ActivityKind.TRAINING: ("Trainings logged", ("training", "trainings")),
    ActivityKind.OTHER: ("Other activities logged", ("activity", "activities")),
}


def _by_kind(scope):
    """{kind: {(coalition id, month): how many}} of the period."""
    found = scope.narrow(ActivityRecord.objects.between(scope.period.first, scope.period.last_day))
    by_kind = defaultdict(list)
    for kind, *row in found.counted_by_month():
        by_kind[kind].append(row)
    return {kind: as_counts(rows) for kind, rows in by_kind.items()}


def _since(scope):
    return scope.narrow(ActivityRecord.objects.all()).first_days()


def _of_kind(scope, kind):
    counts = scope.once("records", _by_kind).get(kind, {})
    return counted_since(scope, counts, scope.once("records since", _since), SOURCE)


RECORD_INDICATORS = tuple(
    Indicator(
        key=f"records-{kind}",
        label=label,
        unit=unit,
        about=About.COALITION,
        question=f"How many {unit[1]} does the coalition show that the portal does not hold itself?",
        counted=(
            "Records the coalition logged here, each with a date and an address or a file that shows it. From a "
            "coalition’s first record of any kind on, a month without one is a zero."
        ),
        limits=(
            "Only what somebody logged is counted. What the portal holds itself, such as its own meetings, is counted "
            "apart and is not added."
        ),
        compute=partial(_of_kind, kind=kind),
        order=200 + place,
    )
    for place, (kind, (label, unit)) in enumerate(NAMES.items())
)
