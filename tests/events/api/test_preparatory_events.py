"""Preparatory events for programs: what is answered, to which question, and what it costs."""

import datetime

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from events.enums import EventState, MeetingFormat, OrganiserRole
from events.services import report_event, reschedule_event
from tests.factories import (
    make_coalition,
    make_cycle,
    make_event,
    make_focus_area,
    make_phase,
    make_secretariat_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
EVENTS = "/api/v1/events/"
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
ENDS = STARTS + datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def titles(client, **query):
    response = client.get(EVENTS, query)
    assert response.status_code == 200
    return [item["title"] for item in response.json()["items"]]


def test_an_event_whole(client):
    area = make_focus_area("Trust", questions=["Standards"])
    lead = make_coalition("Open Things", acronym="DC-OT", slug="open-things")
    hidden = make_coalition(live=False)
    user = make_secretariat_user()
    with time_machine.travel(STARTS - 9 * DAY, tick=False):
        event = make_event(
            make_phase(slug="preparations"),
            title="Consent",
            slug="consent",
            starts_at=STARTS,
            format=MeetingFormat.HYBRID,
            place="Katowice",
            organisers=[lead, (hidden, OrganiserRole.SUPPORTER)],
            focus_areas=[area],
            questions=area.policy_questions.all(),
            speakers=["Ada Example"],
            description="<p>Write <script>alert(1)</script>it.</p>",
            expected_outcome="A page",
            languages="English",
            accessibility="Captions",
            registration_url="https://example.org/register",
            join_url="https://example.org/join",
        )
        reschedule_event(event, starts_at=STARTS + DAY, ends_at=ENDS + DAY, by=user, reason="A holiday")
    with time_machine.travel(STARTS + 9 * DAY, tick=False):
        report_event(
            event, by=user, outcome="<p>Three.</p>", outcome_url="https://a.bc/o", recording_url="https://a.bc/r"
        )
        answer = client.get(f"{EVENTS}{event.uid}/").json()

    assert answer == {
        "uid": str(event.uid),
        "title": "Consent",
        "url": "http://testserver/preparations/consent/",
        "cycle": 2021,
        "starts_at": "2021-11-04T14:00:00Z",
        "ends_at": "2021-11-04T15:00:00Z",
        "format": "hybrid",
        "place": "Katowice",
        "state": "reported",
        "organisers": [
            {
                "role": "lead",
                "coalition": {
                    "slug": "open-things",
                    "title": "Open Things",
                    "acronym": "DC-OT",
                    "url": "http://testserver/coalitions/open-things/",
                },
            }
        ],
        "focus_areas": [{"id": area.pk, "title": "Trust", "cycle": 2021}],
        "registration_url": "https://example.org/register",
        "join_url": "",
        "recording_url": "https://a.bc/r",
        "has_report": True,
        "description": "<p>Write it.</p>",
        "expected_outcome": "A page",
        "policy_questions": ["Standards"],
        "speakers": [{"name": "Ada Example", "affiliation": ""}],
        "languages": "English",
        "accessibility": "Captions",
        "outcome": "<p>Three.</p>",
        "outcome_url": "https://a.bc/o",
        "reported_at": "2021-11-12T14:00:00Z",
        "changes": [
            {
                "kind": "rescheduled",
                "from_starts_at": "2021-11-03T14:00:00Z",
                "from_ends_at": "2021-11-03T15:00:00Z",
                "to_starts_at": "2021-11-04T14:00:00Z",
                "to_ends_at": "2021-11-04T15:00:00Z",
                "reason": "A holiday",
                "changed_at": "2021-10-25T14:00:00Z",
            }
        ],
    }


@pytest.mark.parametrize(
    ("moment", "link", "state"),
    [
        (STARTS - 31 * MINUTE, "", "scheduled"),
        (STARTS - 30 * MINUTE, "https://example.org/join", "scheduled"),
        (ENDS, "https://example.org/join", "scheduled"),
        (ENDS + MINUTE, "", "held"),
    ],
)
def test_the_join_link_around_the_event(client, moment, link, state):
    event = make_event(starts_at=STARTS, join_url="https://example.org/join")
    with time_machine.travel(moment, tick=False):
        answers = [client.get(f"{EVENTS}{event.uid}/").json(), client.get(EVENTS).json()["items"][0]]

    assert [(answer["join_url"], answer["state"]) for answer in answers] == [(link, state)] * 2


def test_no_report_before_it_is_one(client):
    event = make_event(state=EventState.HELD, outcome="<p>Secret</p>", recording_url="https://a.bc/r")

    answer = client.get(f"{EVENTS}{event.uid}/").json()

    assert (answer["outcome"], answer["recording_url"], answer["reported_at"], answer["has_report"]) == (
        "",
        "",
        None,
        False,
    )


def test_the_filters(client):
    area, one, two = make_focus_area(), make_coalition(slug="one"), make_coalition(slug="two")
    make_cycle(2020)
    with time_machine.travel(STARTS, tick=False):
        make_event(title="A", starts_at=STARTS + DAY, organisers=[one, two], focus_areas=[area])
        make_event(title="B", starts_at=STARTS - DAY, organisers=[one], format=MeetingFormat.HYBRID)
        make_event(make_phase(make_cycle(2022)), title="C", starts_at=STARTS + 90 * DAY, state=EventState.CANCELLED)

        found = {
            "all": titles(client),
            "coalition": titles(client, coalition="two"),
            "another coalition": titles(client, coalition="three"),
            "focus area": titles(client, focus_area=area.pk),
            "another focus area": titles(client, focus_area=area.pk + 1),
            "format": titles(client, format="hybrid"),
            "cycle": titles(client, cycle=2022),
            "a cycle without a phase": titles(client, cycle=2020),
            "another cycle": titles(client, cycle=2050),
            "year": titles(client, year=2021),
            "scheduled": titles(client, state="scheduled"),
            "held": titles(client, state="held"),
            "cancelled": titles(client, state="cancelled"),
            "reported": titles(client, state="reported"),
            "window": titles(client, limit=1, offset=1),
        }

    assert found == {
        "all": ["C", "A", "B"],
        "coalition": ["A"],
        "another coalition": [],
        "focus area": ["A"],
        "another focus area": [],
        "format": ["B"],
        "cycle": ["C"],
        "a cycle without a phase": [],
        "another cycle": [],
        "year": ["A", "B"],
        "scheduled": ["A"],
        "held": ["B"],
        "cancelled": ["C"],
        "reported": [],
        "window": ["A"],
    }


@pytest.mark.parametrize(
    "query",
    ["state=dream", "format=x", "focus_area=0", "focus_area=99999999999", "year=1", "coalition=%00", "limit=101"],
)
def test_what_cannot_be_understood_is_refused(client, query):
    assert client.get(f"{EVENTS}?{query}").status_code == 422


@pytest.mark.parametrize("case", ["published", "not published", "restricted", "in a restricted phase"])
def test_doors(client, case):
    event = make_event(title="Event", live=case != "not published")
    if "restricted" in case:
        page = event if case == "restricted" else event.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    found = (titles(client), client.get(f"{EVENTS}{event.uid}/").status_code)

    assert found == ((["Event"], 200) if case == "published" else ([], 404))


def test_what_is_not_there(client):
    assert client.get(f"{EVENTS}00000000-0000-0000-0000-000000000001/").status_code == 404
    assert client.get(f"{EVENTS}1/").status_code == 422


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, count):
    areas = [make_focus_area(questions=["Q"]) for _ in range(count)]
    event = make_event(
        organisers=[make_coalition() for _ in range(count)],
        focus_areas=areas,
        questions=[area.policy_questions.get() for area in areas],
        speakers=["Ada"] * count,
    )
    coalition = make_coalition(slug="iot")
    for _ in range(count):
        make_event(organisers=[coalition, make_coalition()], focus_areas=areas)
    client.get(EVENTS)

    with django_assert_max_num_queries(9):
        assert client.get(EVENTS, {"coalition": "iot", "cycle": 2021, "limit": 100}).json()["count"] == count
    with django_assert_max_num_queries(9):
        client.get(f"{EVENTS}{event.uid}/")
