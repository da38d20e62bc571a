"""Steps of meetings and items in the admin: forms, refusals, and every door × every role."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from events.enums import ActionState, AgendaOutcome, MeetingState, Owner
from events.models import ActionItem, ActionItemPart, MeetingPage
from events.services import share_out_item
from tests.factories import (
    make_action_item,
    make_agenda_item,
    make_coalition,
    make_contact,
    make_facilitator_user,
    make_meeting,
    make_report,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
HELD = NOW - datetime.timedelta(days=4)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def editor(client):
    client.force_login(make_secretariat_user())
    return client


def _step(meeting, verb):
    return f"/admin/meetings/{meeting.pk}/step/{verb}/"


def _words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_a_step_is_taken_with_its_reason(editor):
    meeting = make_meeting()
    assert editor.get(_step(meeting, "cancel")).context["form"].fields["reason"].required
    assert list(editor.post(_step(meeting, "cancel"), {}).context["form"].errors) == ["reason"]
    response = editor.post(_step(meeting, "cancel"), {"reason": "No quorum"})
    assert response.url == reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    assert MeetingPage.objects.get().state == MeetingState.CANCELLED


def test_a_step_that_is_not_open_says_so(editor):
    meeting = make_meeting(state=MeetingState.ADOPTED)
    response = editor.get(_step(meeting, "cancel"), follow=True)
    assert "“Cancel the meeting” is not possible while the state is “report adopted”." in _words(response)
    response = editor.post(_step(meeting, "cancel"), {"reason": "x"})
    assert response.context["form"].non_field_errors() == [
        "“Cancel the meeting” is not possible while the state is “report adopted”."
    ]
    assert editor.get(_step(meeting, "vanish")).status_code == 404


def test_the_report_is_published_with_an_end_of_corrections_in_utc(editor):
    meeting = make_meeting(
        make_series(corrections_days=14),
        state=MeetingState.REPORT_DRAFT,
        starts_at=HELD,
        live=False,
        report=make_report("One."),
    )
    form = editor.get(_step(meeting, "open_corrections")).context["form"]
    assert form["until"].value() == datetime.datetime(2021, 5, 31, 23, 59)
    assert editor.post(_step(meeting, "open_corrections"), {"until": "2021-06-07T12:00"}).status_code == 302
    meeting = MeetingPage.objects.get()
    assert (meeting.live, meeting.state) == (True, MeetingState.CORRECTIONS_OPEN)
    assert meeting.corrections_until == datetime.datetime(2021, 6, 7, 12, tzinfo=datetime.UTC)


def test_a_moment_that_makes_no_sense_comes_back(editor):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT, starts_at=HELD, report=make_report("One."))
    for until, errors in (("soon", ["until"]), ("", ["until"]), ("2020-01-01T00:00", ["__all__"])):
        response = editor.post(_step(meeting, "open_corrections"), {"until": until})
        assert (response.status_code, list(response.context["form"].errors)) == (200, errors)


def test_carrying_over_shows_what_is_offered_first(editor):
    series = make_series()
    earlier = make_meeting(series, starts_at=HELD, title="Meeting 53")
    make_agenda_item(earlier, "Dispute resolution", outcome=AgendaOutcome.POSTPONED)
    make_action_item(earlier, text="<p>Review the summary.</p>")
    meeting = make_meeting(series)
    address = f"/admin/meetings/{meeting.pk}/carry-over/"
    words = _words(editor.get(address))
    assert "Dispute resolution (Meeting 53)" in words
    assert "Review the summary. (Meeting 53)" in words
    assert "2 added to the agenda, as a draft." in _words(editor.post(address, follow=True))
    assert "Earlier meetings left nothing that is not on this agenda already." in _words(editor.get(address))


def test_an_item_goes_through_its_life(editor):
    item = make_action_item()
    address = f"/admin/meetings/items/{item.pk}/step/{{}}/"
    assert editor.post(address.format("start")).status_code == 302
    assert editor.post(address.format("drop"), {"reason": "Moot"}).status_code == 302
    assert editor.post(address.format("reopen"), {"reason": "Not so"}).status_code == 302
    assert ActionItem.objects.get().state == ActionState.OPEN


def test_an_item_is_superseded_by_another_of_its_series(editor):
    series = make_series()
    item, other, foreign = make_action_item(make_meeting(series)), make_action_item(make_meeting(series)), None
    foreign = make_action_item()
    address = f"/admin/meetings/items/{item.pk}/step/supersede/"
    for wrong in (item, foreign):
        response = editor.post(address, {"successor": wrong.pk})
        assert list(response.context["form"].errors) == ["successor"]
    assert editor.post(address, {"successor": other.pk}).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.superseded_by) == (ActionState.SUPERSEDED, other)


def test_a_deadline_moves(editor):
    item = make_action_item(due_at=NOW)
    address = f"/admin/meetings/items/{item.pk}/deadline/"
    assert list(editor.post(address, {"to": "2021-06-01T23:59"}).context["form"].errors) == ["reason"]
    assert editor.post(address, {"to": "2021-06-01T23:59", "reason": "Asked for"}).status_code == 302
    item.refresh_from_db()
    assert item.due_at == datetime.datetime(2021, 6, 1, 23, 59, tzinfo=datetime.UTC)


def test_a_coordinator_marks_the_part_on_the_first_page(client):
    coordinator = make_user()
    coalition = make_coalition(coordinators=[coordinator])
    item = make_action_item(
        make_meeting(state=MeetingState.CORRECTIONS_OPEN, starts_at=HELD), coalitions=[coalition], text="Answer it."
    )
    share_out_item(item)
    client.force_login(coordinator)
    page = client.get("/admin/")
    part = ActionItemPart.objects.get()
    assert "Answer it." in _words(page)
    assert f'action="/admin/meetings/parts/{part.pk}/done/"' in page.content.decode()
    assert page.content.decode().count("csrfmiddlewaretoken") >= 1
    response = client.post(f"/admin/meetings/parts/{part.pk}/done/", {"next": "/admin/"})
    assert response.url == "/admin/"
    assert (ActionItemPart.objects.get().by, ActionItem.objects.get().state) == (coordinator, ActionState.DONE)
    assert "Answer it." not in _words(client.get("/admin/")).replace("as done: Answer it.", "")


def test_the_way_back_leads_nowhere_else(client):
    coordinator = make_user()
    item = make_action_item(
        make_meeting(state=MeetingState.ADOPTED), coalitions=[make_coalition(coordinators=[coordinator])]
    )
    share_out_item(item)
    client.force_login(coordinator)
    response = client.post(f"/admin/meetings/parts/{item.parts.get().pk}/done/", {"next": "https://evil.example/"})
    assert response.url == "/admin/"


def test_what_waits_for_an_editor_stands_on_the_first_page(editor):
    make_meeting(state=MeetingState.REPORT_DRAFT, title="Drafted call")
    make_meeting(state=MeetingState.CORRECTIONS_OPEN, title="Ended call", corrections_until=NOW, starts_at=HELD)
    open_still = make_meeting(
        state=MeetingState.CORRECTIONS_OPEN, title="Open call", corrections_until=NOW + datetime.timedelta(seconds=1)
    )
    make_action_item(open_still, text="Late thing", due_at=NOW - datetime.timedelta(seconds=1))
    make_action_item(open_still, text="Timely thing", due_at=NOW)
    words = _words(editor.get("/admin/"))
    assert "Ended call , ended 17 May 2021, 09:00 UTC." in words
    assert "Drafted call . Publish the report" in words
    assert "Late thing (Open call), due 17 May 2021, 08:59 UTC" in words
    assert "Timely thing" not in words


def test_the_editor_shows_state_steps_and_items(editor):
    meeting = make_meeting(
        state=MeetingState.REPORT_DRAFT, starts_at=HELD, report=make_report("One."), live=False, number=53
    )
    item = make_action_item(meeting, text="Review it.", owner=Owner.MAG, due_at=NOW)
    editor.post(_step(meeting, "open_corrections"), {"until": "2021-06-07T12:00", "reason": "Agreed"})
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[meeting.pk]))
    words = _words(page)
    assert "corrections until 7 June 2021, 12:00 UTC (21 days left)" in words
    assert "Report published, corrections opened until 7 June 2021, 12:00 UTC" in words
    assert words.count("Extend the corrections") == 2, "in the header's menu and in the record"
    assert f'href="/admin/events/actionitem/inspect/{item.pk}/"' in page.content.decode()
    assert "Report published, corrections opened" in _words(
        editor.get(reverse("wagtailadmin_pages:history", args=[meeting.pk]))
    )


def test_the_series_offers_the_import(editor):
    series = make_series()
    for name in ("wagtailadmin_explore", "wagtailadmin_pages:edit"):
        page = editor.get(reverse(name, args=[series.pk]))
        assert f'href="/admin/meetings/import/?series={series.pk}"' in page.content.decode()
    assert editor.get(reverse("wagtailadmin_pages:add", args=["events", "meetingpage", series.pk])).status_code == 200


ROLES = (
    "anonymous",
    "visitor account",
    "coordinator of another coalition",
    "coordinator of the owning coalition",
    "facilitator",
    "secretariat",
)
# What a role is answered: 200 the page, "login" and "home" a redirect there, 404, 405.
EDITORS_ONLY = ("login", "login", "home", "home", 200, 200)
DOORS = {
    "/admin/meetings/import/": ("login", "login", 200, 200, 200, 200),
    "/admin/meetings/import/preview/": ("login", "login", 405, 405, 405, 405),
    "/admin/meetings/{meeting}/step/cancel/": EDITORS_ONLY,
    "/admin/meetings/{meeting}/carry-over/": EDITORS_ONLY,
    "/admin/meetings/items/{item}/step/start/": EDITORS_ONLY,
    "/admin/meetings/items/{item}/deadline/": EDITORS_ONLY,
    "/admin/meetings/parts/{part}/done/": ("login", "login", "home", 200, 200, 200),
    # Whoever takes care of a meeting, be it of another series, has a list; its rows are below.
    "/admin/events/actionitem/": ("login", "login", "home", 200, 200, 200),
    "/admin/events/actionitem/create/": ("login", "login", "home", 200, 200, 200),
    "/admin/events/actionitem/edit/{item}/": ("login", "login", 404, 404, 200, 200),
    "/admin/events/actionitem/inspect/{item}/": ("login", "login", 404, 404, 200, 200),
    "/admin/events/actionitem/history/{item}/": ("login", "login", 404, 404, 200, 200),
    "/admin/events/actionitem/delete/{item}/": ("login", "login", 404, 404, 200, 200),
    "/admin/meetings/999999/step/cancel/": ("login", "login", 404, 404, 404, 404),
    "/admin/meetings/items/999999/step/start/": ("login", "login", 404, 404, 404, 404),
    "/admin/meetings/parts/999999/done/": ("login", "login", 404, 404, 404, 404),
}


@pytest.mark.parametrize("role", ROLES)
def test_every_door_for_every_role(client, role):
    series, coalition = make_series(), make_coalition()
    coordinator, other = make_user(), make_user()
    make_contact(coalition, user=coordinator)
    make_coalition(coordinators=[other])
    make_meeting(make_series("Calls", parent=coalition))
    make_series("Calls", parent=other.coalition_contacts.get().coalition)
    meeting = make_meeting(series)
    item = make_action_item(meeting, coalitions=[coalition])
    share_out_item(item)
    users = {
        "visitor account": make_user,
        "coordinator of another coalition": lambda: other,
        "coordinator of the owning coalition": lambda: coordinator,
        "facilitator": lambda: make_facilitator_user(series),
        "secretariat": make_secretariat_user,
    }
    if role in users:
        client.force_login(users[role]())
    place = ROLES.index(role)
    found = {
        door: _answer(client.get(door.format(meeting=meeting.pk, item=item.pk, part=item.parts.get().pk)))
        for door in DOORS
    }
    assert found == {door: answers[place] for door, answers in DOORS.items()}


def _answer(response):
    if response.status_code == 302:
        # Who is signed in and may not enter the admin finds the own page instead of the sign-in.
        named = {"/admin/": "home", "/my-coalition/": "login"}
        return "login" if "/login/" in response.url else named.get(response.url, response.url)
    return response.status_code
