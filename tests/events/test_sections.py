"""What this room shows on the pages of the rooms below: a coalition's events, and what waits for whom."""

import datetime

import pytest
import time_machine

from coalitions.sections import coalition_sections, waiting_sections
from events.enums import EventState, OrganiserRole
from events.sections import event_followers, focus_area_sections, phase_sections
from tests.factories import (
    make_coalition,
    make_contact,
    make_event,
    make_facilitator_user,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 11, 10, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def rows_of(sections, key, subject):
    return {section.key: rows for section, rows in sections.fetch(subject)}.get(key)


def test_a_joint_event_stands_on_every_organisers_page(client):
    lead, supporter, other = make_coalition(), make_coalition(), make_coalition()
    make_event(title="Joint event", organisers=[lead, (supporter, OrganiserRole.SUPPORTER)])

    found = [b"Joint event" in client.get(coalition.get_url()).content for coalition in (lead, supporter, other)]

    assert found == [True, True, False]


def test_a_coalitions_events_are_to_come_and_past():
    coalition = make_coalition()
    events = {
        name: make_event(starts_at=NOW + days * DAY, state=state, organisers=[coalition])
        for name, days, state in (
            ("next", 1, EventState.SCHEDULED),
            ("called off", 2, EventState.CANCELLED),
            ("past", -1, EventState.SCHEDULED),
            ("reported", -3, EventState.REPORTED),
            ("was called off", -2, EventState.CANCELLED),
        )
    }
    make_event(organisers=[coalition], live=False)

    rows = rows_of(coalition_sections, "events", coalition)

    assert rows == {
        "upcoming": [events["next"], events["called off"]],
        "past": [events["past"], events["reported"]],
    }


def test_without_events_there_is_no_section():
    assert rows_of(coalition_sections, "events", make_coalition()) is None


# Who, and which of the events over without a report wait for them.
WAITING = {
    "lead": ["own"],
    "supporter": [],
    "former lead": [],
    "visitor account": [],
    "facilitator": [],
    "secretariat": ["other", "own"],
}


@pytest.mark.parametrize("role", WAITING)
def test_events_over_without_a_report_wait(role):
    coalition, supporter, user = make_coalition(), make_coalition(), make_user()
    organisers = [coalition, (supporter, OrganiserRole.SUPPORTER)]
    make_event(title="own", starts_at=NOW - DAY, organisers=organisers)
    make_event(title="other", starts_at=NOW - 2 * DAY)
    make_event(title="reported", starts_at=NOW - DAY, organisers=organisers, state=EventState.REPORTED)
    make_event(title="cancelled", starts_at=NOW - DAY, organisers=organisers, state=EventState.CANCELLED)
    make_event(title="to come", starts_at=NOW + DAY, organisers=organisers)
    make_event(title="draft", starts_at=NOW - DAY, organisers=organisers, live=False)
    if role == "lead":
        make_contact(coalition, user=user)
    elif role == "supporter":
        make_contact(supporter, user=user)
    elif role == "former lead":
        make_contact(coalition, user=user, to_date=(NOW - DAY).date())
    elif role == "facilitator":
        user = make_facilitator_user(make_series())
    elif role == "secretariat":
        user = make_secretariat_user()

    rows = rows_of(waiting_sections, "event-reports", user) or []

    assert [event.title for event in rows] == WAITING[role]


def test_the_admins_first_page_leads_to_the_report(client):
    event = make_event(title="Over", starts_at=NOW - DAY)
    client.force_login(make_secretariat_user())

    assert f"/preparatory-events/{event.uid}/report/" in client.get("/admin/").content.decode()


def test_the_registries_are_there_for_higher_rooms():
    assert (type(phase_sections), type(focus_area_sections)) == (type(coalition_sections),) * 2
    assert "tests" not in event_followers
