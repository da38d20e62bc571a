"""Coordinators log what took place, on the public site."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from coalitions.activity.models import ActivityRecord
from coalitions.models import CoalitionPage
from tests.attack_corpus import ATTACKS
from tests.coalitions.activity.factories import make_list_month, make_record, month
from tests.factories import make_coalition, make_secretariat_user, make_superuser, make_user

pytestmark = pytest.mark.django_db

FORM = {"kind": "call", "title": "Open call", "held_on": "2021-05-03", "url": "https://example.org/call"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2021-06-10T12:00Z", tick=False):
        yield


@pytest.fixture
def people():
    return {
        "nobody": None,
        "user": make_user(),
        "coordinator": make_user("cora"),
        "another's coordinator": make_user("abel"),
        "secretariat": make_secretariat_user(),
        "superuser": make_superuser(),
    }


@pytest.fixture
def coalition(people):
    make_coalition("Other", acronym="OTHER", coordinators=[people["another's coordinator"]])
    return make_coalition("Own", acronym="OWN", coordinators=[people["coordinator"]])


def address(coalition, record=None, verb=""):
    if record is None:
        return reverse("activity:own-records", args=[coalition.pk])
    return reverse(f"activity:own-record-{verb}", args=[coalition.pk, record.pk])


# Role → answers to: the page, a record sent, the form of a record, a record changed, a record removed.
DOORS = {
    "nobody": [302] * 5,
    "user": [404] * 5,
    "coordinator": [200, 302, 200, 302, 302],
    "another's coordinator": [404] * 5,
    "secretariat": [200, 302, 200, 302, 302],
    "superuser": [200, 302, 200, 302, 302],
}


@pytest.mark.parametrize("role", DOORS)
def test_every_door_and_every_role(client, people, coalition, role):
    if people[role]:
        client.force_login(people[role])
    record = make_record(coalition, title="Before")
    page, edit, delete = address(coalition), address(coalition, record, "edit"), address(coalition, record, "delete")
    answers = [client.get(page), client.post(page, FORM), client.get(edit), client.post(edit, FORM)]
    answers.append(client.post(delete))
    assert [answer.status_code for answer in answers] == DOORS[role]
    titles = sorted(ActivityRecord.objects.values_list("title", flat=True))
    assert titles == (["Open call"] if DOORS[role][1:] == [302, 200, 302, 302] else ["Before"])
    if role == "nobody":
        assert {answer.url.split("?")[0] for answer in answers} == {reverse("account_login")}


def test_a_record_of_another_coalition_is_not_reached_through_ones_own(client, people, coalition):
    client.force_login(people["coordinator"])
    foreign = make_record(CoalitionPage.objects.get(title="Other"))
    assert client.post(address(coalition, foreign, "delete")).status_code == 404
    assert client.post(address(coalition, foreign, "edit"), FORM).status_code == 404
    assert ActivityRecord.objects.get().title == foreign.title


def test_logging_correcting_and_removing_leave_their_rows_in_the_log(client, people, coalition):
    client.force_login(people["coordinator"])
    response = client.post(address(coalition), FORM, follow=True)
    assert "“Open call” is logged and public." in response.content.decode()
    record = ActivityRecord.objects.get()
    assert (record.held_on, record.url, record.by) == (
        datetime.date(2021, 5, 3),
        "https://example.org/call",
        people["coordinator"],
    )
    client.post(address(coalition, record, "edit"), FORM | {"title": "Open call, corrected"})
    record.refresh_from_db()
    assert record.title == "Open call, corrected"
    client.post(address(coalition, record, "delete"))
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", "user")) == [
        ("wagtail.create", people["coordinator"].pk),
        ("wagtail.edit", people["coordinator"].pk),
        ("wagtail.delete", people["coordinator"].pk),
    ]
    assert client.get(address(coalition, record, "delete")).status_code == 405


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"url": ""}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"held_on": "2021-06-11"}, "held_on"),
        ({"held_on": "soon"}, "held_on"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, people, coalition, changes, field):
    client.force_login(people["coordinator"])
    response = client.post(address(coalition), FORM | {"title": "Typed words"} | changes)
    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form["title"].value() == changes.get("title", "Typed words")
    assert f'href="#id_{field}"' in response.content.decode()
    assert ActivityRecord.objects.count() == 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_typed_is_shown_as_text(client, people, coalition, attack):
    client.force_login(people["coordinator"])
    client.post(address(coalition), FORM | {"title": attack})
    pages = [address(coalition), reverse("activity:coalition-activity", args=[coalition.pk, coalition.slug])]
    for page in pages:
        text = client.get(page).content.decode()
        assert attack.strip() not in text or "<" not in attack


def test_my_coalition_leads_here(client, people, coalition):
    make_record(coalition, held_on=datetime.date(2021, 4, 2))
    make_list_month(coalition, month(2021, 3))
    client.force_login(people["coordinator"])
    text = client.get(reverse("coalitions:my-coalition")).content.decode()
    said = (address(coalition), "the latest record is of 2 April 2021", "the list is measured until March 2021")
    assert [words for words in said if words not in text] == []
    client.force_login(people["user"])
    assert address(coalition) not in client.get(reverse("coalitions:my-coalition")).content.decode()


def test_thirty_records_ask_as_many_questions_as_one(client, people, coalition, django_assert_max_num_queries):
    client.force_login(people["coordinator"])
    counts = []
    for number in range(30):
        make_record(coalition, title=f"Call {number}")
        if number in (0, 29):
            client.get(address(coalition))
            with django_assert_max_num_queries(40) as captured:
                client.get(address(coalition))
            counts.append(len(captured))
    # With thirty there is a second page, and the query that counts is the one that says so.
    assert counts[0] == counts[1]


def test_two_who_correct_a_record_do_not_overwrite_one_another(client, people, coalition):
    client.force_login(people["coordinator"])
    record = make_record(coalition, title="Before")
    place = address(coalition, record, "edit")
    typed = FORM | {"seen": client.get(place).context["form"]["seen"].value()}
    assert client.post(place, typed | {"title": "The first"}).status_code == 302
    second = client.post(place, typed | {"title": "The second"})
    form = second.context["form"]
    assert (second.status_code, form["title"].value()) == (422, "The second")
    assert "It now says: Call, “The first”, 3 May 2021" in form.non_field_errors()[0]
    assert ActivityRecord.objects.get().title == "The first"
    client.post(place, typed | {"title": "Both", "seen": form["seen"].value()})
    assert ActivityRecord.objects.get().title == "Both"


def test_what_was_typed_waits_where_the_session_has_ended(client, people, coalition):
    assert client.post(address(coalition), FORM | {"title": "Typed before"}).status_code == 302
    client.force_login(people["coordinator"])
    page = client.get(address(coalition))
    assert (page.status_code, page.context["form"]["title"].value()) == (200, "Typed before")
    assert ActivityRecord.objects.count() == 0
