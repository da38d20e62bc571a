"""The public page of the statement of membership, and the step that records an agreement."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from coalitions.enums import StatementStatus
from coalitions.models import MembershipStatement
from coalitions.services import adopt_statement
from tests.coalitions.member_doors import ROLES, make_world
from tests.factories import make_coalition, make_secretariat_user, make_statement

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
PAGE = "/members/statement/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def test_without_a_text_it_says_so(client):
    make_coalition()
    response = client.get(PAGE)
    assert (response.status_code, response.context["table"]) == (200, None)
    assert "No text is proposed yet." in response.content.decode()


def test_seventeen_of_twenty_two(client):
    by, statement = make_secretariat_user(), make_statement()
    for number in range(22):
        coalition = make_coalition(f"Coalition {number:02}")
        if number < 17:
            own = {"own_text": "Our <own> text"} if number < 3 else {}
            adopt_statement(statement, coalition, answer="adapted" if own else "adopted", by=by, **own)
    page = client.get(PAGE).content.decode()
    assert "17 of 22 coalitions, 3 of them adapted" in page
    assert (page.count("Our &lt;own&gt; text"), page.count("Not yet")) == (3, 5)


def test_the_version_that_counts_and_all_others(client):
    make_statement(1, title="First", status=StatementStatus.AGREED)
    make_statement(2, title="Second")
    shown = {address: client.get(address).context["statement"].title for address in (PAGE, f"{PAGE}1/", f"{PAGE}2/")}
    assert shown == {PAGE: "First", f"{PAGE}1/": "First", f"{PAGE}2/": "Second"}
    assert "Version 1 counts now." in client.get(f"{PAGE}2/").content.decode()
    assert [version.title for version in client.get(PAGE).context["versions"]] == ["Second", "First"]
    assert client.get(f"{PAGE}3/").status_code == 404


def test_thirty_coalitions_ask_as_many_questions_as_one(client, django_assert_max_num_queries):
    by, statement = make_secretariat_user(), make_statement()
    counts = []
    for number in range(30):
        adopt_statement(statement, make_coalition(), answer="adopted", by=by)
        if number in (0, 29):
            client.get(PAGE)
            with django_assert_max_num_queries(12) as captured:
                client.get(PAGE)
            counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ROLES)
def test_who_records_an_agreement(client, role):
    world = make_world()
    if world.actors[role]:
        client.force_login(world.actors[role])
    url = reverse("coalitions_admin:statement-agree", args=[world.statement.pk])
    may = role in ("secretariat", "superuser")
    # Who may not enter the admin is led to the own page; who may, back to its first page.
    shut = 302
    assert client.get(url).status_code == (200 if may else shut)
    assert client.post(url, {"on": "2021-05-13"}).status_code == (302 if may else shut)
    expected = ("agreed", datetime.date(2021, 5, 13)) if may else ("proposed", None)
    assert MembershipStatement.objects.values_list("status", "agreed_on").get() == expected
    if may:  # once more: it is agreed already
        assert client.get(url).url == reverse("coalitions_membershipstatement_modeladmin_index")


@pytest.mark.parametrize(
    ("on", "error"),
    [
        ("2021-05-18", {"__all__": ["A version is agreed today or earlier; the day cannot be in the future."]}),
        ("", None),
    ],
)
def test_a_day_that_cannot_be_is_refused(client, on, error):
    statement = make_statement()
    client.force_login(make_secretariat_user())
    response = client.post(reverse("coalitions_admin:statement-agree", args=[statement.pk]), {"on": on})
    assert response.context["form"].errors == (error or {"on": ["This field is required."]})
    assert MembershipStatement.objects.get().status == "proposed"
