import datetime
import uuid

import pytest
import time_machine
from django.urls import reverse

from events.enums import MeetingFormat, MeetingState
from events.models import Participant
from events.services import cancel_meeting, drop_item, note_calendar_change
from tests.attack_corpus import LINES
from tests.events.calendars import DEADLINES, EVERYTHING, fetch, of_coalition, titles
from tests.events.doors import DOORS, HELD_AT, stand_before
from tests.factories import (
    make_action_item,
    make_coalition,
    make_meeting,
    make_series,
    make_superuser,
)

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 5, 1, 12, 0, tzinfo=datetime.UTC)


@time_machine.travel(NOON, tick=False)
def test_a_meeting_is_an_entry(client):
    meeting = make_meeting(
        make_series(slug="group"),
        number=53,
        title="DCCG meeting 53",
        starts_at=HELD_AT,
        slug="meeting-53",
        format=MeetingFormat.HYBRID,
        place="Katowice, room 3",
        join_url="https://example.org/join?a=1;b=2,3",
        intro="<p>Two points:</p><ul><li>The paper</li><li>Any other business</li></ul>",
    )
    note_calendar_change(meeting)

    calendar = fetch(client, EVERYTHING)
    [entry] = calendar.events

    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Dynamic Coalitions Portal: meetings, events and deadlines"
    assert calendar["PRODID"] == "-//dc-portal//Meetings and deadlines//EN"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT1H"
    assert {name: entry[name].to_ical().decode() for name in entry} == {
        "UID": f"{meeting.uid}@dc-portal",
        "SEQUENCE": "0",
        "STATUS": "CONFIRMED",
        "DTSTAMP": "20210501T120000Z",
        "LAST-MODIFIED": "20210501T120000Z",
        "DTSTART": "20210510T140000Z",
        "DTEND": "20210510T150000Z",
        "SUMMARY": "DCCG meeting 53",
        "LOCATION": "Katowice\\, room 3 and online",
        "URL": "http://testserver/group/meeting-53/",
        "DESCRIPTION": "Two points:\\nThe paper\\nAny other business\\n\\n"
        "Join: https://example.org/join?a=1\\;b=2\\,3",
    }


@pytest.mark.parametrize(
    ("form", "place", "location"),
    [
        (MeetingFormat.ONLINE, "", "Online"),
        (MeetingFormat.ON_SITE, "Palais", "Palais"),
        (MeetingFormat.HYBRID, "Palais", "Palais and online"),
        (MeetingFormat.HYBRID, "", "Online"),
    ],
)
def test_where_a_meeting_is(client, form, place, location):
    make_meeting(format=form, place=place)

    [entry] = fetch(client, EVERYTHING).events

    assert entry["LOCATION"] == location


def test_the_join_link_is_there_until_the_meeting_is_over(client):
    make_meeting(starts_at=HELD_AT, join_url="https://example.org/join")
    hour = datetime.timedelta(hours=1)

    def is_shown(moment):
        with time_machine.travel(moment, tick=False):
            return b"example.org/join" in client.get(EVERYTHING).content

    shown = [is_shown(moment) for moment in (HELD_AT - hour, HELD_AT, HELD_AT + hour, HELD_AT + 2 * hour)]

    assert shown == [True, True, True, False]


def test_a_cancelled_meeting_stays_with_a_higher_sequence_and_no_link(client):
    meeting = note_calendar_change(make_meeting(join_url="https://example.org/join"))
    cancel_meeting(meeting, by=make_superuser(), reason="Too few.")

    [entry] = fetch(client, EVERYTHING).events

    assert (entry["STATUS"], entry["SEQUENCE"], "DESCRIPTION" in entry) == ("CANCELLED", 1, False)


@pytest.mark.parametrize("case", DOORS)
def test_doors(client, case):
    meeting = stand_before(case)
    coalition = meeting.get_parent().get_parent()
    found, reported = DOORS[case]
    entry = ["Call 7"] if found else []
    due = ["Deadline: corrections to the report of Call 7", "Deadline: Write it down."] if reported else []

    seen = {
        "everything": titles(fetch(client, EVERYTHING)),
        "coalition": titles(fetch(client, of_coalition(coalition))),
        "deadlines": titles(fetch(client, DEADLINES)),
        "meeting": client.get(reverse("events:calendar-meeting", args=[meeting.uid])).status_code,
    }

    assert seen == {
        "everything": entry + due,
        # The item belongs to nobody in particular, so it is not among the coalition's own.
        "coalition": entry + due[:1],
        "deadlines": due,
        "meeting": 200 if found else 404,
    }


def test_a_meeting_somebody_attended_is_once_in_each_calendar(client):
    one, two = make_coalition(), make_coalition()
    meeting = make_meeting(starts_at=HELD_AT, state=MeetingState.ADOPTED, title="Joint")
    for coalition in (one, one, two):
        Participant.objects.create(meeting=meeting, given_name="Ada", coalition=coalition)

    assert [titles(fetch(client, address)) for address in (EVERYTHING, of_coalition(one), of_coalition(two))] == [
        ["Joint"],
        ["Joint"],
        ["Joint"],
    ]


def test_a_series_holds_its_own_meetings_and_deadlines(client):
    series = make_series(slug="group")
    meeting = make_meeting(series, starts_at=HELD_AT, state=MeetingState.ADOPTED, title="Ours")
    make_action_item(meeting, due_at=HELD_AT)
    other = make_meeting(starts_at=HELD_AT, state=MeetingState.ADOPTED, title="Theirs")
    make_action_item(other, due_at=HELD_AT)

    calendar = fetch(client, f"/calendars/series/{series.pk}-group.ics")

    assert titles(calendar) == ["Ours", "Deadline: Write the outline."]
    assert calendar["NAME"] == "Coordination group: meetings and deadlines"


def test_another_slug_leads_to_the_right_address(client):
    series, coalition = make_series(slug="group"), make_coalition(slug="dc")

    assert client.get(f"/calendars/series/{series.pk}-old.ics").url == f"/calendars/series/{series.pk}-group.ics"
    assert client.get(f"/calendars/coalitions/{coalition.pk}-old.ics").url == (
        f"/calendars/coalitions/{coalition.pk}-dc.ics"
    )


@pytest.mark.parametrize(
    "address",
    [
        f"/calendars/meetings/{uuid.UUID(int=1)}.ics",
        "/calendars/meetings/1.ics",
        "/calendars/series/999999-group.ics",
        f"/calendars/series/{10**30}-group.ics",
        f"/calendars/coalitions/{10**30}-dc.ics",
        "/calendars/coalitions/999999-%00.ics",
        "/calendars/nothing.ics",
    ],
)
def test_what_is_not_there_is_404(client, address):
    make_series()

    assert client.get(address).status_code == 404


def test_a_slug_in_another_script_has_an_address(client):
    coalition = make_coalition("Коалиция", slug="коалиция")

    assert fetch(client, of_coalition(coalition))["NAME"] == f"{coalition}: meetings, events and deadlines"


def test_nothing_is_written_through_a_calendar(client):
    assert client.post(EVERYTHING).status_code == 405


def test_the_same_content_is_not_sent_twice(client):
    meeting = make_meeting(state=MeetingState.ADOPTED, starts_at=HELD_AT)
    item = make_action_item(meeting, due_at=HELD_AT)
    first = client.get(EVERYTHING)
    again = client.get(EVERYTHING, headers={"If-None-Match": first["ETag"]})
    drop_item(item, by=make_superuser(), reason="Not needed.")
    changed = client.get(EVERYTHING, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)
    assert client.get(EVERYTHING).content == changed.content
    assert first["Content-Disposition"] == 'inline; filename="everything.ics"'


@pytest.mark.parametrize("name", LINES)
def test_no_line_is_smuggled_in(client, name):
    attack = LINES[name]
    meeting = make_meeting(
        title=f"A {attack}", place=f"B {attack}", intro=f"<p>C {attack}</p>", state=MeetingState.ADOPTED
    )
    make_action_item(meeting, text=f"<p>D {attack}</p>", due_at=HELD_AT)

    calendar = fetch(client, EVERYTHING)

    assert [entry.name for entry in calendar.subcomponents] == ["VEVENT", "VEVENT"]
    assert {name for entry in calendar.events for name in entry} == {
        *("UID", "SEQUENCE", "STATUS", "DTSTAMP", "LAST-MODIFIED", "SUMMARY", "DESCRIPTION", "URL"),
        *("DTSTART", "DTEND", "LOCATION", "TRANSP"),
    }


def test_long_lines_in_any_script_are_folded(client):
    title = "Совещание 会議 اجتماع 🌍 " * 9
    make_meeting(title=title.strip())

    assert titles(fetch(client, EVERYTHING)) == [title.strip()]


def test_text_nobody_can_read_does_not_take_the_calendar_down(client):
    make_meeting(title="Deep", intro="<div>" * 200)

    assert titles(fetch(client, EVERYTHING)) == ["Deep"]


def test_an_empty_portal_has_a_calendar(client):
    assert titles(fetch(client, EVERYTHING)) == []


@pytest.mark.parametrize("door", ["everything", "deadlines", "coalition", "series"])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, door):
    coalition = make_coalition()
    series = make_series(parent=coalition)
    address, budget = {
        "everything": (EVERYTHING, 7),
        "deadlines": (DEADLINES, 6),
        "coalition": (of_coalition(coalition), 5),
        "series": (reverse("events:calendar-series", args=[series.pk, series.slug]), 4),
    }[door]

    def add():
        meeting = make_meeting(series, state=MeetingState.ADOPTED, corrections_until=HELD_AT)
        item = make_action_item(meeting, coalitions=[coalition], due_at=HELD_AT)
        item.parts.create(coalition=coalition)

    add()
    client.get(address)
    with django_assert_num_queries(budget):
        client.get(address)
    for _ in range(29):
        add()
    with django_assert_num_queries(budget):
        client.get(address)
