"""The numbers on a coalition's page and on "My coalition"."""

from django.utils.text import capfirst

from coalitions.activity.indicators import indicators
from coalitions.activity.indicators.tables import latest_period, rows_of
from coalitions.activity.models import ActivityRecord, ListMonth
from coalitions.models import CoalitionPage
from coalitions.permissions import coordinated_ids
from coalitions.sections import Figure

# One number for each of the two questions; all others are one step away.
ON_THE_PAGE = ("list-messages", "list-contributors")


def activity_of(coalition):
    chosen = [indicators.get(key) for key in ON_THE_PAGE]
    return rows_of(coalition, latest_period([coalition.pk]), chosen)


def figures_of(coalition, rows):
    messages = rows[0]
    cell = messages.cell
    source = f"{messages.period}. {capfirst(cell.source)}, {cell.as_of:%-d %b %Y}." if cell.source else ""
    return [Figure("Messages on the list", cell.value, source, missing=str(cell.kind.label))]


def own_activity(user):
    """For each coalition the user coordinates: the day of its latest record, and the latest month of its list."""
    coalitions = list(CoalitionPage.objects.with_ids(coordinated_ids(user)).order_by("title").defer_streamfields())
    ids = [coalition.pk for coalition in coalitions]
    records = ActivityRecord.objects.of_coalitions(ids).last_days() if ids else {}
    months = ListMonth.objects.of_coalitions(ids).newest_months() if ids else {}
    return [
        {
            "coalition": coalition,
            "last_record": records.get(coalition.pk),
            "last_month": months.get(coalition.pk),
        }
        for coalition in coalitions
    ]
