"""What this room shows on the pages of the rooms below."""

from coalitions.activity.indicators import indicators
from coalitions.activity.indicators.tables import latest_period, rows_of
from coalitions.sections import Section, coalition_sections

# One number for each of the two questions; all others are one step away.
ON_THE_PAGE = ("list-messages", "list-contributors")


def _activity_of(coalition):
    chosen = [indicators.get(key) for key in ON_THE_PAGE]
    return {"rows": rows_of(coalition, latest_period([coalition.pk]), chosen)}


def register_sections():
    """Called once, when the app is ready."""
    coalition_sections.register(
        Section("activity", "Activity", "activity/_coalition_activity.html", _activity_of, order=40)
    )
