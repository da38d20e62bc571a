"""The page of a preparatory event: before, during and after; what each state shows; who may see it; what it costs."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction

from events.enums import EventState, MeetingFormat, OrganiserRole
from events.models import EventSpeaker, PreparatoryEventPage
from events.services import cancel_event, reinstate_event, reschedule_event
from tests.factories import (
    make_coalition,
    make_event,
    make_focus_area,
    make_home_page,
    make_phase,
    make_secretariat_user,
    make_series,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
ENDS = STARTS + datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
JOIN = "https://example.org/join"


def words(response):
    """What a reader sees of a page's content."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


# The moment, whether the join link is there, and the state that is shown.
AROUND = {
    "a day before": (STARTS - DAY, False, "Scheduled"),
    "31 minutes before": (STARTS - 31 * MINUTE, False, "Scheduled"),
    "a second too early": (STARTS - 30 * MINUTE - SECOND, False, "Scheduled"),
    "30 minutes before": (STARTS - 30 * MINUTE, True, "Scheduled"),
    "at its start": (STARTS, True, "Scheduled"),
    "during": (STARTS + 30 * MINUTE, True, "Scheduled"),
    "at its end": (ENDS, True, "Scheduled"),
    "a second after": (ENDS + SECOND, False, "Held"),
    "a day after": (ENDS + DAY, False, "Held"),
}


@pytest.mark.parametrize("case", AROUND)
def test_around_an_event(client, case):
    moment, joins, state = AROUND[case]
    event = make_event(starts_at=STARTS, join_url=JOIN, registration_url="https://example.org/register")
    with time_machine.travel(moment, tick=False):
        response = client.get(event.get_url())
        text = words(response)

    assert (JOIN in response.content.decode(), event.get_state_display()) == (joins, "Scheduled")
    assert f" {state} " in text
    assert ("Register" in text, "Add to calendar" in text) == (state == "Scheduled", state == "Scheduled")
    assert ("The link to join stands here" in text) is (state == "Scheduled" and not joins)
    assert ("Organisers report here" in text) is (state == "Held")


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.REPORTED])
def test_no_link_once_it_is_cancelled_or_reported(client, state):
    event = make_event(starts_at=STARTS, state=state, join_url=JOIN, registration_url="https://example.org/register")
    with time_machine.travel(STARTS, tick=False):
        response = client.get(event.get_url())

    assert JOIN not in response.content.decode()
    assert "Register" not in words(response)


def test_a_page_is_kept_no_longer_than_it_is_true(client):
    event = make_event(starts_at=STARTS, join_url=JOIN)
    moments = (
        STARTS - DAY,
        STARTS - 36 * MINUTE,
        STARTS - 33 * MINUTE,
        STARTS - 30 * MINUTE,
        STARTS - MINUTE,
        ENDS - 2 * MINUTE,
        ENDS + SECOND,
    )

    kept = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            kept.append(client.get(event.get_url()).get("Cache-Control"))

    assert kept == [None, None, "max-age=180", "max-age=0", "max-age=60", "max-age=120", None]


def test_parts_of_the_page_are_not_kept_beyond_it(local_cache, client):
    event = make_event(starts_at=STARTS, join_url=JOIN)
    seen = []
    with time_machine.travel(STARTS - 31 * MINUTE, tick=False) as clock:
        for minutes in (0, 1, 2):
            clock.move_to(STARTS - 31 * MINUTE + minutes * MINUTE)
            seen.append(JOIN in client.get(event.get_url()).content.decode())

    assert seen == [False, True, True]


def test_everything_there_is_to_know(client):
    area = make_focus_area("Trust", questions=["Standards", "Safety"])
    lead, supporter = make_coalition("Open Things", acronym="DC-OT"), make_coalition("Safe Things", acronym="")
    event = make_event(
        make_phase(title="Preparations"),
        title="Consent",
        starts_at=STARTS,
        format=MeetingFormat.HYBRID,
        place="Katowice",
        organisers=[lead, (supporter, OrganiserRole.SUPPORTER)],
        focus_areas=[area],
        questions=area.policy_questions.all()[:1],
        speakers=["Ada Example"],
        description="<p>What <b>matters</b>?</p>",
        expected_outcome="One page.",
        languages="English, French",
        accessibility="Captions.\nSigns.",
    )
    with time_machine.travel(STARTS - DAY, tick=False):
        response = client.get(event.get_url())

    text = words(response)
    for sentence in (
        "Preparatory event · IGF 2021",
        "3 November 2021",
        "14:00 – 15:00 UTC",
        "Hybrid, Katowice",
        "English, French",
        "1 day left",
        "What matters ?",
        "Expected outcome One page.",
        "Policy questions Standards Focus areas Trust",
        "Open Things (DC-OT) Lead",
        "Safe Things Supporter",
        "Ada Example",
        "Captions. Signs.",
    ):
        assert sentence in text
    html = response.content.decode()
    assert 'data-from="2021-11-03T14:00:00+00:00" data-to="2021-11-03T15:00:00+00:00"' in html
    assert f"/focus-areas/{area.pk}-trust/" in html


def test_what_is_missing_is_said(client):
    event = make_event(organisers=[make_coalition(live=False)])

    text = words(client.get(event.get_url()))

    for sentence in (
        "The organisers have not described it yet.",
        "The organisers have not said what they provide.",
        "A coalition without a public page Lead",
    ):
        assert sentence in text


def test_a_report_with_its_addresses(client):
    event = make_event(
        state=EventState.REPORTED,
        outcome="<p>Three things.</p>",
        outcome_url="https://example.org/outcome",
        recording_url="https://example.org/recording",
    )

    response = client.get(event.get_url())

    assert "Three things. The organisers’ report Recording" in words(response)
    assert 'href="https://example.org/outcome"' in response.content.decode()


def test_a_report_is_not_shown_before_it_is_one(client):
    event = make_event(state=EventState.HELD, outcome="<p>Secret.</p>", recording_url="https://example.org/recording")

    html = client.get(event.get_url()).content.decode()

    assert ("Secret." in html, "example.org/recording" in html) == (False, False)


def test_the_changelog_and_the_notice(client):
    user = make_secretariat_user()
    with time_machine.travel(STARTS - 9 * DAY, tick=False):
        event = make_event(starts_at=STARTS)
        reschedule_event(event, starts_at=STARTS + DAY, ends_at=ENDS + DAY, by=user, reason="A holiday.")
        cancel_event(event, by=user, reason="Nobody <b>comes</b>.")
        cancelled = words(client.get(event.get_url()))
        cache.clear()  # nothing is committed in a test, so nothing is forgotten by itself
        reinstate_event(event, by=user, reason="They come.")
        reinstated = words(client.get(event.get_url()))

    assert "This event is cancelled. Nobody <b>comes</b>." in cancelled
    assert (
        "Changes 25 October 2021 Cancelled: Nobody <b>comes</b>. 25 October 2021 "
        "Rescheduled from 3 November 2021, 14:00 UTC to 4 November 2021, 14:00 UTC: A holiday."
    ) in cancelled
    assert "This event is cancelled" not in reinstated
    assert "25 October 2021 Takes place after all: They come." in reinstated


def test_an_event_over_midnight_says_when_it_ends(client):
    event = make_event(starts_at=STARTS, minutes=12 * 60)

    assert "14:00 to 4 November 2021, 02:00 UTC" in words(client.get(event.get_url()))


@pytest.mark.parametrize("case", ["published", "not published", "restricted", "in a restricted phase"])
def test_doors(client, case):
    event = make_event(live=case != "not published")
    if "restricted" in case:
        page = event if case == "restricted" else event.get_parent()
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    status = client.get(event.get_url()).status_code

    assert status == {"published": 200, "not published": 404}.get(case, 302)


def test_a_page_is_said_to_be_wrong_in_sentences():
    event = make_event()
    event.ends_at, event.format, event.place = event.starts_at, MeetingFormat.ON_SITE, ""

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert refusal.value.message_dict["ends_at"] == ["A preparatory event ends after it starts."]
    assert refusal.value.message_dict["place"] == ["Say where an on-site event takes place."]


@pytest.mark.parametrize(
    ("name", "affiliation", "refused"),
    [
        ("Ada Example", "School @ home", []),
        ("Ada <ada@example.org>", "", ["name"]),
        ("Ada", "ada@example.org", ["affiliation"]),
        ("@ada", "Twitter: @ada", []),
    ],
)
def test_no_mail_address_stands_among_the_speakers(name, affiliation, refused):
    speaker = EventSpeaker(name=name, affiliation=affiliation)
    try:
        speaker.clean()
    except ValidationError as error:
        assert list(error.message_dict) == refused
    else:
        assert refused == []


@pytest.mark.parametrize("state", EventState)
def test_the_queryset_knows_the_states_as_readers_do(state):
    events = {state: make_event(state=state) for state in EventState}

    assert list(PreparatoryEventPage.objects.in_state(state)) == [events[state]]


def test_the_querysets_of_time():
    with time_machine.travel(STARTS, tick=False):
        past = make_event(starts_at=STARTS - DAY)
        cancelled = make_event(starts_at=STARTS - 2 * DAY, state=EventState.CANCELLED)
        coming = make_event(starts_at=STARTS + DAY)
        called_off = make_event(starts_at=STARTS + DAY / 2, state=EventState.CANCELLED)
        now = make_event(starts_at=STARTS - MINUTE)
        found = PreparatoryEventPage.objects

        assert list(found.upcoming()) == [now, coming]
        assert list(found.to_come()) == [now, called_off, coming]
        assert list(found.over()) == [past, cancelled]
        assert list(found.past()) == [past]
        assert list(found.unreported()) == [past]


def test_it_stands_below_its_phase_only():
    assert PreparatoryEventPage.can_create_at(make_phase())
    assert not PreparatoryEventPage.can_create_at(make_home_page())
    assert not PreparatoryEventPage.can_create_at(make_series())
    assert make_phase().specific_class.can_create_at(make_home_page())


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, count):
    user = make_secretariat_user()
    areas = [make_focus_area(questions=["Q"]) for _ in range(count)]
    event = make_event(
        starts_at=STARTS,
        organisers=[make_coalition() for _ in range(count)],
        focus_areas=areas,
        questions=[area.policy_questions.get() for area in areas],
        speakers=[f"Ada {number}" for number in range(count)],
    )
    with time_machine.travel(STARTS - 60 * DAY, tick=False):
        for number in range(count):
            reschedule_event(
                event, starts_at=STARTS + number * DAY, ends_at=ENDS + (number + 1) * DAY, by=user, reason="x"
            )
    address = event.get_url()
    client.get(address)
    cache.clear()
    with django_assert_max_num_queries(19):
        client.get(address)
    with django_assert_max_num_queries(7):  # with what the first visit left in the cache
        client.get(address)
