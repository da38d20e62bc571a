import datetime

import pytest
import time_machine

from events.enums import ActionState, MeetingState
from events.models import MeetingPage
from events.services import finish_item, move_deadline
from tests.events.calendars import DEADLINES, fetch, of_coalition, titles
from tests.events.doors import HELD_AT
from tests.factories import make_action_item, make_coalition, make_meeting, make_superuser

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 5, 1, 12, 0, tzinfo=datetime.UTC)


@time_machine.travel(NOON, tick=False)
def test_a_deadline_takes_no_time_and_says_what_is_due(client):
    meeting = make_meeting(state=MeetingState.ADOPTED, title="DCCG meeting 53", slug="m53")
    item = make_action_item(
        meeting, owner="secretariat", text="<p>Send <b>the</b> text.</p>", due_at=HELD_AT, calendar_sequence=3
    )

    [entry] = fetch(client, DEADLINES).events

    assert {name: entry[name].to_ical().decode() for name in entry if name not in ("DTSTAMP", "LAST-MODIFIED")} == {
        "UID": f"{item.uid}@dc-portal",
        "SEQUENCE": "3",
        "STATUS": "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "DTSTART": "20210510T140000Z",
        "SUMMARY": "Deadline: Send the text.",
        "DESCRIPTION": "Send the text.\\n\\nOwner: Secretariat\\n\\nAgreed at: DCCG meeting 53\\n\\nState: Open",
        "URL": f"http://testserver{meeting.get_url()}#{item.anchor}",
    }


def test_a_deadline_lives(client):
    by = make_superuser()
    item = make_action_item(make_meeting(state=MeetingState.ADOPTED), due_at=HELD_AT)
    lives = []

    def note():
        [entry] = fetch(client, DEADLINES).events
        lives.append((str(entry["SUMMARY"]), str(entry["STATUS"]), entry["SEQUENCE"], entry.start.day))

    note()
    move_deadline(item, to=HELD_AT + datetime.timedelta(days=1), reason="More time.", by=by)
    note()
    finish_item(item, by=by)
    note()

    assert lives == [
        ("Deadline: Write the outline.", "CONFIRMED", 0, 10),
        ("Deadline: Write the outline.", "CONFIRMED", 1, 11),
        ("Deadline: Write the outline. (done)", "CONFIRMED", 2, 11),
    ]


@pytest.mark.parametrize("state", [ActionState.DROPPED, ActionState.SUPERSEDED])
def test_a_deadline_that_no_longer_counts_is_cancelled(client, state):
    make_action_item(make_meeting(state=MeetingState.ADOPTED), due_at=HELD_AT, state=state)

    assert [str(entry["STATUS"]) for entry in fetch(client, DEADLINES).events] == ["CANCELLED"]


def test_extended_corrections_raise_the_sequence(client):
    meeting = make_meeting(state=MeetingState.CORRECTIONS_OPEN, corrections_until=HELD_AT)
    [before] = fetch(client, DEADLINES).events
    MeetingPage.objects.filter(pk=meeting.pk).update(corrections_until=HELD_AT + datetime.timedelta(minutes=1))

    [after] = fetch(client, DEADLINES).events

    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert after["SEQUENCE"] < 2**31


def test_a_coalition_finds_its_own_deadlines(client):
    coalition = make_coalition()
    meeting = make_meeting(state=MeetingState.ADOPTED)
    item = make_action_item(meeting, coalitions=[coalition], due_at=HELD_AT)
    item.parts.create(coalition=coalition)
    make_action_item(meeting, due_at=HELD_AT)

    assert titles(fetch(client, of_coalition(coalition))) == ["Deadline: Write the outline."]
