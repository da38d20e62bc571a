"""The organisers' report on the public site: who may write it, what is published, and that no text is lost."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from wagtail.documents import get_document_model

from events.enums import EventState, OrganiserRole
from events.models import PreparatoryEventPage
from events.services import report_event
from tests.attack_corpus import ATTACKS
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

UTC = datetime.UTC
NOW = datetime.datetime(2021, 11, 10, 9, 0, tzinfo=UTC)
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coalition():
    return make_coalition()


@pytest.fixture
def coordinator(client, coalition):
    user = make_user()
    make_contact(coalition, user=user)
    client.force_login(user)
    return client


def address(event):
    return reverse("events:event-report", args=[event.uid])


def words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def seen(response):
    return re.search(r'name="seen" value="([^"]*)"', response.content.decode())[1]


def test_a_coordinator_reports(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition])
    form = coordinator.get(address(event))
    data = {
        "outcome": "Three things:\n- one\n- two\n\nSee https://example.org/more.",
        "outcome_url": "https://example.org/outcome",
        "recording_url": "https://example.org/recording",
        "seen": seen(form),
    }

    response = coordinator.post(address(event), data)

    assert response.url == f"{event.get_url()}#outcome"
    event.refresh_from_db()
    assert (event.state, event.reported_at) == (EventState.REPORTED, NOW)
    assert event.outcome == (
        "<p>Three things:</p><ul><li>one</li><li>two</li></ul><p>See "
        '<a href="https://example.org/more" rel="nofollow ugc noopener">https://example.org/more</a>.</p>'
    )
    page = words(coordinator.get(event.get_url()))
    assert "Three things: one two See https://example.org/more ." in page
    again = coordinator.get(address(event))
    assert "Three things:\n\n- one\n- two\n\nSee https://example.org/more.</textarea>" in unescape(
        again.content.decode()
    )


def test_what_is_typed_comes_back_with_what_is_wrong_with_it(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition])

    response = coordinator.post(
        address(event), {"outcome": "My words", "outcome_url": "javascript:alert(1)", "recording_url": "x y"}
    )

    html = unescape(response.content.decode())
    assert "My words</textarea>" in html
    assert words(response).count("Give an address that begins with http:// or https://.") == 4
    assert 'href="#id_outcome_url"' in html
    assert re.search(r'<input type="url" name="outcome_url"[^>]*aria-invalid="true"', html)
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED


def test_an_empty_report_is_refused_with_a_sentence(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition])

    response = coordinator.post(address(event), {"outcome": " ", "seen": seen(coordinator.get(address(event)))})

    assert "Say what came of the event" in words(response)


def test_nobodys_report_is_overwritten_unseen(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition])
    old = seen(coordinator.get(address(event)))
    report_event(event, by=make_secretariat_user(), outcome="<p>Their words</p>", recording_url="https://a.bc/r")

    conflict = coordinator.post(address(event), {"outcome": "My words", "seen": old})

    text = words(conflict)
    assert "Somebody else has reported on this event meanwhile." in text
    assert "The report as it is now" in text and "Their words" in text and "https://a.bc/r" in text
    assert "My words</textarea>" in conflict.content.decode()
    assert PreparatoryEventPage.objects.get().outcome == "<p>Their words</p>"
    merged = coordinator.post(address(event), {"outcome": "Their words and mine", "seen": seen(conflict)})
    assert merged.status_code == 302
    assert PreparatoryEventPage.objects.get().outcome == "<p>Their words and mine</p>"


def test_a_file_of_the_secretariat_stays(coordinator, coalition):
    document = get_document_model().objects.create(title="Outcome")
    event = make_event(starts_at=STARTS, organisers=[coalition], outcome_document=document)

    coordinator.post(address(event), {"outcome": "My words", "seen": seen(coordinator.get(address(event)))})

    assert PreparatoryEventPage.objects.get().outcome_document == document


def test_text_sent_after_the_session_has_ended_waits(client, coalition):
    user = make_user()
    make_contact(coalition, user=user)
    event = make_event(starts_at=STARTS, organisers=[coalition])
    data = {
        "outcome": "Long work\n\n<b>on</b> this",
        "outcome_url": "https://example.org/o",
        "seen": event.report_version,
    }

    sent = client.post(address(event), data)
    client.force_login(user)
    back = client.get(address(event))

    assert sent.status_code == 302 and sent.url.endswith(f"?next={address(event)}")
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED
    assert "What you had written is still here." in words(back)
    assert "Long work\n\n<b>on</b> this</textarea>" in unescape(back.content.decode())
    assert client.post(address(event), data).url == f"{event.get_url()}#outcome"
    assert "What you had written" not in words(client.get(address(event)))


# When it is, and what the page says instead of a form.
MOMENTS = {
    "before": (STARTS - DAY, "The event ends on 3 November 2021, 15:00 UTC."),
    "during": (STARTS, "The event ends on 3 November 2021, 15:00 UTC."),
    "after": (NOW, ""),
}


@pytest.mark.parametrize("case", MOMENTS)
def test_before_during_and_after(coordinator, coalition, case):
    moment, sentence = MOMENTS[case]
    event = make_event(starts_at=STARTS, organisers=[coalition])
    with time_machine.travel(moment, tick=False):
        shown = coordinator.get(address(event))
        sent = coordinator.post(address(event), {"outcome": "My words", "seen": event.report_version})

    assert (sentence in words(shown), "<textarea" in shown.content.decode()) == (True, not sentence)
    assert sent.status_code == (200 if sentence else 302)
    if sentence:
        assert "not possible while the state is “scheduled”" in words(sent)
        assert "My words</textarea>" in sent.content.decode()


def test_a_cancelled_event_has_no_report(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition], state=EventState.CANCELLED)

    response = coordinator.get(address(event))

    assert "This event is cancelled, so there is nothing to report." in words(response)
    assert "<textarea" not in response.content.decode()


# Who, and what they get.
ROLES = {
    "anonymous": "login",
    "visitor account": 403,
    "lead": 200,
    "co-organiser": 200,
    "supporter": 403,
    "coordinator of another coalition": 403,
    "lead until yesterday": 403,
    "facilitator": 403,
    "secretariat": 200,
}


@pytest.mark.parametrize("role", ROLES)
def test_doors(client, role):
    coalitions = {name: make_coalition() for name in ("lead", "co-organiser", "supporter")}
    roles = dict(zip(coalitions, OrganiserRole, strict=True))
    event = make_event(starts_at=STARTS, organisers=[(coalitions[name], roles[name]) for name in coalitions])
    user = make_user()
    if role in coalitions:
        make_contact(coalitions[role], user=user)
    elif role == "coordinator of another coalition":
        make_contact(make_coalition(), user=user)
    elif role == "lead until yesterday":
        make_contact(coalitions["lead"], user=user, to_date=(NOW - DAY).date())
    elif role == "facilitator":
        user = make_facilitator_user(make_series())
    elif role == "secretariat":
        user = make_secretariat_user()
    if role != "anonymous":
        client.force_login(user)

    found = []
    for response in (client.get(address(event)), client.post(address(event), {})):
        login = response.status_code == 302 and "/login/" in response.url
        found.append("login" if login else response.status_code)

    assert found == [ROLES[role]] * 2
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED


@pytest.mark.parametrize("live", [True, False])
def test_only_a_published_event_has_this_page(coordinator, coalition, live):
    event = make_event(starts_at=STARTS, organisers=[coalition], live=live)

    assert coordinator.get(address(event)).status_code == (200 if live else 404)
    assert coordinator.get("/preparatory-events/x/report/").status_code == 404
    assert coordinator.delete(address(event)).status_code == 405


def test_the_page_is_nobody_elses(coordinator, coalition):
    event = make_event(starts_at=STARTS, organisers=[coalition])

    assert "no-store" in coordinator.get(address(event))["Cache-Control"]


@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_gets_through(coordinator, coalition, name):
    event = make_event(starts_at=STARTS, organisers=[coalition])
    attack = ATTACKS[name].encode("utf-8", "ignore").decode()
    data = dict.fromkeys(("outcome", "outcome_url", "recording_url"), attack)

    shown = coordinator.post(address(event), {**data, "seen": event.report_version})
    event.refresh_from_db()
    sent = coordinator.post(address(event), {"outcome": attack, "seen": event.report_version})

    assert (shown.status_code in (200, 302), sent.status_code in (200, 302)) == (True, True)
    main = re.search(r"<main.*</main>|^$", shown.content.decode(), re.DOTALL)[0]
    for html in (main, PreparatoryEventPage.objects.get().outcome):
        assert re.findall(r"<(?:script|img|iframe|svg)|<a [^>]*href=.javascript", html.lower()) == []
