import datetime
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalitions.enums import ContactRole
from coalitions.notifications import Mail, queue
from coalitions.services import change_status
from home.models import User
from tests.attack_corpus import ATTACKS
from tests.factories import (
    make_coalition,
    make_contact,
    make_member,
    make_secretariat_user,
    make_site_tree,
    make_superuser,
    make_user,
)
from tests.home.accounts import PASSWORD, enrol_app, sign_in_by_password

pytestmark = pytest.mark.django_db
ACCOUNT, DATA, ERASE = "/accounts/", "/accounts/my-data.json", "/accounts/erase/"


@pytest.fixture(autouse=True)
def _site():
    make_site_tree()


def confirmed(client, user):
    sign_in_by_password(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "address", [ACCOUNT, DATA, ERASE, "/accounts/email/", "/accounts/2fa/", "/accounts/password/change/"]
)
def test_the_own_account_is_for_those_who_are_signed_in(client, address):
    response = client.get(address)
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("make", [make_user, make_secretariat_user, make_superuser])
def test_every_role_has_an_account_page(client, make):
    user = make()
    client.force_login(user)
    response = client.get(ACCOUNT)
    assert (response.status_code, user.email in response.content.decode()) == (200, True)
    assert "no-store" in response["Cache-Control"]


def test_a_name_is_changed(client):
    user = make_user()
    client.force_login(user)
    response = client.post(ACCOUNT, {"first_name": " Ada ", "last_name": "O’Neil"})
    assert response["Location"] == ACCOUNT
    assert User.objects.get(pk=user.pk).get_full_name() == "Ada O’Neil"


SENDABLE = {name: text for name, text in ATTACKS.items() if text.isascii() or name != "half characters"}


@pytest.mark.parametrize("attack", SENDABLE.values(), ids=SENDABLE)
def test_a_name_is_one_line_of_text_or_refused(client, attack):
    user = make_user()
    client.force_login(user)
    response = client.post(ACCOUNT, {"first_name": attack, "last_name": ""})
    user.refresh_from_db()
    assert response.status_code in (200, 302)
    assert user.first_name.splitlines() in ([], [user.first_name])
    assert len(user.first_name) <= 150
    page = client.get(ACCOUNT).content.decode()
    assert "<script>alert" not in page.lower()
    assert "onerror=alert(1)>" not in page.replace("&gt;", "")


def test_a_refused_name_stays_in_the_form_and_not_in_the_header(client):
    user = make_user(first_name="Ada")
    client.force_login(user)
    response = client.post(ACCOUNT, {"first_name": "x" * 151, "last_name": ""})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'value="{"x" * 151}"' in page
    assert "Ensure this value has at most 150 characters" in page
    assert "Ada" in page.split('aria-label="Account"')[1].split("</nav>")[0]


def test_everything_the_portal_keeps_about_somebody(client):
    with time_machine.travel(datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC), tick=False):
        ada = make_secretariat_user("ada", first_name="Ada", last_name="Example", email="ada@example.org")
        coalition = make_coalition("Own")
        make_contact(coalition, user=ada, role=ContactRole.CO_COORDINATOR, given_name="Ada", family_name="E")
        change_status(coalition, verb="close", reason="Done", by=ada)
        queue(Mail("A code", "1234"), to=[ada], matter="account:login_code", at_once=True)
        enrol_app(ada)
        client.force_login(ada)
        response = client.get(DATA)
    assert response["Content-Disposition"] == 'attachment; filename="my-data-2021-05-03.json"'
    assert "no-store" in response["Cache-Control"]
    moment = "2021-05-03T12:00:00Z"
    data = json.loads(response.content)
    assert data["account"] == {
        "user_name": "ada",
        "given_name": "Ada",
        "family_name": "Example",
        "email": "ada@example.org",
        "addresses": [{"email": "ada@example.org", "verified": True}],
        "has_password": True,
        "second_factors": [{"kind": "TOTP Authenticator", "added_at": moment, "last_used_at": None}],
        "roles": [f"Coordinators of coalition {coalition.pk}", "Secretariat"],
        "made_at": moment,
        "last_signed_in_at": moment,
    }
    assert data["coalitions"] == {
        "contacts": [
            {
                "coalition__title": "Own",
                "role": "co-coordinator",
                "given_name": "Ada",
                "family_name": "E",
                "affiliation": "",
                "from_date": None,
                "to_date": None,
                "is_public": False,
            }
        ],
        "memberships": [],
        "status_changes": [
            {"coalition__title": "Own", "to_status": "closed", "changed_on": "2021-05-03", "reason": "Done"}
        ],
        "openness_checks": [],
        "adoptions": [],
        "mails": [{"made_at": moment, "subject": "A code", "state": "Waiting"}],
    }
    assert data["events"] == {"parts_done": [], "deadlines_moved": []}
    assert data["actions"] == [{"timestamp": moment, "action": "coalitions.status", "label": "Own"}]


def test_memberships_of_the_own_address_are_part_of_it(client):
    ada = make_user(email="ada@example.org")
    make_member(make_coalition("Joined"), email="ada@example.org", name="Ada E.")
    make_member(email="bea@example.org")
    client.force_login(ada)
    [membership] = json.loads(client.get(DATA).content)["coalitions"]["memberships"]
    assert (membership["coalition"], membership["name"], membership["state"]) == ("Joined", "Ada E.", "Current")


def test_nobody_gets_anothers_data(client):
    make_user("bea", email="bea@example.org", first_name="Beatrix")
    client.force_login(make_user())
    text = client.get(DATA).content.decode()
    assert [word for word in ("bea@example.org", "Beatrix") if word in text] == []
    assert client.get(f"{DATA}?user=1").status_code == 200
    assert client.post(DATA).status_code == 405


def test_erasing_asks_who_one_is_and_whether_one_means_it(client):
    ada = make_user("ada")
    sign_in_by_password(client, ada)
    assert client.get(ERASE)["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Ferase%2F"
    assert client.post(ERASE, {"understood": "on"})["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=ada.pk).is_active
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post(ERASE, {})
    assert response.context["form"].errors == {"understood": ["Tick this box if you want your account erased."]}
    response = client.post(ERASE, {"understood": "on"})
    assert (response["Location"], User.objects.get(pk=ada.pk).is_active) == ("/", False)
    assert "_auth_user_id" not in client.session
    assert "Your account is erased." in client.get("/").content.decode()


def test_the_last_superuser_is_told_why_not(client):
    chief = make_superuser("chief")
    response = confirmed(client, chief).post(ERASE, {"understood": "on"})
    assert response.context["form"].non_field_errors() == [
        "This is the last superuser; the portal cannot be without one."
    ]


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    for number in (1, 30):
        user = make_user()
        for place in range(number):
            make_coalition(coordinators=[user])
            queue(Mail(f"News {place}", "Text"), to=[user], matter="test:1")
        client.force_login(user)
        found = []
        for address in (ACCOUNT, DATA):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
