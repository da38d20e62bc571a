"""Preparatory events in feeds: new ones, what came of them, and every change of their time."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.enums import EventState
from events.services import cancel_event, reinstate_event, report_event, reschedule_event
from tests import attack_corpus
from tests.events.feeds.test_subscriptions import ATOM, entries, fetch, of_coalition, titles
from tests.factories import make_coalition, make_cycle, make_event, make_focus_area, make_phase, make_secretariat_user

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 10, 25, 12, 0, tzinfo=UTC)
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def of_phase(phase):
    return reverse("events:feed-phase", args=[phase.pk, phase.slug])


def of_area(area):
    return reverse("events:feed-focus-area", args=[area.pk])


def summary(entry):
    return entry.find(f"{ATOM}summary").text


def test_an_event_its_changes_and_its_outcome_are_entries(client):
    user = make_secretariat_user()
    phase, area = make_phase(title="Preparations"), make_focus_area("Trust")
    one, two = make_coalition(acronym="DC-One"), make_coalition(acronym="DC-Two")
    with time_machine.travel(NOW, tick=False) as clock:
        event = make_event(
            phase,
            title="Consent",
            starts_at=STARTS,
            organisers=[one, two],
            focus_areas=[area],
            description="<p>Write <script>alert(1)</script>it.</p>",
        )
        event.save_revision().publish()
        clock.shift(HOUR)
        reschedule_event(event, starts_at=STARTS + DAY, ends_at=STARTS + DAY + HOUR, by=user, reason="A <holiday>")
        clock.shift(HOUR)
        cancel_event(event, by=user, reason="Too few")
        clock.shift(HOUR)
        reinstate_event(event, by=user, reason="Enough")
        clock.shift(20 * DAY)
        report_event(event, by=user, outcome="<p>Three things.</p>")

    feeds = [
        fetch(client, address) for address in (of_phase(phase), of_area(area), of_coalition(one), of_coalition(two))
    ]

    for feed in feeds:
        assert titles(feed) == [
            "Outcome: Consent",
            "Consent",
            "Reinstated: Consent",
            "Cancelled: Consent",
            "Rescheduled: Consent",
        ]
    outcome, current, *_steps, moved = entries(feeds[0])
    assert summary(outcome) == "<p>Three things.</p>"
    assert summary(moved) == ("<p>3 November 2021, 14:00 UTC → 4 November 2021, 14:00 UTC</p><p>A &lt;holiday&gt;</p>")
    assert summary(current) == (
        "<p>4 November 2021, 14:00 UTC to 4 November 2021, 15:00 UTC</p><p>Organised by DC-One, DC-Two</p>"
        "<p>Write it.</p>"
    )
    ids = {entry.find(f"{ATOM}id").text for entry in entries(feeds[0])}
    assert f"tag:dc-portal,2026:event/{event.uid}" in ids
    assert feeds[0].find(f"{ATOM}title").text == "Preparations: events"
    assert feeds[1].find(f"{ATOM}title").text == "Trust, IGF 2021: events"


def test_the_title_says_that_an_event_is_cancelled(client):
    phase = make_phase()
    make_event(phase, title="Consent", state=EventState.CANCELLED)

    assert titles(fetch(client, of_phase(phase))) == ["Cancelled: Consent"]


@pytest.mark.parametrize("case", ["published", "not published", "restricted", "in a restricted phase"])
def test_doors(client, case):
    area, coalition, phase = make_focus_area(), make_coalition(), make_phase()
    user = make_secretariat_user()
    event = make_event(phase, title="Event", organisers=[coalition], focus_areas=[area])
    cancel_event(event, by=user, reason="Secret reason")
    if case == "not published":
        event.refresh_from_db()
        event.unpublish()
    elif "restricted" in case:
        page = event if case == "restricted" else phase
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    found = [b"Secret reason" in client.get(address).content for address in (of_area(area), of_coalition(coalition))]

    assert found == [case == "published"] * 2
    assert client.get(of_phase(phase)).status_code == (404 if case == "in a restricted phase" else 200)


def test_only_what_belongs_there(client):
    phase, other = make_phase(), make_phase(make_cycle(2022))
    area = make_focus_area()
    make_event(phase, title="Ours")
    make_event(other, title="Theirs", focus_areas=[area])

    assert [titles(fetch(client, address)) for address in (of_phase(phase), of_phase(other), of_area(area))] == [
        ["Ours"],
        ["Theirs"],
        ["Theirs"],
    ]


def test_addresses(client):
    phase = make_phase(slug="preparations")

    assert client.get(f"/feeds/phases/{phase.pk}-old/").url == f"/feeds/phases/{phase.pk}-preparations/"
    for address in ("/feeds/phases/999999-x/", "/feeds/focus-areas/999999/", f"/feeds/focus-areas/{10**30}/"):
        assert client.get(address).status_code == 404


def test_a_focus_area_leads_to_its_page_where_there_is_one(client):
    area = make_focus_area("Trust")
    before = fetch(client, of_area(area)).find(f"{ATOM}link[@rel='alternate']").get("href")
    make_phase(slug="preparations")
    after = fetch(client, of_area(area)).find(f"{ATOM}link[@rel='alternate']").get("href")

    assert (before, after) == (
        "http://testserver/",
        f"http://testserver/preparations/focus-areas/{area.pk}-trust/",
    )


@pytest.mark.parametrize("name", attack_corpus.ATTACKS)
def test_no_attack_breaks_a_feed(client, name):
    # Half characters never reach the database: the driver refuses them. Nor does a null where the database does.
    refused = "\x00" if connection.features.prohibits_null_characters_in_text_exception else ""
    attack = attack_corpus.ATTACKS[name][:1_500].encode("utf-8", "replace").decode()
    attack = "".join(char for char in attack if char not in refused)
    phase = make_phase()
    event = make_event(phase, title=f"A {attack}"[:255].replace("\x00", ""), description=f"<p>B {attack}</p>")
    event.changes.create(
        kind="cancelled", reason=attack[:300], from_starts_at=STARTS, from_ends_at=STARTS, changed_at=NOW
    )

    feed = fetch(client, of_phase(phase))

    assert len(entries(feed)) == 2
    for entry in entries(feed):
        assert "<script" not in summary(entry).lower()


@pytest.mark.parametrize(("door", "budget"), [("phase", 7), ("area", 8)])
@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, door, budget, count):
    area, phase, user = make_focus_area(), make_phase(), make_secretariat_user()
    for _ in range(count):
        event = make_event(phase, organisers=[make_coalition(), make_coalition()], focus_areas=[area])
        cancel_event(event, by=user, reason="x")
        make_event(phase, state=EventState.REPORTED, focus_areas=[area])
    address = of_phase(phase) if door == "phase" else of_area(area)
    client.get(address)

    with django_assert_num_queries(budget):
        client.get(address)
