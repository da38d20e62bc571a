import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from coalitions.enums import CoalitionStatus
from coalitions.models import StatusChange
from events.enums import MeetingState
from events.models import MeetingPage, Participant
from tests import attack_corpus
from tests.events.doors import DOORS, HELD_AT, stand_before
from tests.factories import make_action_item, make_coalition, make_meeting, make_output, make_series

pytestmark = pytest.mark.django_db
REPORTS = "/feeds/reports/"
ATOM = "{http://www.w3.org/2005/Atom}"


def fetch(client, address):
    """The feed at an address, after it kept the rules every one of them has to keep."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Dynamic Coalitions Portal"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"http://testserver{address}"
    ids = [feed.find(f"{ATOM}id").text, *(entry.find(f"{ATOM}id").text for entry in entries(feed))]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("tag:dc-portal,2026:") for one in ids)
    for holder in [feed, *entries(feed)]:
        assert holder.find(f"{ATOM}title").text
        assert datetime.datetime.fromisoformat(holder.find(f"{ATOM}updated").text).tzinfo is not None
        assert holder.find(f"{ATOM}link").get("href").startswith(("http://testserver/", "https://example.org/"))
    return feed


def entries(feed):
    return feed.findall(f"{ATOM}entry")


def titles(feed):
    return [entry.find(f"{ATOM}title").text for entry in entries(feed)]


def of_coalition(coalition):
    return reverse("events:feed-coalition", args=[coalition.pk, coalition.slug])


def test_a_report_is_an_entry(client):
    meeting = make_meeting(
        make_series(slug="group"),
        title="DCCG meeting 53",
        slug="m53",
        starts_at=HELD_AT,
        state=MeetingState.CORRECTIONS_OPEN,
        corrections_until=HELD_AT + datetime.timedelta(days=14),
    )
    meeting.intro = f'<p>See <a linktype="page" id="{meeting.pk}">the page</a>.</p>'
    meeting.last_published_at = HELD_AT + datetime.timedelta(days=1)
    meeting.save()
    make_action_item(meeting, text="<p>Write <script>alert(1)</script>it.</p>")

    [entry] = entries(fetch(client, REPORTS))

    address = "http://testserver/group/m53/"
    assert {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry} == {
        "id": f"tag:dc-portal,2026:report/{meeting.uid}",
        "title": "Report: DCCG meeting 53",
        "link": address,
        "updated": "2021-05-11T14:00:00+00:00",
        "summary": "<p>10 May 2021, 14:00 UTC to 10 May 2021, 15:00 UTC</p>"
        "<p>Participants may send corrections until 24 May 2021, 14:00 UTC.</p>"
        f'<p>See <a href="{address}" rel="nofollow ugc noopener">the page</a>.</p>'
        "<h3>Conclusions and action items</h3><ul><li><p>Write it.</p></li></ul>",
    }


def test_adoption_updates_an_entry_and_leads(client):
    old = make_meeting(title="Old", state=MeetingState.CORRECTIONS_OPEN, starts_at=HELD_AT)
    make_meeting(title="New", state=MeetingState.CORRECTIONS_OPEN, starts_at=HELD_AT + datetime.timedelta(days=30))
    before = fetch(client, REPORTS)
    adopted_at = HELD_AT + datetime.timedelta(days=60)
    MeetingPage.objects.filter(pk=old.pk).update(state=MeetingState.ADOPTED, adopted_at=adopted_at)

    after = fetch(client, REPORTS)

    assert (titles(before), titles(after)) == (["Report: New", "Report: Old"], ["Report: Old", "Report: New"])
    assert {entry.find(f"{ATOM}id").text for entry in entries(before)} == {
        entry.find(f"{ATOM}id").text for entry in entries(after)
    }
    assert after.find(f"{ATOM}updated").text == adopted_at.isoformat()
    assert "<p>Adopted on 9 July 2021, 14:00 UTC.</p>" in entries(after)[0].find(f"{ATOM}summary").text


@pytest.mark.parametrize("case", DOORS)
def test_doors(client, case):
    meeting = stand_before(case)
    found, reported = DOORS[case]
    name = "Cancelled: Call 7" if case == "cancelled" else "Call 7"

    seen = (
        titles(fetch(client, REPORTS)),
        titles(fetch(client, of_coalition(meeting.get_parent().get_parent()))),
        b"Write it down" in client.get(REPORTS).content,
    )

    assert seen == (
        ["Report: Call 7"] if reported else [],
        (["Report: Call 7"] if reported else [name]) if found else [],
        reported,
    )


def test_a_coalition_tells_its_news_the_latest_first(client):
    coalition = make_coalition("Open Things", acronym="DC-OT", slug="open-things")
    attended = make_meeting(title="Group", state=MeetingState.ADOPTED, starts_at=HELD_AT, last_published_at=HELD_AT)
    Participant.objects.create(meeting=attended, given_name="Ada", coalition=coalition)
    Participant.objects.create(meeting=attended, given_name="Bob", coalition=coalition)
    make_output(coalition, title="Our paper", published_on=datetime.date(2021, 6, 1), summary="<p>Short.</p>")
    make_output(make_coalition(), title="Their paper")
    StatusChange.objects.create(
        coalition=coalition,
        to_status=CoalitionStatus.ACTIVE,
        changed_on=datetime.date(2021, 2, 1),
        reason="First call <held>.",
    )

    feed = fetch(client, of_coalition(coalition))

    assert titles(feed) == ["Paper: Our paper", "Report: Group", "Status: Active"]
    assert [entry.find(f"{ATOM}summary").text for entry in entries(feed)][::2] == [
        "<p>Short.</p>",
        "<p>First call &lt;held&gt;.</p>",
    ]
    assert feed.find(f"{ATOM}title").text == "Open Things (DC-OT)"


def test_another_slug_leads_to_the_right_address(client):
    coalition = make_coalition(slug="dc")

    assert client.get(f"/feeds/coalitions/{coalition.pk}-old/").url == f"/feeds/coalitions/{coalition.pk}-dc/"


@pytest.mark.parametrize("live", [True, False])
def test_a_coalition_that_is_not_published_has_no_feed(client, live):
    coalition = make_coalition(live=live)

    assert client.get(of_coalition(coalition)).status_code == (200 if live else 404)


def test_an_empty_feed_is_valid_and_stays_the_same(client):
    feed = fetch(client, REPORTS)
    first = client.get(REPORTS)
    again = client.get(REPORTS, headers={"If-None-Match": first["ETag"]})

    assert titles(feed) == []
    assert feed.find(f"{ATOM}updated").text == "2006-01-01T00:00:00+00:00"
    assert (again.status_code, again.content) == (304, b"")


def test_an_entry_that_is_withdrawn_goes_at_once(client):
    meeting = make_meeting(state=MeetingState.ADOPTED, starts_at=HELD_AT)
    first = client.get(REPORTS)
    meeting.unpublish()
    again = client.get(
        REPORTS, headers={"If-None-Match": first["ETag"], "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    )

    assert ("Last-Modified" in first, again.status_code, b"<entry>" in again.content) == (False, 200, False)


def test_nothing_is_written_through_a_feed(client):
    assert client.post(REPORTS).status_code == 405


@pytest.mark.parametrize("kind", ["SCRIPTS", "HANDLERS", "CONTAINERS", "ADDRESSES", "LINES", "FORMULAS", "UNICODE"])
def test_attacks_stay_text(client, kind):
    # Half characters never get as far as a database, nor does a null where the database refuses it.
    refused = "\x00" if connection.features.prohibits_null_characters_in_text_exception else ""
    attacks = [
        "".join(char for char in attack if char not in refused).encode(errors="ignore").decode()
        for attack in getattr(attack_corpus, kind).values()
    ]
    texts = []
    for some in (attacks[:15], attacks[15:]):
        coalition = make_coalition()
        series = make_series(parent=coalition)
        for attack in some:
            meeting = make_meeting(series, title=f"A {attack}"[:200], intro=attack, state=MeetingState.ADOPTED)
            make_action_item(meeting, text=attack)
            make_output(coalition, title=f"B {attack}"[:200], summary=attack)
        feed = fetch(client, of_coalition(coalition))
        texts += [entry.find(f"{ATOM}summary").text or "" for entry in entries(feed)]

    assert len(texts) == 2 * len(attacks)
    for bad in ("<script", "<img", "<svg", '" onerror="', '" onmouseover="', 'href="javascript:', 'href="data:'):
        assert [text for text in texts if bad in text.lower()] == []


@pytest.mark.parametrize("door", ["reports", "coalition"])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, door):
    coalition = make_coalition()
    series = make_series(parent=coalition)
    address, budget = (REPORTS, 2) if door == "reports" else (of_coalition(coalition), 6)

    def add():
        meeting = make_meeting(series, state=MeetingState.ADOPTED, adopted_at=timezone.now())
        make_action_item(meeting)
        make_output(coalition)
        StatusChange.objects.create(
            coalition=coalition, to_status=CoalitionStatus.ACTIVE, changed_on=datetime.date(2021, 2, 1), reason="Yes."
        )

    add()
    client.get(address)
    with django_assert_num_queries(budget):
        client.get(address)
    for _ in range(29):
        add()
    with django_assert_num_queries(budget):
        client.get(address)
