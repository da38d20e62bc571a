"""The table every public door is held to: what a visitor finds of a meeting, by the meeting's state and visibility."""

import datetime

from wagtail.models import PageViewRestriction

from events.enums import MeetingState
from tests.factories import make_action_item, make_coalition, make_meeting, make_series

HELD_AT = datetime.datetime(2021, 5, 10, 14, 0, tzinfo=datetime.UTC)

# Case: (is the meeting found, is its report found)
DOORS = {
    "planned": (True, False),
    "held": (True, False),
    "report in draft": (True, False),
    "corrections open": (True, True),
    "adopted": (True, True),
    "cancelled": (True, False),
    "not published": (False, False),
    "unpublished": (False, False),
    "restricted": (False, False),
    "in a restricted series": (False, False),
}
STATES = {
    "planned": MeetingState.PLANNED,
    "held": MeetingState.HELD,
    "report in draft": MeetingState.REPORT_DRAFT,
    "adopted": MeetingState.ADOPTED,
    "cancelled": MeetingState.CANCELLED,
}


def stand_before(case):
    """A coalition's call in the state of the case, with a report and an action item. Returns the meeting."""
    series = make_series("Calls", parent=make_coalition("Open Things", slug="open-things", acronym="DC-OT"))
    meeting = make_meeting(
        series,
        number=7,
        title="Call 7",
        starts_at=HELD_AT,
        state=STATES.get(case, MeetingState.CORRECTIONS_OPEN),
        live=case != "not published",
        report=[("paragraph", "<p>Secret words.</p>")],
        corrections_until=HELD_AT + datetime.timedelta(days=14),
    )
    make_action_item(meeting, text="<p>Write it down.</p>", due_at=HELD_AT + datetime.timedelta(days=9))
    if case == "unpublished":
        meeting.unpublish()
    elif case == "restricted":
        PageViewRestriction.objects.create(page=meeting, restriction_type=PageViewRestriction.LOGIN)
    elif case == "in a restricted series":
        PageViewRestriction.objects.create(page=series, restriction_type=PageViewRestriction.LOGIN)
    return meeting
