"""What an event gets in the way of: a table of everything that may clash, and the edges of days, months and clocks."""

import datetime

import pytest
import time_machine

from events.clashes import REGIONS, Clash, clashes, clashes_of, regions_at_night
from events.enums import EventState, ExternalKind, MeetingState, OrganiserRole
from tests.factories import (
    make_coalition,
    make_event,
    make_external_date,
    make_focus_area,
    make_meeting,
    make_series,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOON = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(datetime.datetime(2021, 10, 1, 12, tzinfo=UTC), tick=False):
        yield


def kinds(starts_at=NOON, ends_at=NOON + HOUR, *, areas=(), coalitions=(), ignoring=None):
    return [
        clash.kind
        for clash in clashes(starts_at, ends_at, focus_areas=areas, coalitions=coalitions, ignoring=ignoring)
    ]


# How the other one lies to an event from 14:00 to 15:00, and whether that is a clash.
OVERLAPS = {
    "the same time": (NOON, HOUR, True),
    "inside": (NOON + HOUR / 4, HOUR / 4, True),
    "around": (NOON - HOUR, 3 * HOUR, True),
    "over its start": (NOON - HOUR / 2, HOUR, True),
    "over its end": (NOON + HOUR / 2, HOUR, True),
    "touching before": (NOON - HOUR, HOUR, False),
    "touching after": (NOON + HOUR, HOUR, False),
    "a second over": (NOON - HOUR, HOUR + datetime.timedelta(seconds=1), True),
    "the day before": (NOON - DAY, HOUR, False),
    "a year later": (NOON + 365 * DAY, HOUR, False),
}


@pytest.mark.parametrize("case", OVERLAPS)
def test_an_overlap_with_an_event_and_a_meeting(case):
    starts_at, length, clashes_with = OVERLAPS[case]
    area, coalition = make_focus_area(), make_coalition()
    make_event(starts_at=starts_at, ends_at=starts_at + length, organisers=[coalition], focus_areas=[area])
    make_meeting(starts_at=starts_at, ends_at=starts_at + length)

    found = kinds(areas=[area], coalitions=[coalition])

    assert found == (["organiser", "focus-area", "meeting"] if clashes_with else [])


def test_the_reasons_are_sentences():
    area = make_focus_area("Trust")
    one, two = make_coalition(acronym="DC-One"), make_coalition(acronym="DC-Two")
    event = make_event(title="Consent", starts_at=NOON, organisers=[one, two], focus_areas=[area])
    meeting = make_meeting(make_series(), title="DCCG 58", starts_at=NOON + HOUR / 2)
    make_external_date(
        "IETF 112", starts_on=NOON.date(), ends_on=NOON.date() + 2 * DAY, url="https://example.org/ietf"
    )

    found = clashes(NOON, NOON + HOUR, focus_areas=[area], coalitions=[one, two])

    time = "3 November 2021, 14:00 to 15:00 UTC"
    assert found == [
        Clash("organiser", f"DC-One and DC-Two also organise “Consent”, {time}.", event),
        Clash("focus-area", f"Same focus area (Trust) as “Consent”, {time}.", event),
        Clash("meeting", "At the same time as the meeting “DCCG 58”, 3 November 2021, 14:30 to 15:30 UTC.", meeting),
        Clash("external", "IETF meeting: IETF 112, 3 to 5 November 2021.", url="https://example.org/ietf"),
    ]


def test_one_coalition_and_an_event_over_midnight():
    coalition = make_coalition(acronym="DC-One")
    make_event(title="Long night", starts_at=NOON, minutes=12 * 60, organisers=[coalition])

    [clash] = clashes(NOON + 6 * HOUR, NOON + 7 * HOUR, focus_areas=[], coalitions=[coalition])

    reason = "DC-One also organises “Long night”, 3 November 2021, 14:00 to 4 November 2021, 02:00 UTC."
    assert clash.reason == reason


# What the other event is, and what of it clashes with an event of the same coalition and focus area.
OTHERS = {
    "scheduled": ({}, ["organiser", "focus-area"]),
    "reported": ({"state": EventState.REPORTED, "outcome": "<p>x</p>"}, ["organiser", "focus-area"]),
    "cancelled": ({"state": EventState.CANCELLED}, []),
    "a draft of one to come": ({"live": False}, ["organiser", "focus-area"]),
    "unpublished": ({"live": False, "first_published_at": NOON - 30 * DAY}, []),
}


@pytest.mark.parametrize("case", OTHERS)
def test_which_events_count(case):
    fields, expected = OTHERS[case]
    area, coalition = make_focus_area(), make_coalition()
    make_event(starts_at=NOON, organisers=[coalition], focus_areas=[area], **fields)

    assert kinds(areas=[area], coalitions=[coalition]) == expected


def test_a_draft_says_that_it_is_one():
    coalition = make_coalition(acronym="DC-One")
    make_event(title="Plan", starts_at=NOON, organisers=[coalition], live=False)

    [clash] = clashes(NOON, NOON + HOUR, focus_areas=[], coalitions=[coalition])

    assert clash.reason == "DC-One also organises “Plan” (a draft), 3 November 2021, 14:00 to 15:00 UTC."


def test_other_coalitions_and_other_areas_are_no_clash():
    area, other_area = make_focus_area(), make_focus_area()
    one, other = make_coalition(), make_coalition()
    make_event(starts_at=NOON, organisers=[(one, OrganiserRole.SUPPORTER)], focus_areas=[area])

    assert kinds(areas=[other_area], coalitions=[other]) == []
    assert kinds(areas=[area], coalitions=[other]) == ["focus-area"]
    assert kinds(areas=[other_area], coalitions=[one]) == ["organiser"]


def test_an_event_does_not_clash_with_itself():
    area, coalition = make_focus_area(), make_coalition()
    event = make_event(starts_at=NOON, organisers=[coalition], focus_areas=[area])

    assert clashes_of(event) == []
    assert kinds(areas=[area], coalitions=[coalition], ignoring=event) == []


@pytest.mark.parametrize(
    ("state", "live", "expected"),
    [
        (MeetingState.PLANNED, True, ["meeting"]),
        (MeetingState.HELD, True, ["meeting"]),
        (MeetingState.CANCELLED, True, []),
        (MeetingState.PLANNED, False, []),
    ],
)
def test_which_meetings_count(state, live, expected):
    make_meeting(starts_at=NOON, state=state, live=live)

    assert kinds() == expected


# An event's time, and whether a date of 8 to 12 November clashes with it.
EXTERNAL = {
    "the day before, until midnight": ("2021-11-07T23:00", "2021-11-08T00:00", False),
    "the day before, a minute after midnight": ("2021-11-07T23:00", "2021-11-08T00:01", True),
    "its first moment": ("2021-11-08T00:00", "2021-11-08T01:00", True),
    "its last hour": ("2021-11-12T23:00", "2021-11-13T00:00", True),
    "the moment after": ("2021-11-13T00:00", "2021-11-13T01:00", False),
    "over the end of October": ("2021-10-31T23:00", "2021-11-01T01:00", False),
    "around it": ("2021-11-01T12:00", "2021-11-20T12:00", True),
}


@pytest.mark.parametrize("case", EXTERNAL)
def test_days_of_others_are_days_in_utc(case):
    starts_at, ends_at, clashes_with = EXTERNAL[case]
    make_external_date(starts_on=datetime.date(2021, 11, 8), ends_on=datetime.date(2021, 11, 12))

    found = kinds(*(datetime.datetime.fromisoformat(f"{moment}+00:00") for moment in (starts_at, ends_at)))

    assert ("external" in found) is clashes_with


def test_a_time_given_in_another_zone_means_the_same():
    make_external_date("Eid", kind=ExternalKind.UN_HOLIDAY, starts_on=datetime.date(2021, 11, 8))
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    starts_at = datetime.datetime(2021, 11, 8, 7, 0, tzinfo=tokyo)  # 7 November, 22:00 UTC

    assert "external" not in kinds(starts_at, starts_at + HOUR)
    assert "external" in kinds(starts_at + 2 * HOUR, starts_at + 3 * HOUR)


AMERICAS = ["Western North America", "Eastern North America", "Latin America"]
AFRICA_EUROPE = ["West Africa", "Europe", "East Africa and the Middle East"]
ASIA = ["South Asia", "South-East Asia", "East Asia"]
# An hour from this moment on (UTC), and where at least half of it is night.
NIGHTS = {
    "2021-11-03T16:00": [*ASIA, "Pacific"],
    "2021-11-03T13:29": ["Western North America", "Pacific"],
    "2021-11-03T13:30": ["Western North America", "East Asia", "Pacific"],  # from 06:30, and until 22:30
    "2021-11-03T13:31": ["East Asia", "Pacific"],  # less than half of it before 07:00
    "2021-11-03T05:00": [*AMERICAS, "West Africa", "Europe"],  # Los Angeles still has summer time: 22:00
    "2021-11-08T05:00": ["Eastern North America", "Latin America", "West Africa", "Europe"],  # and now it has not
    "2021-11-03T20:30": [*AFRICA_EUROPE, *ASIA],
    "2021-11-03T20:29": ["East Africa and the Middle East", *ASIA],
    "2021-07-03T20:00": ["Europe", "East Africa and the Middle East", *ASIA],  # Paris: 22:00, Lagos: 21:00
    "2021-12-31T23:30": [*AFRICA_EUROPE, *ASIA][:5],  # over the end of the year; Shanghai has 07:30
}


def test_where_it_is_night():
    moments = {text: datetime.datetime.fromisoformat(f"{text}+00:00") for text in NIGHTS}

    assert {text: regions_at_night(moment, moment + HOUR) for text, moment in moments.items()} == NIGHTS


def test_a_long_event_is_nowhere_mostly_at_night():
    assert [regions_at_night(NOON, NOON + days * DAY) for days in (1, 2, 31)] == [[], [], []]


def test_night_in_most_regions_is_a_warning_and_names_them():
    start = datetime.datetime(2021, 11, 3, 22, 0, tzinfo=UTC)
    names = ", ".join([*AFRICA_EUROPE, *ASIA])

    assert [clash.reason for clash in clashes(start, start + HOUR, focus_areas=[], coalitions=[])] == [
        f"It is night (22:00 to 07:00) in 6 of {len(REGIONS)} regions: {names}."
    ]
    assert kinds(start - 14 * HOUR, start - 13 * HOUR) == []  # 08:00: night in four regions, no more


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_is_constant(django_assert_num_queries, count):
    area, coalition = make_focus_area(), make_coalition()
    series = make_series()
    for _ in range(count):
        make_event(starts_at=NOON, organisers=[coalition, make_coalition()], focus_areas=[area, make_focus_area()])
        make_meeting(series, starts_at=NOON)
        make_external_date(starts_on=NOON.date())

    with django_assert_num_queries(5):
        found = kinds(areas=[area], coalitions=[coalition])

    assert len(found) == 4 * count
