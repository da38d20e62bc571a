"""The lists of the admin: who finds what behind each door, and what can be entered by hand."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from coalitions.activity.enums import ListSource
from coalitions.activity.models import ActivityRecord, ListMonth
from coalitions.models import CoalitionPage
from tests.coalitions.activity.factories import import_archive, make_list_month, make_message, make_record, month
from tests.factories import make_coalition, make_secretariat_user, make_superuser, make_user

pytestmark = pytest.mark.django_db

LISTS = ("activityrecord", "listmonth", "listimport")
DOORS = {
    "activityrecord": ("index", "create", "edit", "delete", "history"),
    "listmonth": ("index", "create", "edit", "delete", "history"),
    "listimport": ("index", "create", "edit", "delete", "inspect"),
}
OPEN, SHUT, NOT_ALLOWED = [200] * 5, [302] * 5, [302] * 5
READ = [200, 302, 302, 302, 200]
FOREIGN = [200, 200, 404, 404, 404]
EXPECTED = {
    "nobody": dict.fromkeys(LISTS, SHUT),
    "user": dict.fromkeys(LISTS, NOT_ALLOWED),
    "coordinator": {"activityrecord": OPEN, "listmonth": OPEN, "listimport": READ},
    "another's coordinator": {
        "activityrecord": FOREIGN,
        "listmonth": FOREIGN,
        "listimport": [200, 302, 404, 404, 404],
    },
    "secretariat": {"activityrecord": OPEN, "listmonth": OPEN, "listimport": READ},
    "superuser": {"activityrecord": OPEN, "listmonth": OPEN, "listimport": READ},
}


def url(model, action="index", pk=None):
    return reverse(f"activity_{model}_modeladmin_{action}", args=[pk] if pk else [])


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
    make_coalition("Other", coordinators=[people["another's coordinator"]])
    return make_coalition("Own", acronym="OWN", coordinators=[people["coordinator"]])


@pytest.fixture
def rows(coalition):
    return {
        "activityrecord": make_record(coalition),
        "listmonth": make_list_month(coalition, month(2021, 4)),
        "listimport": import_archive(make_message(), coalition),
    }


@pytest.mark.parametrize("role", EXPECTED)
def test_every_door_and_every_role(client, people, rows, role):
    if people[role]:
        client.force_login(people[role])
    answers = {
        model: [
            client.get(url(model, door, rows[model].pk if door not in ("index", "create") else None)).status_code
            for door in DOORS[model]
        ]
        for model in LISTS
    }
    assert answers == EXPECTED[role]


@pytest.mark.parametrize("role", ["coordinator", "another's coordinator", "secretariat"])
def test_the_lists_hold_ones_own(client, people, rows, role):
    client.force_login(people[role])
    found = {model: len(client.get(url(model)).context["object_list"]) for model in LISTS}
    there = 0 if role == "another's coordinator" else 1
    assert found == {"activityrecord": there, "listmonth": 2 * there, "listimport": there}


def test_what_an_archive_says_is_not_changed_by_hand(client, people, rows):
    client.force_login(people["secretariat"])
    read = ListMonth.objects.from_archives().get()
    for door in ("edit", "delete"):
        assert client.get(url("listmonth", door, read.pk)).status_code == 302
        assert client.post(url("listmonth", door, read.pk), {"messages": 99}).status_code == 302
    read.refresh_from_db()
    assert read.messages == 1


MONTH = {"month": "2021-05", "messages": "7", "threads": "3", "senders": "", "note": "Counted on the archive’s page"}


@time_machine.travel("2021-06-10T12:00Z", tick=False)
def test_a_month_by_hand(client, people, coalition):
    client.force_login(people["coordinator"])
    form = client.get(url("listmonth", "create")).context["form"]
    assert [page.pk for page in form.fields["coalition"].queryset] == [coalition.pk]
    assert client.post(url("listmonth", "create"), MONTH | {"coalition": coalition.pk}).status_code == 302
    row = ListMonth.objects.get()
    assert (row.month, row.messages, row.threads, row.senders, row.source, row.by, row.collected_at.date()) == (
        month(2021, 5),
        7,
        3,
        None,
        ListSource.BY_HAND,
        people["coordinator"],
        datetime.date(2021, 6, 10),
    )
    entry = ModelLogEntry.objects.get(object_id=str(row.pk))
    assert (entry.action, entry.user) == ("wagtail.create", people["coordinator"])
    with time_machine.travel("2021-06-20T12:00Z", tick=False):
        client.force_login(people["secretariat"])
        data = MONTH | {"coalition": coalition.pk, "messages": "8"}
        assert client.post(url("listmonth", "edit", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.messages, row.by, row.collected_at.date()) == (
        8,
        people["secretariat"],
        datetime.date(2021, 6, 20),
    )


@time_machine.travel("2021-06-10T12:00Z", tick=False)
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"month": "2021-04"}, "__all__", "This month of the coalition’s list is entered already; change that entry."),
        ({"month": "2021-07"}, "month", "This month has not begun yet."),
        ({"month": "May"}, "month", "Write the month as year and month, for example 2021-05."),
        ({"month": "2021-05-17"}, "month", "Write the month as year and month, for example 2021-05."),
        ({"messages": "-1"}, "messages", "Ensure this value is greater than or equal to 0."),
        ({"messages": "2"}, "__all__", "There cannot be more conversations than messages."),
        ({"senders": "8"}, "__all__", "There cannot be more senders than messages."),
        ({"note": ""}, "note", "This field is required."),
        ({"coalition": "other"}, "coalition", "Select a valid choice. "),
    ],
)
def test_a_month_that_cannot_be(client, people, coalition, changes, field, sentence):
    make_list_month(coalition, month(2021, 4))
    client.force_login(people["coordinator"])
    other = CoalitionPage.objects.get(title="Other")
    data = MONTH | {"coalition": coalition.pk} | changes
    if changes.get("coalition"):
        data["coalition"] = other.pk
    errors = client.post(url("listmonth", "create"), data).context["form"].errors
    assert (list(errors), errors[field][0][: len(sentence)]) == ([field], sentence)
    assert ListMonth.objects.count() == 1


RECORD = {
    "kind": "training",
    "title": "Workshop",
    "held_on": "2021-05-03",
    "url": "https://example.org/x",
    "document": "",
}


@time_machine.travel("2021-06-10T12:00Z", tick=False)
def test_a_record(client, people, coalition):
    client.force_login(people["coordinator"])
    assert client.post(url("activityrecord", "create"), RECORD | {"coalition": coalition.pk}).status_code == 302
    record = ActivityRecord.objects.get()
    assert (record.coalition_id, record.title, record.by) == (coalition.pk, "Workshop", people["coordinator"])


@time_machine.travel("2021-06-10T12:00Z", tick=False)
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"url": ""}, "__all__", "Give the address of a page that shows it, or choose a file."),
        ({"url": "javascript:alert(1)"}, "url", "Enter a valid URL."),
        ({"url": "ftp://example.org/x"}, "url", "Give an address that begins with http:// or https://."),
        ({"held_on": "2021-06-11"}, "held_on", "Record what has taken place: the date is today or earlier."),
        ({"held_on": "2005-12-31"}, "held_on", "The first IGF met in 2006; give a later date."),
        ({"title": " \u202e "}, "title", "This field cannot be blank."),
        ({"kind": "party"}, "kind", "Select a valid choice."),
    ],
)
def test_a_record_that_cannot_be(client, people, coalition, changes, field, sentence):
    client.force_login(people["coordinator"])
    data = RECORD | {"coalition": coalition.pk} | changes
    errors = client.post(url("activityrecord", "create"), data).context["form"].errors
    assert (list(errors), errors[field][0][: len(sentence)]) == ([field], sentence)
    assert ActivityRecord.objects.count() == 0


MAKERS = {
    "activityrecord": lambda coalition, number: make_record(coalition, title=f"Call {number}"),
    "listmonth": lambda coalition, number: make_list_month(coalition, month(2015 + number // 12, number % 12 + 1)),
    "listimport": lambda coalition, number: import_archive(make_message(f"<{number}@x>"), coalition),
}


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("query", ["", "?export=csv"])
@pytest.mark.parametrize("role", ["secretariat", "coordinator"])
def test_thirty_rows_ask_as_many_questions_as_one(
    client, people, coalition, model, query, role, django_assert_max_num_queries
):
    client.force_login(people[role])
    counts = []
    for number in range(30):
        MAKERS[model](coalition, number)
        if number in (0, 29):
            client.get(url(model) + query)
            with django_assert_max_num_queries(60) as captured:
                answer = client.get(url(model) + query)
                assert answer.status_code == 200
                b"".join(answer.streaming_content if query else [])
            counts.append(len(captured))
    assert counts[0] == counts[1]
