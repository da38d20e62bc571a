"""Activity out, as a table: every number with its kind, its source and its date."""

from coalitions.activity.enums import CriterionRole
from coalitions.activity.models import (
    ActivityRecord,
    AnnualReport,
    AssessmentStep,
    EvidenceOffer,
    ListImport,
    ListMonth,
    SlotRequest,
)
from coalitions.importing import write_csv

COALITION_HEADERS = ("about", "indicator", "key", "month", "value", "kind", "source", "as_of", "note")
GRID_HEADERS = ("coalition", "acronym", "month", "indicator", "value", "kind", "source", "as_of", "note")


def coalition_csv(rows):
    """The rows of one coalition: the whole period first (no month), then every month that an indicator has."""
    lines = []
    for row in rows:
        indicator = row.indicator
        names = (indicator.about.label, indicator.label, indicator.key)
        lines.append((*names, str(row.period), *_cells(row.cell)))
        lines += [(*names, f"{month:%Y-%m}", *_cells(cell)) for month, cell in row.months]
    return write_csv(COALITION_HEADERS, lines)


def grid_csv(grid):
    """A grid, one line for each coalition and month."""
    lines = []
    for row in grid.rows:
        names = (row.coalition.title, row.coalition.acronym)
        for month, cell in zip(grid.period.months, row.cells, strict=True):
            lines.append((*names, f"{month:%Y-%m}", grid.indicator.label, *_cells(cell)))
    return write_csv(GRID_HEADERS, lines)


WHAT_IF_HEADERS = (
    *("coalition", "acronym", "counts_as_new", "finding", "criterion", "role", "group", "period", "asked", "result"),
    *("value", "kind", "source", "as_of", "note"),
)


def what_if_csv(rows):
    """What a set says of every coalition, one line for each coalition and criterion, by name."""
    lines = []
    for row in rows:
        judgement = row.judgement
        names = (row.coalition.title, row.coalition.acronym, row.is_new, judgement.finding.label)
        for one in judgement.rows:
            rule = one.rule
            about = (rule.text, CriterionRole(rule.role).label, rule.group, rule.period, rule.asked)
            lines.append((*names, *about, one.result.label, *_cells(one.cell)))
    return write_csv(WHAT_IF_HEADERS, lines)


def _cells(cell):
    value = cell.text if cell.is_hidden else cell.value if cell.is_number else ""
    return value, cell.kind.label, cell.source, cell.as_of, cell.note


def personal_data_of(user):
    """For the export of one's own data: what was logged, entered, imported, said to assessments, asked, reported."""
    records = ActivityRecord.objects.by_person(user)
    months = ListMonth.objects.by_person(user)
    imports = ListImport.objects.by_person(user)
    return {
        "records_logged": list(records.values("coalition__title", "kind", "title", "held_on", "url", "recorded_at")),
        "list_months_entered": list(months.values("coalition__title", "month", "messages", "note", "collected_at")),
        "list_imports": list(imports.values("coalition__title", "name", "created_at", "state")),
        "steps_of_assessments": [
            {"assessment": str(step.assessment), "step": step.label, "reason": step.reason, "at": step.at.isoformat()}
            for step in AssessmentStep.objects.of_person(user)
        ],
        "evidence_offered": list(EvidenceOffer.objects.by_person(user).values("text", "url", "offered_at")),
        "slot_requests": list(
            SlotRequest.objects.by_person(user).values("coalition__title", "cycle__name", "title", "sent_at")
        ),
        "annual_reports": list(
            AnnualReport.objects.by_person(user).values("coalition__title", "year", "title", "updated_at")
        ),
    }
