"""The parts of an annual report. Each names what the portal's records say of a year; higher rooms register theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from coalitions.activity.enums import ActivityKind
from coalitions.activity.indicators import indicators
from coalitions.activity.models import ActivityRecord
from coalitions.enums import OutputKind
from coalitions.models import Goal, Output

MOST = 60  # lines of a part
# The indicators whose numbers a report begins with, where there are any.
LIST_FIGURES = ("list-messages", "list-threads", "list-months", "list-contributors")
MEMBER_FIGURES = ("members", "members-joined", "members-left")


@dataclass(frozen=True)
class ReportPart:
    """One part of a report. `lines(coalition, period)` are sentences from the portal's records, each a line.

    hint: what the coalition is asked to write. in_light: whether the light report of a new coalition has it too.
    """

    key: str
    title: str
    lines: Callable
    hint: str = ""
    in_light: bool = True
    order: int = 100


class ReportParts:
    """Parts by key, in their order. Registering a key again replaces it."""

    def __init__(self):
        self._parts = {}

    def register(self, part):
        self._parts[part.key] = part
        return part

    def unregister(self, key):
        self._parts.pop(key, None)

    def get(self, key):
        """The part of a key, or None."""
        return self._parts.get(key)

    def for_report(self, *, is_light):
        parts = [part for part in self._parts.values() if part.in_light or not is_light]
        return sorted(parts, key=lambda part: (part.order, part.key))


report_parts = ReportParts()


def _nothing(_coalition, _period):
    """What only the coalition itself can write."""
    return []


def _goals(coalition, period):
    lines = []
    for goal in Goal.objects.of_coalitions([coalition.pk]).select_related("cycle").order_by("sort_order"):
        if goal.cycle is None or goal.cycle.year in period.years:
            why = f" ({goal.progress_reason})" if goal.progress_reason else ""
            lines.append(f"{goal.text}: {goal.get_progress_display().lower()}{why}")
    return lines[:MOST]


def _outputs(coalition, period):
    found = Output.objects.of_coalition(coalition).in_year(period.first.year).newest_first()
    return [
        f"{output.published_on:%-d %B %Y}, {output.get_kind_display().lower()}: {output.title}"
        for output in found[:MOST]
        if output.kind != OutputKind.ANNUAL_REPORT
    ]


def _records(coalition, period):
    found = ActivityRecord.objects.of_coalition(coalition).between(period.first, period.last_day).newest_first()
    return [
        f"{record.held_on:%-d %B %Y}, {ActivityKind(record.kind).label.lower()}: {record.title}"
        for record in found[:MOST]
    ]


def _figures(coalition, period, keys):
    """The numbers of some indicators, as everybody may read them; what has no number is left out."""
    chosen = [indicator for indicator in map(indicators.get, keys) if indicator is not None]
    measured = indicators.measure(chosen, period=period, coalition_ids=[coalition.pk])
    lines = []
    for indicator in chosen:
        cell = measured[indicator.key].total(coalition.pk)
        if cell.is_number:
            note = f"; {cell.note}" if cell.note else ""
            lines.append(f"{indicator.label}: {cell.text} ({cell.source}, {cell.as_of:%-d %B %Y}{note})")
    return lines


def _members(coalition, period):
    return _figures(coalition, period, MEMBER_FIGURES)


def _list(coalition, period):
    return _figures(coalition, period, LIST_FIGURES)


def register_report_parts():
    """Called once, when the app is ready."""
    for part in (
        ReportPart(
            *("summary", "Summary", _nothing),
            hint="The year in a few sentences, for those who read nothing else.",
            order=10,
        ),
        ReportPart("goals", "Goals, and how far we came", _goals, order=20),
        ReportPart("outputs", "What we published", _outputs, order=50),
        ReportPart("records", "What else took place", _records, in_light=False, order=60),
        ReportPart("list", "Our mailing list", _list, in_light=False, order=70),
        ReportPart("members", "Our members", _members, order=80),
        ReportPart(
            *("outlook", "What comes next", _nothing),
            hint="What the coalition wants to do in the coming year.",
            order=90,
        ),
    ):
        report_parts.register(part)
