"""Members and the statement under "My coalition": every door and every role, and what each shows."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from coalitions.enums import MembershipState
from coalitions.exports import MEMBER_HEADERS, export_members
from coalitions.importers import import_members
from coalitions.importing import read_table
from coalitions.models import Membership, MembershipStatement, Notice, StatementAdoption
from tests.attack_corpus import ATTACKS
from tests.coalitions.member_doors import ROLES, make_world
from tests.factories import make_coalition, make_member, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def doors(world):
    pk, key = world.coalition.pk, world.members["named"].key
    return {
        "list": ("get", reverse("coalitions:members", args=[pk]), {}),
        "csv": ("get", reverse("coalitions:members-export", args=[pk, "csv"]), {}),
        "xlsx": ("get", reverse("coalitions:members-export", args=[pk, "xlsx"]), {}),
        "hide": ("post", reverse("coalitions:member-hide-name", args=[pk, key]), {}),
        "form": ("get", reverse("coalitions:adopt-statement", args=[pk, 1]), {}),
        "adopt": ("post", reverse("coalitions:adopt-statement", args=[pk, 1]), {"answer": "adopted"}),
    }


OPEN = {"list": 200, "csv": 200, "xlsx": 200, "hide": 302, "form": 200, "adopt": 302}
EXPECTED = dict.fromkeys(ROLES, dict.fromkeys(OPEN, 404)) | {
    "nobody": dict.fromkeys(OPEN, "sign in"),
    "coordinator": OPEN,
    "secretariat": OPEN,
    "superuser": OPEN,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_door_and_every_role(client, world, role):
    if world.actors[role]:
        client.force_login(world.actors[role])
    answers = {}
    for name, (method, url, data) in doors(world).items():
        response = getattr(client, method)(url, data)
        signs_in = response.status_code == 302 and "?next=" in response.url
        answers[name] = "sign in" if signs_in else response.status_code
        if answers[name] == 404:
            assert "Named Member" not in response.content.decode()
    assert answers == EXPECTED[role]
    is_open = EXPECTED[role] == OPEN
    assert StatementAdoption.objects.count() == int(is_open)
    assert Membership.objects.public_names().count() == (1 if is_open else 2)


@pytest.mark.parametrize("role", ROLES)
def test_my_coalition_shows_the_own_members(client, world, role):
    if world.actors[role]:
        client.force_login(world.actors[role])
    response = client.get(reverse("coalitions:my-coalition"))
    own = {"coordinator": world.coalition, "coordinator of another coalition": world.other}.get(role)
    if role == "nobody":
        assert response.status_code == 302
        return
    rows = {section.key: rows for section, rows in response.context["sections"]}.get("members", [])
    assert [row["coalition"] for row in rows] == ([own] if own else [])
    waits = {section.key: rows for section, rows in response.context["sections"]}.get("statement")
    assert bool(waits) is bool(own)


def test_the_list_shows_members_and_nobody_else(client, world):
    make_member(world.coalition, name="Dormant Member", state=MembershipState.DORMANT)
    make_member(world.coalition, state=MembershipState.LEFT)
    client.force_login(world.actors["coordinator"])
    url = reverse("coalitions:members", args=[world.coalition.pk])

    def names(query=""):
        return [member.name for member in client.get(url + query).context["page_obj"]]

    assert names() == ["Counted Member", "Dormant Member", "Named Member"]
    assert names("?state=dormant") == ["Dormant Member"]
    assert names("?state=current") == ["Counted Member", "Named Member"]
    # What the list does not know is left out.
    assert names("?state=unconfirmed&page=abc") == ["Counted Member", "Dormant Member", "Named Member"]
    response = client.get(url)
    assert response.context["states"] == {"unconfirmed": 1, "all_members": 3, "dormant": 1}
    assert "no-store" in response["Cache-Control"]


def test_a_member_of_another_coalition_is_not_reached_through_ones_own(client, world):
    client.force_login(world.actors["coordinator"])
    url = reverse("coalitions:member-hide-name", args=[world.coalition.pk, world.members["foreign"].key])
    assert client.post(url).status_code == 404
    assert client.get(doors(world)["hide"][1]).status_code == 405
    assert Membership.objects.public_names().count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "my-coalition/{huge}/members/",
        "my-coalition/{huge}/members.csv",
        "my-coalition/{own}/statement/{huge}/",
        "my-coalition/{own}/members/------------------------------------/hide/",
        "my-coalition/{own}/members/00000000-0000-4000-8000-000000000000/hide/",
        "members/statement/{huge}/",
        "coalitions/{huge}-own/join/",
    ],
)
def test_an_address_without_a_row_is_not_found(client, world, address):
    client.force_login(world.actors["secretariat"])
    url = "/" + address.format(huge="9" * 25, own=world.coalition.pk)
    assert client.post(url).status_code in (404, 405)
    assert "hide" in address or client.get(url).status_code == 404


def test_the_empty_list_says_what_to_do(client, world):
    coalition = make_coalition()
    client.force_login(world.actors["secretariat"])
    page = client.get(reverse("coalitions:members", args=[coalition.pk])).content.decode()
    assert "Nobody has joined yet." in page
    assert reverse("coalitions:member-join", args=[coalition.pk, coalition.slug]) in page


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_export_holds_members_and_runs_nothing(client, world, file_format):
    make_member(world.coalition, name="=1+1", email="=x@example.org")
    client.force_login(world.actors["coordinator"])
    response = client.get(reverse("coalitions:members-export", args=[world.coalition.pk, file_format]))
    if file_format == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert tuple(rows[0]) == MEMBER_HEADERS
    assert [row[:3] for row in rows[1:]] == [
        ["own", "'=x@example.org", "'=1+1"],
        ["own", world.members["counted"].email, "Counted Member"],
        ["own", world.members["named"].email, "Named Member"],
    ]
    entry = PageLogEntry.objects.get(action="coalitions.members_export")
    assert (entry.page_id, entry.user) == (world.coalition.pk, world.actors["coordinator"])
    assert client.get(doors(world)["csv"][1].replace(".csv", ".exe")).status_code == 404


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_export_comes_back_unchanged(world, file_format):
    before = list(Membership.objects.order_by("pk").values())
    data, _content_type = export_members(world.coalition, file_format)
    result = import_members(read_table(data, f"members.{file_format}").rows, by=world.actors["coordinator"])
    assert result.counts == {"created": 0, "updated": 0, "skipped": 2, "errors": 0}
    assert (list(Membership.objects.order_by("pk").values()), Notice.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"answer": ["This field is required."]}),
        (
            {"answer": "adapted"},
            {"own_url": ["Give the address of the coalition’s own text, or the text itself."]},
        ),
        (
            {"answer": "adapted", "own_url": "javascript:alert(1)"},
            {"own_url": ["Give an address that begins with http:// or https://."]},
        ),
        ({"answer": "adopted", "own_text": "Ours"}, {"answer": ["An own text goes with “Adapted”."]}),
        (
            {"answer": "adapted", "own_text": "a" * 20_001},
            {"own_text": ["This text is too long: at most 20,000 characters, please."]},
        ),
    ],
)
def test_what_is_wrong_in_an_answer_is_said(client, world, data, errors):
    client.force_login(world.actors["coordinator"])
    response = client.post(doors(world)["adopt"][1], data)
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert StatementAdoption.objects.count() == 0


def test_an_answer_to_an_earlier_version_is_refused(client, world):
    make_statement(2)
    client.force_login(world.actors["coordinator"])
    response = client.post(doors(world)["adopt"][1], {"answer": "adopted"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["Version 2 counts now; answer to that one, please."]
    assert client.get(reverse("coalitions:adopt-statement", args=[world.coalition.pk, 3])).status_code == 404


def test_the_form_comes_with_the_last_answer(client, world):
    client.force_login(world.actors["coordinator"])
    url = doors(world)["adopt"][1]
    client.post(url, {"answer": "adapted", "own_url": "https://example.org/ours"})
    form = client.get(url).context["form"]
    assert (form["answer"].value(), form["own_url"].value()) == ("adapted", "https://example.org/ours")


def test_attacks_in_an_own_text_are_shown_as_text(client, world):
    client.force_login(world.actors["coordinator"])
    for text in ATTACKS.values():
        text = text.encode("utf-8", "replace").decode()
        if client.post(doors(world)["adopt"][1], {"answer": "adapted", "own_text": text}).status_code == 302:
            page = client.get(reverse("coalitions:membership-statement")).content.decode()
            assert "<script>alert" not in page
            assert "onerror=alert(1)>" not in page


@pytest.mark.parametrize("page", ["list", "my-coalition"])
def test_thirty_rows_ask_as_many_questions_as_one(client, world, page, django_assert_max_num_queries):
    user = world.actors["coordinator"]
    client.force_login(user)
    url = doors(world)["list"][1] if page == "list" else reverse("coalitions:my-coalition")
    counts = []
    for number in range(30):
        make_member(world.coalition, visibility="public")
        if page == "my-coalition":
            make_member(make_coalition(coordinators=[user]))
        if number in (0, 29):
            client.get(url)
            with django_assert_max_num_queries(45) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_export_asks_one_question(world, django_assert_num_queries):
    for number in range(30):
        make_member(world.coalition)
        if number in (0, 29):
            with django_assert_num_queries(1):
                export_members(world.coalition, "csv")


def test_two_who_answer_for_a_coalition_do_not_overwrite_one_another(client, world):
    statement = MembershipStatement.objects.in_force()
    client.force_login(world.actors["coordinator"])
    address = reverse("coalitions:adopt-statement", args=[world.coalition.pk, statement.version])
    seen = client.get(address).context["form"]["seen"].value() or ""
    first = {"answer": "adapted", "own_text": "The first text", "own_url": "", "seen": seen}
    assert client.post(address, first).status_code == 302
    second = client.post(address, first | {"own_text": "The second text"})
    form = second.context["form"]
    assert (second.status_code, form["own_text"].value()) == (422, "The second text")
    assert "“Adapted” meanwhile: The first text" in form.non_field_errors()[0]
    assert StatementAdoption.objects.get().own_text == "The first text"
    client.post(address, first | {"own_text": "Both texts", "seen": form["seen"].value()})
    assert StatementAdoption.objects.get().own_text == "Both texts"


def test_an_address_that_is_too_long_is_refused_and_never_cut(client, world):
    statement = MembershipStatement.objects.in_force()
    client.force_login(world.actors["coordinator"])
    address = reverse("coalitions:adopt-statement", args=[world.coalition.pk, statement.version])
    page = client.get(address).content.decode()
    assert ('maxlength="200"' in page, 'data-limit="200"' in page) == (False, True)
    typed = {"answer": "adapted", "own_url": f"https://example.org/{'x' * 200}"}
    assert client.post(address, typed).status_code == 422
    assert StatementAdoption.objects.count() == 0
