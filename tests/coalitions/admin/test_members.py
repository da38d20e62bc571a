"""Members and statements in the admin: every door and every role, and what each list shows."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from coalitions.enums import MembershipState
from coalitions.models import Membership, MembershipStatement
from coalitions.services import adopt_statement
from tests.coalitions.member_doors import ROLES, make_world
from tests.factories import make_member, make_statement

pytestmark = pytest.mark.django_db


def url(model, action="index", pk=None):
    return reverse(f"coalitions_{model}_modeladmin_{action}", args=[pk] if pk else [])


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def secretariat(world):
    return world.actors["secretariat"]


# What index, create, edit, delete and inspect answer to GET. 302 leads to sign-in or to the admin's first page, 403 is
# said to who may not enter the admin, 404 is a row that does not exist for this person.
DOORS = ("index", "create", "edit", "delete", "inspect")
SHUT = KEPT_OUT = [302] * 5
MEMBERS = {
    "nobody": SHUT,
    "account": KEPT_OUT,
    "former coordinator": KEPT_OUT,
    "facilitator": [302, 302, 404, 404, 404],
    "coordinator of another coalition": [200, 302, 404, 404, 404],
    "coordinator": [200, 302, 302, 302, 200],
    "secretariat": [200, 302, 302, 200, 200],
    "superuser": [200, 302, 302, 200, 200],
}
STATEMENTS = {
    "nobody": SHUT,
    "account": KEPT_OUT,
    "former coordinator": KEPT_OUT,
    "facilitator": [302, 302, 404, 404, 404],
    "coordinator of another coalition": [302, 302, 404, 404, 404],
    "coordinator": [302, 302, 404, 404, 404],
    "secretariat": [200] * 5,
    "superuser": [200] * 5,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_door_and_every_role(client, world, role):
    if world.actors[role]:
        client.force_login(world.actors[role])
    rows = {"membership": world.members["named"].pk, "membershipstatement": world.statement.pk}
    answers = {}
    for model, pk in rows.items():
        responses = [client.get(url(model, door, None if door in ("index", "create") else pk)) for door in DOORS]
        answers[model] = [response.status_code for response in responses]
        if role not in ("coordinator", "secretariat", "superuser"):
            assert [page for page in responses if "Named Member" in page.content.decode()] == []
    assert answers == {"membership": MEMBERS[role], "membershipstatement": STATEMENTS[role]}


IMPORT = dict.fromkeys(ROLES, (302, 302)) | {
    "coordinator of another coalition": (200, 200),
    "coordinator": (200, 200),
    "secretariat": (200, 200),
    "superuser": (200, 200),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_imports_members(client, world, role):
    if world.actors[role]:
        client.force_login(world.actors[role])
    address = reverse("coalitions_admin:import-members")
    assert (client.get(address).status_code, client.post(address, {}).status_code) == IMPORT[role]


def names(response):
    return sorted(member.name for member in response.context["object_list"])


def test_who_is_on_the_list(client, world):
    make_member(world.coalition, state=MembershipState.LEFT)
    lists = {
        "coordinator": ["Counted Member", "Named Member"],
        "coordinator of another coalition": ["Foreign Member"],
        "secretariat": ["", "Counted Member", "Foreign Member", "Named Member", "Unconfirmed"],
    }
    found = {}
    for role in lists:
        client.force_login(world.actors[role])
        found[role] = names(client.get(url("membership")))
    assert found == lists


@pytest.mark.parametrize("state", MembershipState)
def test_the_list_by_state(client, world, secretariat, state):
    Membership.objects.all().delete()
    for each in MembershipState:
        make_member(world.coalition, state=each, name="" if each == MembershipState.LEFT else each.value)
    client.force_login(secretariat)
    response = client.get(f"{url('membership')}?state={state}&coalition={world.coalition.pk}")
    assert names(response) == ["" if state == MembershipState.LEFT else state.value]


@time_machine.travel("2021-05-17T09:00Z", tick=False)
def test_inspecting_writes_days_and_moments_out(client, secretariat):
    member = make_member(name="Ada Example")
    client.force_login(secretariat)
    fields = client.get(url("membership", "inspect", member.pk)).context["fields"]
    shown = {field["label"]: field["value"] for field in fields}
    assert (shown["joined on"], shown["confirmed at"], shown["State"]) == (
        "17 May 2021",
        "17 May 2021, 09:00 UTC",
        "Current",
    )


def test_erasing_on_request(client, world):
    member = world.members["named"]
    for role in ("coordinator", "secretariat"):
        client.force_login(world.actors[role])
        assert client.post(url("membership", "delete", member.pk)).status_code == 302
        assert Membership.objects.with_key(member.key).exists() is (role == "coordinator")
    entry = ModelLogEntry.objects.get(object_id=str(member.pk), action="coalitions.member_erase")
    assert (entry.user, "Named" in entry.label) == (world.actors["secretariat"], False)


def test_nothing_is_exported_from_the_list(client, world, secretariat):
    client.force_login(secretariat)
    response = client.get(f"{url('membership')}?export=csv")
    assert response["Content-Type"].startswith("text/html")


def statement_data(**changes):
    text = '{"blocks": [{"key": "a", "text": "Open.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
    text += '"entityRanges": []}], "entityMap": {}}'
    return {"title": "What it means", "text": text} | changes


def test_a_new_version_gets_the_next_number(client, secretariat):
    client.force_login(secretariat)
    assert client.post(url("membershipstatement", "create"), statement_data()).status_code == 302
    versions = MembershipStatement.objects.order_by("version").values_list("version", "title", "status", "agreed_on")
    assert list(versions) == [
        (1, "What it means to be a member", "proposed", None),
        (2, "What it means", "proposed", None),
    ]


@pytest.mark.parametrize(
    ("status", "answer", "may_change"),
    [
        ("proposed", None, True),
        ("proposed", "not-yet", True),
        ("proposed", "adopted", False),
        ("agreed", None, False),
    ],
)
def test_a_version_that_is_agreed_or_adopted_stays(client, world, secretariat, status, answer, may_change):
    statement = make_statement(2, status=status)
    if answer:
        adopt_statement(statement, world.coalition, answer=answer, by=secretariat)
    client.force_login(secretariat)
    assert client.get(url("membershipstatement", "edit", statement.pk)).status_code == (200 if may_change else 302)
    client.post(url("membershipstatement", "edit", statement.pk), statement_data(title="Changed"))
    statement.refresh_from_db()
    assert (statement.title == "Changed") is may_change
    client.post(url("membershipstatement", "delete", statement.pk))
    assert MembershipStatement.objects.filter(version=2).exists() is not may_change


def test_the_step_stands_beside_a_proposal_only(client, secretariat):
    agreed = make_statement(2, status="agreed", agreed_on=datetime.date(2021, 5, 13))
    client.force_login(secretariat)
    page = client.get(url("membershipstatement")).content.decode()
    proposal = MembershipStatement.objects.get(version=1)
    steps = [reverse("coalitions_admin:statement-agree", args=[row.pk]) in page for row in (proposal, agreed)]
    assert steps == [True, False]


@pytest.mark.parametrize("model", ["membership", "membershipstatement"])
def test_thirty_rows_ask_as_many_questions_as_one(client, world, model, django_assert_max_num_queries):
    Membership.objects.all().delete()
    MembershipStatement.objects.all().delete()
    secretariat = world.actors["secretariat"]
    client.force_login(world.actors["coordinator" if model == "membership" else "secretariat"])
    counts = []
    for number in range(30):
        if model == "membership":
            make_member(world.coalition)
        else:
            adopt_statement(make_statement(number + 1), world.coalition, answer="adopted", by=secretariat)
        if number in (0, 29):
            client.get(url(model))
            with django_assert_max_num_queries(60) as captured:
                client.get(url(model))
            counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_way_from_a_coalitions_page(client, world):
    target = reverse("coalitions:members", args=[world.coalition.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[world.coalition.pk])
    found = {}
    for role in ("coordinator", "secretariat"):
        client.force_login(world.actors[role])
        found[role] = target in client.get(editor).content.decode()
    assert found == {"coordinator": True, "secretariat": True}
