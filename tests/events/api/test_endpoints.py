import datetime
import uuid

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from events.enums import ActionState, Capacity, MeetingState
from events.models import ActionItemPart, ActionSubItem, AgendaItem, DeadlineChange, Participant
from events.numbering import anchor_of, numbers_to_adopt
from tests.events.doors import DOORS, HELD_AT, stand_before
from tests.factories import make_action_item, make_coalition, make_cycle, make_meeting, make_series

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"
ITEMS = "/api/v1/action-items/"
REPORT = [
    ("heading", "Papers & plans"),
    ("paragraph", "<p>First.</p>"),
    ("unnumbered", "<p>A note.</p>"),
    ("unplaced", "<p>Left over.</p>"),
    ("paragraph", "<p>Second.</p><ul><li>a</li></ul>"),
]


def one(client, meeting):
    return client.get(f"{MEETINGS}{meeting.uid}/").json()


def titles(client, query=""):
    return [item["title"] for item in client.get(f"{MEETINGS}{query}").json()["items"]]


def items(client, query=""):
    return [item["html"] for item in client.get(f"{ITEMS}{query}").json()["items"]]


def test_a_meeting_in_full(client):
    coalition = make_coalition("Things", acronym="DC-IoT", slug="iot")
    hidden = make_coalition("Hidden", live=False)
    series = make_series("Coordination group", slug="group")
    meeting = make_meeting(
        series,
        number=53,
        title="DCCG meeting 53",
        slug="m53",
        cycle=make_cycle(2021),
        starts_at=HELD_AT,
        state=MeetingState.ADOPTED,
        intro="<p>About.</p>",
        join_url="https://example.org/join",
        adopted_at=HELD_AT + datetime.timedelta(days=20),
        corrections_until=HELD_AT + datetime.timedelta(days=14),
        report=REPORT,
    )
    meeting.adopted_numbers = numbers_to_adopt(meeting.report)
    meeting.save(update_fields=["adopted_numbers"])
    AgendaItem.objects.create(meeting=meeting, title="The paper", proposer="DC-IoT", outcome="discussed")
    Participant.objects.create(
        meeting=meeting, given_name="Ada", family_name="Open", affiliation="DC on Things", coalition=coalition
    )
    Participant.objects.create(
        meeting=meeting, given_name="Bob", capacity=Capacity.FACILITATOR, affiliation="Group", coalition=hidden
    )
    item = make_action_item(meeting, coalitions=[coalition, hidden], text="<p>Do it.</p>", due_at=HELD_AT)
    ActionSubItem.objects.create(item=item, text="<p>Soon.</p>")
    ActionItemPart.objects.create(item=item, coalition=coalition, done_at=HELD_AT)
    DeadlineChange.objects.create(item=item, to_at=HELD_AT, reason="Known now.", changed_at=HELD_AT)

    answer = one(client, meeting)

    address = "http://testserver/group/m53/"
    coalition_ref = {
        "slug": "iot",
        "title": "Things",
        "acronym": "DC-IoT",
        "url": "http://testserver/coalitions/iot/",
    }
    meeting_ref = {"uid": str(meeting.uid), "number": 53, "title": "DCCG meeting 53", "url": address}
    anchors = [anchor_of(block.id) for block in meeting.report]
    assert answer == {
        **meeting_ref,
        "series": {
            "id": series.pk,
            "title": "Coordination group",
            "abbreviation": "DCCG",
            "url": "http://testserver/group/",
        },
        "cycle": 2021,
        "starts_at": "2021-05-10T14:00:00Z",
        "ends_at": "2021-05-10T15:00:00Z",
        "format": "online",
        "place": "",
        "state": "adopted",
        "join_url": "",
        "has_report": True,
        "corrections_until": "2021-05-24T14:00:00Z",
        "adopted_at": "2021-05-30T14:00:00Z",
        "intro": "<p>About.</p>",
        "agenda": [{"title": "The paper", "proposer": "DC-IoT", "outcome": "discussed"}],
        "report": [
            {
                "kind": kind,
                "number": number,
                "anchor": anchor,
                "html": html,
                "citation": f"DCCG 53, para {number}" if number else "",
                "url": f"{address}#{anchor}",
            }
            for kind, number, anchor, html in (
                ("heading", "", anchors[0], "Papers &amp; plans"),
                ("paragraph", "1", anchors[1], "<p>First.</p>"),
                ("unnumbered", "", anchors[2], "<p>A note.</p>"),
                ("paragraph", "2", anchors[4], "<p>Second.</p><ul><li>a</li></ul>"),
            )
        ],
        "conclusions": [
            {
                "uid": str(item.uid),
                "meeting": meeting_ref,
                "kind": "action",
                "html": "<p>Do it.</p>",
                "sub_items": ["<p>Soon.</p>"],
                "owner": "some_coalitions",
                "coalitions": [coalition_ref],
                "parts_total": 1,
                "parts_done": 1,
                "due_at": "2021-05-10T14:00:00Z",
                "due_to_be_announced": False,
                "is_overdue": True,
                "state": "open",
                "closed_at": None,
                "outcome": "",
                "deadline_changes": [
                    {
                        "from_at": None,
                        "to_at": "2021-05-10T14:00:00Z",
                        "reason": "Known now.",
                        "changed_at": "2021-05-10T14:00:00Z",
                    }
                ],
                "url": f"{address}#{item.anchor}",
            }
        ],
        "participants": [
            {
                "given_name": "Ada",
                "family_name": "Open",
                "capacity": "participant",
                "affiliation": "DC on Things",
                "coalition": coalition_ref,
            },
            {
                "given_name": "Bob",
                "family_name": "",
                "capacity": "facilitator",
                "affiliation": "Group",
                "coalition": None,
            },
        ],
    }
    assert client.get(ITEMS).json() == {"count": 1, "items": answer["conclusions"]}


@pytest.mark.parametrize("case", DOORS)
def test_doors(client, case):
    meeting = stand_before(case)
    Participant.objects.create(meeting=meeting, given_name="Ada")
    found, reported = DOORS[case]
    detail = client.get(f"{MEETINGS}{meeting.uid}/")

    assert (titles(client), items(client), detail.status_code) == (
        ["Call 7"] if found else [],
        ["<p>Write it down.</p>"] if reported else [],
        200 if found else 404,
    )
    if found:
        answer = detail.json()
        assert answer["has_report"] is reported
        assert [len(answer[name]) for name in ("report", "conclusions", "participants")] == [int(reported)] * 3
        assert (answer["corrections_until"] is not None) is reported


def test_the_join_link_is_told_until_the_meeting_is_over(client):
    meeting = make_meeting(starts_at=HELD_AT, join_url="https://example.org/join")
    hour = datetime.timedelta(hours=1)
    told = []
    for moment in (HELD_AT - hour, HELD_AT + hour, HELD_AT + 2 * hour):
        with time_machine.travel(moment, tick=False):
            answer = one(client, meeting)
        told.append((answer["join_url"], answer["state"]))

    assert told == [("https://example.org/join", "planned")] * 2 + [("", "held")]


def test_filters_of_meetings(client):
    coalition = make_coalition(slug="iot")
    series, calls = make_series(), make_series("Calls", parent=coalition)
    make_meeting(series, title="Old", starts_at=HELD_AT - datetime.timedelta(days=365))
    attended = make_meeting(series, title="Attended", starts_at=HELD_AT, state=MeetingState.ADOPTED)
    Participant.objects.create(meeting=attended, given_name="Ada", coalition=coalition)
    Participant.objects.create(meeting=attended, given_name="Bob", coalition=coalition)
    make_meeting(calls, title="Marked", starts_at=HELD_AT + datetime.timedelta(days=2), state=MeetingState.HELD)
    make_meeting(calls, title="Off", starts_at=HELD_AT + datetime.timedelta(days=30), state=MeetingState.CANCELLED)
    make_meeting(calls, title="Next", starts_at=HELD_AT + datetime.timedelta(days=30, hours=1))

    with time_machine.travel(HELD_AT + datetime.timedelta(days=5), tick=False):
        found = {
            query: titles(client, query)
            for query in (
                *("", f"?series={series.pk}", "?coalition=iot", "?year=2020", "?state=planned", "?state=held"),
                *("?state=cancelled", "?state=adopted", "?coalition=iot&state=held"),
                *("?series=999999", "?coalition=nobody", "?year=2030"),
            )
        }

    assert found == {
        "": ["Next", "Off", "Marked", "Attended", "Old"],
        f"?series={series.pk}": ["Attended", "Old"],
        "?coalition=iot": ["Next", "Off", "Marked", "Attended"],
        "?year=2020": ["Old"],
        "?state=planned": ["Next"],
        "?state=held": ["Marked", "Old"],
        "?state=cancelled": ["Off"],
        "?state=adopted": ["Attended"],
        "?coalition=iot&state=held": ["Marked"],
        "?series=999999": [],
        "?coalition=nobody": [],
        "?year=2030": [],
    }


def test_a_coalition_nobody_may_see_is_no_filter(client):
    hidden = make_coalition(slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    meeting = make_meeting(starts_at=HELD_AT, state=MeetingState.ADOPTED)
    Participant.objects.create(meeting=meeting, given_name="Ada", coalition=hidden)
    item = make_action_item(meeting, coalitions=[hidden])
    item.parts.create(coalition=hidden)

    assert (titles(client, "?coalition=hidden"), items(client, "?coalition=hidden")) == ([], [])


def test_filters_of_action_items(client):
    coalition = make_coalition(slug="iot")
    meeting = make_meeting(starts_at=HELD_AT, state=MeetingState.ADOPTED)
    day = datetime.timedelta(days=1)
    late = make_action_item(meeting, text="late", coalitions=[coalition], due_at=HELD_AT + day)
    late.parts.create(coalition=coalition)
    make_action_item(meeting, text="soon", due_at=HELD_AT + 9 * day)
    make_action_item(meeting, text="undated")
    make_action_item(meeting, text="done", due_at=HELD_AT + 2 * day, state=ActionState.DONE)

    with time_machine.travel(HELD_AT + 5 * day, tick=False):
        found = {
            query: items(client, query)
            for query in ("", "?open=true", "?open=false", "?overdue=true", "?overdue=false", "?coalition=iot")
        }

    assert found == {
        "": ["late", "done", "soon", "undated"],
        "?open=true": ["late", "soon", "undated"],
        "?open=false": ["done"],
        "?overdue=true": ["late"],
        "?overdue=false": ["done", "soon", "undated"],
        "?coalition=iot": ["late"],
    }


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{MEETINGS}{uuid.UUID(int=1)}/", 404),
        (f"{MEETINGS}1/", 422),
        (f"{MEETINGS}?year=1", 422),
        (f"{MEETINGS}?series={10**30}", 422),
        (f"{MEETINGS}?state=x", 422),
        (f"{ITEMS}?open=perhaps", 422),
        (f"{ITEMS}?coalition=a%00b", 422),
    ],
)
def test_what_cannot_be_answered_says_why(client, address, status):
    response = client.get(address)

    assert (response.status_code, response.json()["status"], bool(response.json()["detail"])) == (status, status, True)
