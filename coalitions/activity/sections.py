"""What this room shows on the pages of the rooms below."""

from django.utils.text import capfirst

from coalitions.activity.indicators import indicators
from coalitions.activity.indicators.tables import latest_period, rows_of
from coalitions.activity.models import ActivityRecord, ListMonth
from coalitions.models import CoalitionPage
from coalitions.permissions import coordinated_ids
from coalitions.sections import Figure, Section, coalition_sections, my_sections

# One number for each of the two questions; all others are one step away.
ON_THE_PAGE = ("list-messages", "list-contributors")


def _activity_of(coalition):
    chosen = [indicators.get(key) for key in ON_THE_PAGE]
    return rows_of(coalition, latest_period([coalition.pk]), chosen)


def _figures(coalition, rows):
    messages = rows[0]
    cell = messages.cell
    source = f"{messages.period}. {capfirst(cell.source)}, {cell.as_of:%-d %b %Y}." if cell.source else ""
    return [Figure("Messages on the list", cell.value, source, missing=str(cell.kind.label))]


def _own_activity(user):
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


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("activity", "Activity", "activity/_coalition_activity.html", _activity_of, 40, _figures)
    )
    my_sections.register(Section("activity", "Activity", "activity/mine/_own_activity.html", _own_activity, order=80))
