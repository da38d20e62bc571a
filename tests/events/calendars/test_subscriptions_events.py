"""Preparatory events in calendars: one UID, a SEQUENCE that rises, cancelled ones that stay, and no link too early."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.enums import EventState, MeetingFormat
from events.models import PreparatoryEventPage
from events.services import cancel_event, note_calendar_change, reinstate_event, report_event, reschedule_event
from tests.attack_corpus import LINES
from tests.events.calendars import EVERYTHING, fetch, of_coalition, titles
from tests.factories import (
    make_coalition,
    make_cycle,
    make_event,
    make_focus_area,
    make_meeting,
    make_phase,
    make_secretariat_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 10, 25, 12, 0, tzinfo=UTC)
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def of_phase(phase):
    return reverse("events:calendar-phase", args=[phase.pk, phase.slug])


def of_area(area):
    return reverse("events:calendar-focus-area", args=[area.pk])


def of_event(event):
    return reverse("events:calendar-event", args=[event.uid])


def test_an_event_is_an_entry(client):
    event = make_event(
        make_phase(slug="preparations"),
        title="Consent",
        slug="consent",
        starts_at=STARTS,
        minutes=90,
        format=MeetingFormat.HYBRID,
        place="Katowice",
        organisers=[make_coalition(acronym="DC-One"), make_coalition(acronym="DC-Two"), make_coalition(live=False)],
        description="<p>Two points:</p><ul><li>One</li></ul>",
        registration_url="https://example.org/register?a=1,2",
        join_url="https://example.org/join",
    )
    note_calendar_change(event)

    calendar = fetch(client, of_event(event))
    [entry] = calendar.events

    assert calendar["NAME"] == "Consent"
    assert {name: entry[name].to_ical().decode() for name in entry} == {
        "UID": f"{event.uid}@dc-portal",
        "SEQUENCE": "0",
        "STATUS": "CONFIRMED",
        "DTSTAMP": "20211025T120000Z",
        "LAST-MODIFIED": "20211025T120000Z",
        "DTSTART": "20211103T140000Z",
        "DTEND": "20211103T153000Z",
        "SUMMARY": "Consent",
        "LOCATION": "Katowice and online",
        "URL": "http://testserver/preparations/consent/",
        "DESCRIPTION": "Organised by: DC-One\\, DC-Two\\n\\nTwo points:\\nOne\\n\\n"
        "Register: https://example.org/register?a=1\\,2\\n\\n"
        "The link to join stands on the event's page from 30 minutes before the event until its end.",
    }


@pytest.mark.parametrize("minutes", [-60, -30, 0, 60, 61])
def test_the_join_link_is_in_no_calendar_at_any_time(client, minutes):
    event = make_event(starts_at=STARTS, join_url="https://example.org/join")
    with time_machine.travel(STARTS + datetime.timedelta(minutes=minutes), tick=False):
        found = [b"example.org/join" in client.get(address).content for address in (EVERYTHING, of_event(event))]

    assert found == [False, False]


def test_a_joint_event_is_once_in_each_calendar_under_one_uid(client):
    area, other = make_focus_area(), make_focus_area()
    coalitions = [make_coalition() for _ in range(3)]
    phase = make_phase()
    event = make_event(phase, organisers=coalitions, focus_areas=[area, other])
    make_event(make_phase(make_cycle(2022)), title="Elsewhere")
    addresses = [
        *(EVERYTHING, of_phase(phase), of_area(area), of_area(other), of_event(event)),
        *map(of_coalition, coalitions),
    ]

    found = {
        address: [entry["UID"] for entry in fetch(client, address).events if entry["SUMMARY"] != "Elsewhere"]
        for address in addresses
    }

    assert found == {address: [f"{event.uid}@dc-portal"] for address in addresses}


def test_meetings_and_events_stand_together_in_everything(client):
    make_meeting(title="Meeting")
    make_event(title="Event")

    assert titles(fetch(client, EVERYTHING)) == ["Meeting", "Event"]


def test_the_sequence_rises_with_every_step(client):
    user = make_secretariat_user()
    event = make_event(starts_at=STARTS)
    event.save_revision().publish(user=user)
    seen = []

    def look():
        [entry] = fetch(client, of_event(event)).events
        seen.append((entry["SEQUENCE"], str(entry["STATUS"]), entry.decoded("DTSTART")))

    look()
    reschedule_event(event, starts_at=STARTS + DAY, ends_at=STARTS + 2 * DAY, by=user, reason="A holiday")
    look()
    cancel_event(event, by=user, reason="Too few")
    look()
    reinstate_event(event, by=user, reason="Enough")
    look()

    assert seen == [
        (0, "CONFIRMED", STARTS),
        (1, "CONFIRMED", STARTS + DAY),
        (2, "CANCELLED", STARTS + DAY),
        (3, "CONFIRMED", STARTS + DAY),
    ]


def test_a_report_changes_no_calendar(client):
    event = make_event(state=EventState.HELD)
    first = client.get(of_event(event))
    event.refresh_from_db()
    report_event(event, by=make_secretariat_user(), outcome="<p>x</p>")

    assert client.get(of_event(event), headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("case", ["published", "cancelled", "not published", "restricted", "in a restricted phase"])
def test_doors(client, case):
    area, coalition, phase = make_focus_area(), make_coalition(), make_phase()
    event = make_event(
        phase,
        title="Event",
        organisers=[coalition],
        focus_areas=[area],
        live=case != "not published",
        state=EventState.CANCELLED if case == "cancelled" else EventState.SCHEDULED,
    )
    if "restricted" in case:
        page = event if case == "restricted" else phase
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    entry = ["Event"] if case in ("published", "cancelled") else []

    found = {
        "everything": titles(fetch(client, EVERYTHING)),
        "coalition": titles(fetch(client, of_coalition(coalition))),
        "focus area": titles(fetch(client, of_area(area))),
        "event": client.get(of_event(event)).status_code,
        "phase": client.get(of_phase(phase)).status_code,
    }

    assert found == {
        "everything": entry,
        "coalition": entry,
        "focus area": entry,
        "event": 200 if entry else 404,
        "phase": 404 if case == "in a restricted phase" else 200,
    }


def test_another_slug_leads_to_the_right_address_and_what_is_not_there_is_404(client):
    phase = make_phase(slug="preparations")

    assert client.get(f"/calendars/phases/{phase.pk}-old.ics").url == f"/calendars/phases/{phase.pk}-preparations.ics"
    for address in (
        "/calendars/phases/999999-preparations.ics",
        "/calendars/focus-areas/999999.ics",
        f"/calendars/focus-areas/{10**30}.ics",
        "/calendars/focus-areas/x.ics",
        "/calendars/events/00000000-0000-0000-0000-000000000001.ics",
        "/calendars/events/1.ics",
    ):
        assert client.get(address).status_code == 404
    assert client.post(of_phase(phase)).status_code == 405


def test_the_calendars_have_names(client):
    phase = make_phase(title="Preparations")
    area = make_focus_area("Trust")

    assert fetch(client, of_phase(phase))["NAME"] == "Preparations: events"
    assert fetch(client, of_area(area))["NAME"] == "Trust, IGF 2021: events"


@pytest.mark.parametrize("name", LINES)
def test_no_line_is_smuggled_in(client, name):
    attack = LINES[name]
    event = make_event(
        title=f"A {attack}",
        place=f"B {attack}",
        description=f"<p>C {attack}</p>",
        organisers=[make_coalition(acronym=f"D {attack}"[:40])],
    )
    PreparatoryEventPage.objects.filter(pk=event.pk).update(registration_url=f"https://example.org/{attack}"[:200])

    calendar = fetch(client, EVERYTHING)

    assert [entry.name for entry in calendar.subcomponents] == ["VEVENT"]
    assert set(calendar.events[0]) == {
        *("UID", "SEQUENCE", "STATUS", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DESCRIPTION", "URL"),
        *("DTSTART", "DTEND", "LOCATION"),
    }


@pytest.mark.parametrize(
    ("door", "budget"), [("everything", 9), ("coalition", 7), ("phase", 5), ("area", 5), ("event", 4)]
)
@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, door, budget, count):
    area, coalition, phase = make_focus_area(), make_coalition(), make_phase()
    for _ in range(count):
        event = make_event(phase, organisers=[coalition, make_coalition()], focus_areas=[area])
    address = {
        "everything": EVERYTHING,
        "coalition": of_coalition(coalition),
        "phase": of_phase(phase),
        "area": of_area(area),
        "event": of_event(event),
    }[door]
    client.get(address)

    with django_assert_num_queries(budget):
        client.get(address)
