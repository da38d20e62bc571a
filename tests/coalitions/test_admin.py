"""The lists of the admin: the hardened base, and who finds what behind each door."""

import csv
import datetime
import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from coalitions.models import Contact, Cycle, Goal, OpennessCheck, Output, StatusChange
from coalitions.services import change_status
from tests.factories import (
    make_coalition,
    make_contact,
    make_cycle,
    make_focus_area,
    make_openness_check,
    make_output,
    make_secretariat_user,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db

LISTS = ("contact", "output", "opennesscheck", "statuschange", "cycle", "focusarea")


def url(model, action="index", pk=None):
    return reverse(f"coalitions_{model}_modeladmin_{action}", args=[pk] if pk else [])


@pytest.fixture
def secretariat():
    return make_secretariat_user()


@pytest.fixture
def rows(secretariat):
    """One row of each list, and a coordinator of the coalition they belong to."""
    coordinator = make_user("cora")
    coalition = make_coalition("Own", acronym="OWN", coordinators=[coordinator])
    area = make_focus_area(questions=["Access"])
    return {
        "coordinator": coordinator,
        "coalition": coalition,
        "contact": Contact.objects.get(),
        "output": make_output(coalition),
        "opennesscheck": make_openness_check(coalition),
        "statuschange": change_status(coalition, verb="close", reason="Done", by=secretariat),
        "cycle": area.cycle,
        "focusarea": area,
    }


def doors(model):
    actions = ["index", "create", "edit", "delete", "history"]
    if model == "statuschange":
        return ["index", "create", "edit", "delete", "inspect"]
    return actions


# Role → list → what each door answers to GET: in the order of `doors`.
OPEN = [200, 200, 200, 200, 200]
SHUT = [302, 302, 302, 302, 302]  # back to the admin's first page, with a message
EXPECTED = {
    "nobody": dict.fromkeys(LISTS, SHUT),
    "user": dict.fromkeys(LISTS, SHUT),
    "coordinator": dict.fromkeys(LISTS, SHUT)
    | {
        "output": OPEN,
        "contact": [302, 302, 404, 404, 404],
        "opennesscheck": [302, 302, 404, 404, 404],
        "statuschange": [302, 302, 404, 404, 404],
    },
    "secretariat": dict.fromkeys(LISTS, OPEN) | {"statuschange": [200, 302, 302, 302, 200]},
    "superuser": dict.fromkeys(LISTS, OPEN) | {"statuschange": [200, 302, 302, 302, 200]},
}


@pytest.mark.parametrize("role", EXPECTED)
def test_every_door_and_every_role(client, rows, secretariat, role):
    user = {
        "nobody": None,
        "user": make_user(),
        "coordinator": rows["coordinator"],
        "secretariat": secretariat,
        "superuser": make_superuser(),
    }[role]
    if user:
        client.force_login(user)
    answers = {
        model: [
            client.get(url(model, door, rows[model].pk if door not in ("index", "create") else None)).status_code
            for door in doors(model)
        ]
        for model in LISTS
    }
    assert answers == EXPECTED[role]


@pytest.fixture
def coordinator(rows):
    return rows["coordinator"]


def titles(response):
    return sorted(row.title for row in response.context["object_list"])


def test_a_coordinator_finds_only_what_own_coalitions_alone_publish(client, rows, coordinator):
    other = make_coalition("Other")
    own, joint, foreign = (
        make_output(rows["coalition"], title="Own"),
        make_output(rows["coalition"], other, title="Joint"),
        make_output(other, title="Foreign"),
    )
    client.force_login(coordinator)
    assert titles(client.get(url("output"))) == sorted([rows["output"].title, "Own"])
    for action in ("edit", "delete", "history"):
        answers = [client.get(url("output", action, output.pk)).status_code for output in (own, joint, foreign)]
        assert (action, answers) == (action, [200, 404, 404])
    answers = [client.post(url("output", "delete", output.pk)).status_code for output in (own, joint, foreign)]
    assert answers == [302, 404, 404]
    assert sorted(Output.objects.values_list("title", flat=True)) == sorted([rows["output"].title, "Joint", "Foreign"])
    # With the other coalition's coordination as well, all three are theirs.
    make_contact(other, user=coordinator)
    assert titles(client.get(url("output"))) == sorted([rows["output"].title, "Joint", "Foreign"])


def output_data(*coalitions, **changes):
    data = {
        "title": "New",
        "kind": "paper",
        "coalitions": [coalition.pk for coalition in coalitions],
        "published_on": "2021-05-03",
        "url": "https://example.org/new",
        "summary": "null",
        "dissenting_views": "null",
        "document": "",
        "accessible_document": "",
        "accessible_url": "",
    }
    return data | changes


def test_a_coordinator_files_outputs_of_own_coalitions_only(client, rows, coordinator):
    other = make_coalition("Other")
    client.force_login(coordinator)
    form = client.get(url("output", "create")).context["form"]
    assert [page.pk for page in form.fields["coalitions"].queryset] == [rows["coalition"].pk]
    assert [page.pk for page in form.initial["coalitions"]] == [rows["coalition"].pk]
    response = client.post(url("output", "create"), output_data(rows["coalition"], other))
    assert response.context["form"].errors == {
        "coalitions": [f"Select a valid choice. {other.pk} is not one of the available choices."]
    }
    response = client.post(url("output", "create"), output_data(rows["coalition"]))
    assert response.status_code == 302
    output = Output.objects.get(title="New")
    assert [page.pk for page in output.coalitions.all()] == [rows["coalition"].pk]
    log = ModelLogEntry.objects.get(object_id=str(output.pk))
    assert (log.action, log.user) == ("wagtail.create", coordinator)


def test_an_output_needs_a_coalition(client, rows, secretariat):
    client.force_login(secretariat)
    response = client.post(url("output", "create"), output_data())
    assert response.context["form"].errors == {"coalitions": ["This field is required."]}


@pytest.mark.parametrize("pk", ["abc", "0", "99999999999999999999999", "-1", "_3A"])
@pytest.mark.parametrize("action", ["edit", "delete", "history"])
def test_an_address_without_a_row_is_not_found(client, secretariat, pk, action):
    client.force_login(secretariat)
    assert client.get(url("cycle", action, pk)).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "bogus=1",
        "bogus__bogus=1",
        "user__password__startswith=p",
        "coalition__owner__email=x",
        "pk__in=1",
        "a[]=1",
        "e=1",
    ],
)
def test_unknown_parameters_are_left_out(client, rows, secretariat, query):
    client.force_login(secretariat)
    response = client.get(f"{url('contact')}?{query}")
    assert [row.pk for row in response.context["object_list"]] == [rows["contact"].pk]


@pytest.mark.parametrize(
    ("model", "query", "answer"),
    [
        ("focusarea", "cycle__id__exact=abc", 200),
        ("focusarea", "cycle__id__exact=99999999999999999999999", 200),
        ("focusarea", "basket__exact=%00", 200),
        ("contact", "is_public__exact=maybe", 302),
        ("contact", "is_public__year=1", 302),
        ("contact", "role__gte=x&role__isnull=maybe", 200),
        ("contact", "coalition=abc", 200),
        ("contact", "coalition=99999999999999999", 200),
        ("contact", "p=abc", 200),
        ("contact", "p=-5", 200),
        ("contact", "p=99999999999999999999999", 200),
        ("contact", "o=99.-0.x.--1&ot=x", 200),
        ("contact", "q=%00%22%27%25_", 200),
        ("contact", "q=" + "a" * 5000, 200),
        ("contact", "export=exe", 200),
        ("cycle", "o=0.1.2.3.4", 200),
    ],
)
def test_values_that_make_no_sense_are_no_error(client, rows, secretariat, model, query, answer):
    client.force_login(secretariat)
    response = client.get(f"{url(model)}?{query}")
    assert response.status_code == answer
    if answer == 302:
        assert response.url == url(model)


def test_the_list_of_one_coalition(client, rows, secretariat):
    other = make_contact(make_coalition("Other"))
    client.force_login(secretariat)
    response = client.get(f"{url('contact')}?coalition={other.coalition_id}")
    assert [row.pk for row in response.context["object_list"]] == [other.pk]


def exported(response, file_format):
    data = b"".join(response.streaming_content)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(data.decode())))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@time_machine.travel("2021-05-13T11:00Z", tick=False)
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_export_is_readable_and_runs_nothing(client, secretariat, file_format):
    coalition = make_coalition("=1+1", acronym="X")
    make_contact(coalition, given_name="@Ada", family_name="+1", from_date=datetime.date(2021, 1, 2))
    client.force_login(secretariat)
    response = client.get(f"{url('contact')}?export={file_format}")
    assert response["Content-Disposition"] == f'attachment; filename="contacts-2021-05-13.{file_format}"'
    none, day = ("", "2021-01-02") if file_format == "csv" else (None, datetime.date(2021, 1, 2))
    assert exported(response, file_format) == [
        [
            "Coalition",
            "Role",
            "Given name",
            "Family name",
            "Affiliation",
            "User",
            "From",
            "To",
            "Show on the public page",
        ],
        ["'=1+1 (X)", "Coordinator", "'@Ada", "'+1", none, none, day, none, "no"],
    ]


def test_the_export_holds_only_the_rows_of_the_list(client, rows, coordinator):
    make_output(make_coalition("Other"), title="Foreign")
    client.force_login(coordinator)
    response = client.get(f"{url('output')}?export=csv")
    assert [row[0] for row in exported(response, "csv")] == ["Title", rows["output"].title]


def test_what_is_needed_is_not_deleted_and_says_by_whom(client, rows, secretariat):
    client.force_login(secretariat)
    Goal.objects.create(coalition=rows["coalition"], text="A goal", cycle=rows["cycle"])
    response = client.post(url("cycle", "delete", rows["cycle"].pk))
    assert response.status_code == 200
    assert [str(row) for row in response.context["linked_objects"]] == ["A goal", str(rows["focusarea"])]
    assert Cycle.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="wagtail.delete").count() == 0


def test_deleting_takes_a_post(client, rows, secretariat):
    client.force_login(secretariat)
    spare = make_cycle(2030)
    assert client.get(url("cycle", "delete", spare.pk)).status_code == 200
    assert Cycle.objects.filter(pk=spare.pk).exists()
    response = client.post(url("cycle", "delete", spare.pk))
    assert (response.status_code, response.url) == (302, url("cycle"))
    assert not Cycle.objects.filter(pk=spare.pk).exists()


def test_a_status_change_is_only_read(client, rows, secretariat):
    client.force_login(secretariat)
    change = rows["statuschange"]
    for action, pk in (("create", None), ("edit", change.pk), ("delete", change.pk)):
        assert client.post(url("statuschange", action, pk), {"reason": "x"}).status_code == 302
    assert [row.reason for row in StatusChange.objects.all()] == ["Done"]


def test_a_check_keeps_who_recorded_it(client, rows, secretariat):
    client.force_login(secretariat)
    data = {
        "coalition": rows["coalition"].pk,
        "subject": "archive",
        "result": "open",
        "checked_on": "2021-05-01",
        "checked_by": "IGF Secretariat",
        "note": "",
    }
    assert client.post(url("opennesscheck", "create"), data).status_code == 302
    assert OpennessCheck.objects.get(subject="archive").recorded_by == secretariat


def test_policy_questions_are_kept_with_their_focus_area(client, rows, secretariat):
    client.force_login(secretariat)
    area, question = rows["focusarea"], rows["focusarea"].policy_questions.get()
    data = {
        "cycle": area.cycle_id,
        "basket": "main",
        "order": 3,
        "title": "Trust",
        "description": "",
        "policy_questions-TOTAL_FORMS": 2,
        "policy_questions-INITIAL_FORMS": 1,
        "policy_questions-MIN_NUM_FORMS": 0,
        "policy_questions-MAX_NUM_FORMS": 1000,
        "policy_questions-0-id": question.pk,
        "policy_questions-0-label": "Access",
        "policy_questions-0-text": "",
        "policy_questions-0-ORDER": 2,
        "policy_questions-1-id": "",
        "policy_questions-1-label": "Safety",
        "policy_questions-1-text": "Is it safe?",
        "policy_questions-1-ORDER": 1,
    }
    assert client.post(url("focusarea", "edit", area.pk), data).status_code == 302
    area.refresh_from_db()
    labels = [row.label for row in area.policy_questions.all()]
    assert (area.title, area.order, labels) == ("Trust", 3, ["Safety", "Access"])


MAKERS = {
    "contact": lambda coalition, user, number: make_contact(coalition, user=make_user()),
    "output": lambda coalition, user, number: make_output(coalition, make_coalition()),
    "opennesscheck": lambda coalition, user, number: make_openness_check(coalition),
    "statuschange": lambda coalition, user, number: change_status(
        make_coalition(), verb="close", reason="Done", by=user
    ),
    "cycle": lambda coalition, user, number: make_cycle(2007 + number),
    "focusarea": lambda coalition, user, number: make_focus_area(cycle=make_cycle(2007 + number)),
}


def queries(client, address, capture):
    with capture as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_thirty_rows_ask_as_many_questions_as_one(client, secretariat, model, query, django_assert_max_num_queries):
    client.force_login(secretariat)
    coalition = make_coalition()
    counts = []
    for number in range(30):
        MAKERS[model](coalition, secretariat, number)
        if number in (0, 29):
            client.get(url(model) + query)
            counts.append(queries(client, url(model) + query, django_assert_max_num_queries(60)))
    assert counts[0] == counts[1]


def test_the_menus(client, rows, secretariat, coordinator):
    """Label → addresses of the submenu, for each role."""

    def menus(user):
        from wagtail.admin.menu import admin_menu

        client.force_login(user)
        request = client.get(reverse("wagtailadmin_home")).wsgi_request
        found = {item.label: item for item in admin_menu.menu_items_for_request(request)}
        return {
            label: [
                sub.label for sub in sorted(found[label].menu.menu_items_for_request(request), key=lambda i: i.order)
            ]
            for label in ("Coalitions", "Cycles")
            if label in found
        }

    assert menus(secretariat) == {
        "Coalitions": [
            *("Directory", "Contacts", "Outputs", "Members", "Openness checks", "Status history"),
            *("Statement of membership", "Import coalitions", "Import members"),
        ],
        "Cycles": ["Cycles", "Focus areas"],
    }
    assert menus(coordinator) == {"Coalitions": ["Outputs", "Members", "Import members"]}
