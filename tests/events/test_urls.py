import uuid

import pytest
from django.urls import reverse

ADDRESSES = {
    "calendar-everything": ([], "/calendars/everything.ics"),
    "calendar-deadlines": ([], "/calendars/deadlines.ics"),
    "calendar-coalition": ([7, "dc-iot"], "/calendars/coalitions/7-dc-iot.ics"),
    "calendar-series": ([8, "coordination-group"], "/calendars/series/8-coordination-group.ics"),
    "calendar-meeting": ([uuid.UUID(int=1)], "/calendars/meetings/00000000-0000-0000-0000-000000000001.ics"),
    "calendar-phase": ([9, "preparatory-phase"], "/calendars/phases/9-preparatory-phase.ics"),
    "calendar-focus-area": ([4], "/calendars/focus-areas/4.ics"),
    "calendar-event": ([uuid.UUID(int=2)], "/calendars/events/00000000-0000-0000-0000-000000000002.ics"),
    "feed-phase": ([9, "preparatory-phase"], "/feeds/phases/9-preparatory-phase/"),
    "feed-focus-area": ([4], "/feeds/focus-areas/4/"),
    "event-report": ([uuid.UUID(int=2)], "/preparatory-events/00000000-0000-0000-0000-000000000002/report/"),
    "feed-reports": ([], "/feeds/reports/"),
    "feed-coalition": ([7, "dc-iot"], "/feeds/coalitions/7-dc-iot/"),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses_people_subscribed_to_never_change(name):
    arguments, address = ADDRESSES[name]

    assert reverse(f"events:{name}", args=arguments) == address
