"""Steps of preparatory events in the admin: forms, warnings, refusals, the editor, and every door × every role."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.test.utils.form_data import nested_form_data, rich_text

from events.enums import EventState
from events.models import EventChange, PreparatoryEventPage
from events.services import cancel_event, create_event
from tests.factories import (
    make_coalition,
    make_contact,
    make_cycle,
    make_event,
    make_external_date,
    make_facilitator_user,
    make_focus_area,
    make_phase,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 10, 25, 9, 0, tzinfo=UTC)
STARTS = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def editor(client):
    client.force_login(make_secretariat_user())
    return client


def _step(event, verb):
    return f"/admin/meetings/events/{event.pk}/step/{verb}/"


def _edit(event):
    return reverse("wagtailadmin_pages:edit", args=[event.pk])


def _words(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_an_event_is_cancelled_and_reinstated(editor):
    event = make_event(starts_at=STARTS)

    assert list(editor.post(_step(event, "cancel"), {}).context["form"].errors) == ["reason"]
    assert editor.post(_step(event, "cancel"), {"reason": "Too few"}).url == _edit(event)
    assert PreparatoryEventPage.objects.get().state == EventState.CANCELLED
    assert editor.post(_step(event, "reinstate"), {"reason": "Enough"}).url == _edit(event)
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED
    assert [change.reason for change in EventChange.objects.all()] == ["Too few", "Enough"]


def test_an_event_is_moved_in_utc(editor):
    event = make_event(starts_at=STARTS)
    form = editor.get(_step(event, "reschedule")).context["form"]
    assert form["starts_at"].value() == datetime.datetime(2021, 11, 3, 14, 0)

    data = {"starts_at": "2021-11-05T15:00", "ends_at": "2021-11-05T16:30", "reason": "A holiday"}

    assert editor.post(_step(event, "reschedule"), data).url == _edit(event)
    event.refresh_from_db()
    assert event.starts_at == datetime.datetime(2021, 11, 5, 15, 0, tzinfo=UTC)
    assert event.ends_at == datetime.datetime(2021, 11, 5, 16, 30, tzinfo=UTC)


def test_clashes_are_read_before_an_event_moves_and_forbid_nothing(editor):
    event = make_event(starts_at=STARTS)
    make_external_date("IETF 112", starts_on=datetime.date(2021, 11, 8), ends_on=datetime.date(2021, 11, 12))
    data = {"starts_at": "2021-11-08T15:00", "ends_at": "2021-11-08T16:00", "reason": "A holiday"}

    warned = editor.post(_step(event, "reschedule"), data)

    assert "IETF meeting: IETF 112, 8 to 12 November 2021." in _words(warned)
    assert "Reschedule the event anyway" in _words(warned)
    seen = re.search(r'name="seen" value="([^"]*)"', warned.content.decode())[1]
    other = editor.post(_step(event, "reschedule"), {**data, "starts_at": "2021-11-08T14:00", "seen": seen})
    assert "anyway" in _words(other)
    assert PreparatoryEventPage.objects.get().starts_at == STARTS
    assert editor.post(_step(event, "reschedule"), {**data, "seen": seen}).url == _edit(event)
    assert PreparatoryEventPage.objects.get().starts_at == datetime.datetime(2021, 11, 8, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["starts_at", "ends_at", "reason"]),
        ({"starts_at": "soon", "ends_at": "2021-11-05T16:30", "reason": "x"}, ["starts_at"]),
        ({"starts_at": "2021-11-05T16:30", "ends_at": "2021-11-05T16:30", "reason": "x"}, ["ends_at"]),
        ({"starts_at": "2021-10-05T16:30", "ends_at": "2021-10-05T17:30", "reason": "x"}, ["__all__"]),
        ({"starts_at": "2021-11-03T14:00", "ends_at": "2021-11-03T15:00", "reason": "x"}, ["__all__"]),
        ({"starts_at": "2021-11-05T14:00", "ends_at": "2022-11-05T15:00", "reason": "x"}, ["__all__"]),
    ],
)
def test_a_time_that_makes_no_sense_comes_back(editor, data, errors):
    event = make_event(starts_at=STARTS)

    response = editor.post(_step(event, "reschedule"), data)

    assert (response.status_code, list(response.context["form"].errors)) == (200, errors)


def test_the_secretariat_reports_with_a_file(editor):
    event = make_event(starts_at=STARTS - 20 * DAY)
    document = get_document_model().objects.create(title="Outcome")
    data = {"outcome": "Three things.\n\n- one", "outcome_document": document.pk, "recording_url": "https://a.bc/r"}
    seen = editor.get(_step(event, "report")).context["form"]["seen"].value()

    assert editor.post(_step(event, "report"), {**data, "seen": seen}).url == _edit(event)

    event.refresh_from_db()
    assert (event.state, event.outcome) == (EventState.REPORTED, "<p>Three things.</p><ul><li>one</li></ul>")
    assert (event.outcome_document, event.outcome_href) == (document, document.url)
    form = editor.get(_step(event, "report")).context["form"]
    assert (form["outcome"].value(), form["outcome_document"].value()) == ("Three things.\n\n- one", document.pk)
    late = editor.post(_step(event, "report"), {**data, "outcome": "Other.", "seen": seen})
    assert late.context["form"].non_field_errors() == ["Somebody else has reported on this event meanwhile."]


def test_a_step_that_is_not_open_says_so(editor):
    event = make_event(starts_at=STARTS)

    response = editor.get(_step(event, "report"))

    assert response.url == _edit(event)
    assert [str(message).strip() for message in get_messages(response.wsgi_request)] == [
        "“Report on the event” is not possible while the state is “scheduled”."
    ]
    assert editor.get(_step(event, "vanish")).status_code == 404
    assert editor.get("/admin/meetings/events/999999/step/cancel/").status_code == 404


# The editor


def test_the_editor_shows_the_steps_the_clashes_and_the_log(editor):
    coalition = make_coalition(acronym="DC-One")
    make_event(title="Other", starts_at=STARTS, organisers=[coalition])
    event = make_event(starts_at=STARTS, organisers=[coalition])
    cancelled = make_event(starts_at=STARTS + DAY)
    cancel_event(cancelled, by=make_secretariat_user(), reason="Too few")

    text, log = _words(editor.get(_edit(event))), _words(editor.get(_edit(cancelled)))

    for words in ("Reschedule the event", "Cancel the event", "DC-One also organises “Other”"):
        assert words in text
    assert "Report on the event" not in text
    assert "Reinstate the event" in log
    assert "Event cancelled" in log and ": Too few" in log


def test_the_editor_offers_what_belongs_to_the_cycle(editor):
    area, other = make_focus_area("Trust", questions=["Standards"]), make_focus_area(cycle=make_cycle(2022))
    form = editor.get(_edit(make_event(starts_at=STARTS))).context["form"]

    assert list(form.fields["focus_areas"].queryset) == [area]
    assert [label for _value, label in form.fields["policy_questions"].choices] == ["Standards (Trust)"]
    assert other not in form.fields["focus_areas"].queryset


def _form_data(event, **fields):
    """What the editor sends back of an event's page."""
    organisers = [{"id": row.pk, "coalition": row.coalition_id, "role": row.role} for row in event.organisers.all()]
    return nested_form_data(
        {
            "title": event.title,
            "slug": event.slug,
            "starts_at": "2021-12-24 10:00",
            "ends_at": "2021-12-24 11:00",
            "format": "online",
            "description": rich_text("<p>Words.</p>"),
            "organisers": _formset(organisers, initial=len(organisers)),
            "speakers": _formset([]),
            "comments": _formset([]),
            **fields,
        }
    )


def _formset(rows, initial=0):
    counts = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": initial, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {**counts, **{str(number): {"ORDER": number, **row} for number, row in enumerate(rows)}}


@pytest.mark.parametrize("published", [True, False])
def test_the_time_is_edited_until_readers_know_it(editor, published):
    event = make_event(starts_at=STARTS, live=published)
    form = editor.get(_edit(event)).context["form"]

    response = editor.post(_edit(event), {**_form_data(event), "action-publish": "action-publish"})

    assert response.status_code == 302
    assert form.fields["starts_at"].disabled is published
    event = PreparatoryEventPage.objects.get()
    moved = datetime.datetime(2021, 12, 24, 10, 0, tzinfo=UTC)
    assert (event.live, event.starts_at) == (True, STARTS if published else moved)
    assert "Words.</p>" in event.description


def test_a_draft_saved_twice_keeps_its_time(editor):
    user = make_secretariat_user()
    event = create_event(
        make_phase(),
        title="Plan",
        starts_at=STARTS,
        ends_at=STARTS + DAY,
        organisers=[(make_coalition(), "lead")],
        by=user,
    )
    for _ in range(2):
        assert editor.post(_edit(event), _form_data(event)).status_code == 302

    draft = PreparatoryEventPage.objects.get().get_latest_revision_as_object()
    assert (draft.live, draft.starts_at) == (False, datetime.datetime(2021, 12, 24, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "Please submit at least 1 form."),
        ([{"coalition": "own", "role": "lead"}] * 2, "Please correct the duplicate data for event and coalition"),
    ],
    ids=["nobody", "a coalition twice"],
)
def test_organisers_are_named_once_and_at_least_one(editor, rows, message):
    event = make_event(starts_at=STARTS, live=False)
    own = event.organisers.get()
    rows = [{**row, "coalition": own.coalition_id} for row in rows]
    old = [{"id": own.pk, "coalition": own.coalition_id, "role": "lead", "DELETE": "on"}]

    response = editor.post(
        _edit(event),
        {**_form_data(event, organisers=_formset([*old, *rows], initial=1)), "action-publish": "action-publish"},
    )

    assert response.status_code == 200
    assert message in _words(response) or "coalition" in _words(response).lower()
    assert PreparatoryEventPage.objects.get().live is False


def test_a_page_is_previewed(editor):
    event = make_event(starts_at=STARTS, speakers=["Ada Example"])
    event.save_revision()

    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))

    assert response.status_code == 200
    assert "Ada Example" in response.content.decode()
    phase = event.get_parent()
    assert editor.get(reverse("wagtailadmin_pages:view_draft", args=[phase.pk])).status_code == 200


# Doors

ROLES = ("anonymous", "visitor account", "coordinator of the lead", "facilitator", "secretariat")
DOORS = {
    "/admin/meetings/events/{event}/step/cancel/": ("login", "login", "home", "home", 200),
    "/admin/meetings/events/{event}/step/reschedule/": ("login", "login", "home", "home", 200),
    "/admin/meetings/events/{event}/step/report/": ("login", "login", "home", "home", "edit"),
    "/admin/pages/{event}/edit/": ("login", "login", "home", "home", 200),
}


@pytest.mark.parametrize("role", ROLES)
def test_every_door_for_every_role(client, role):
    coalition, coordinator = make_coalition(), make_user()
    make_contact(coalition, user=coordinator)
    event = make_event(starts_at=STARTS, organisers=[coalition])
    users = {
        "visitor account": make_user,
        "coordinator of the lead": lambda: coordinator,
        "facilitator": lambda: make_facilitator_user(make_series()),
        "secretariat": make_secretariat_user,
    }
    if role in users:
        client.force_login(users[role]())

    found = {}
    for door in DOORS:
        response = client.get(door.format(event=event.pk))
        found[door] = response.status_code
        if response.status_code == 302:
            places = {"/admin/": "home", "/my-coalition/": "login", _edit(event): "edit"}
            found[door] = places.get(response.url, "login" if "/login/" in response.url else response.url)

    assert found == {door: answers[ROLES.index(role)] for door, answers in DOORS.items()}
