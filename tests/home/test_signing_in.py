"""The site's sign-in as a whole: codes, passwords, the second factor, and what an outsider may learn."""

import datetime
import re

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from coalitions.models import Notice
from coalitions.notifications import deliver, hand_over
from home.models import User
from tests.factories import make_site_tree, make_user
from tests.home.accounts import (
    PASSWORD,
    code_from_mail,
    code_of_app,
    enrol_app,
    sign_in_by_code,
    sign_in_by_password,
)

pytestmark = pytest.mark.django_db
MINE = "/my-coalition/"
NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _site():
    make_site_tree()


def who(client):
    pk = client.session.get("_auth_user_id")
    return pk and User.objects.get(pk=pk)


def errors(response):
    return [str(error) for errors in response.context["form"].errors.values() for error in errors]


def test_a_code_by_mail_is_enough(client, mailoutbox):
    ada = make_user(email="ada@example.org")
    response = client.post("/accounts/login/code/", {"email": "Ada@Example.org"})
    assert (response.status_code, response["Location"], who(client)) == (302, "/accounts/login/code/confirm/", None)
    code = code_from_mail()
    hand_over()
    deliver()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["ada@example.org"], f"{code} is your code to sign in")
    response = client.post("/accounts/login/code/confirm/", {"code": code.replace("-", " ")})
    assert (response.status_code, response["Location"], who(client)) == (302, MINE, ada)


def test_somebody_who_was_on_the_way_somewhere_arrives_there(client):
    make_user(email="ada@example.org")
    page = client.get("/accounts/login/?next=/accounts/email/").content.decode()
    assert page.count('<input type="hidden" name="next" value="/accounts/email/">') == 3
    assert sign_in_by_code(client, "ada@example.org", next="/accounts/email/")["Location"] == "/accounts/email/"


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.org"])
def test_nobody_is_led_elsewhere(client, goal):
    user = make_user()
    assert sign_in_by_password(client, user, next=goal)["Location"] == MINE


def test_a_wrong_code_is_refused_three_times_and_then_a_new_one_is_needed(client):
    make_user(email="ada@example.org")
    client.post("/accounts/login/code/", {"email": "ada@example.org"})
    right = code_from_mail()
    for _time in range(2):
        response = client.post("/accounts/login/code/confirm/", {"code": "0000-0000"})
        assert errors(response) == ["This code is not the one we sent, or not the newest one."]
    response = client.post("/accounts/login/code/confirm/", {"code": "0000-0000"})
    assert response["Location"] == "/accounts/login/code/"
    client.post("/accounts/login/code/confirm/", {"code": right})
    assert who(client) is None


@pytest.mark.parametrize("minutes, signed_in", [(14, True), (16, False)])
def test_a_code_is_good_for_a_quarter_of_an_hour(client, minutes, signed_in):
    make_user(email="ada@example.org")
    with time_machine.travel(NOON, tick=False) as clock:
        client.post("/accounts/login/code/", {"email": "ada@example.org"})
        clock.shift(datetime.timedelta(minutes=minutes))
        client.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
        assert bool(who(client)) is signed_in


def test_another_code_takes_the_place_of_the_first(client):
    ada = make_user(email="ada@example.org")
    client.post("/accounts/login/code/", {"email": "ada@example.org"})
    first = code_from_mail()
    client.post("/accounts/login/code/confirm/", {"action": "resend"})
    client.post("/accounts/login/code/confirm/", {"code": first})
    assert who(client) is None
    client.post("/accounts/login/code/confirm/", {"code": code_from_mail()})
    assert who(client) == ada


def test_a_code_is_of_no_use_in_another_browser(client):
    make_user(email="ada@example.org")
    client.post("/accounts/login/code/", {"email": "ada@example.org"})
    other = Client()
    assert other.post("/accounts/login/code/confirm/", {"code": code_from_mail()}).status_code == 302
    assert who(other) is None


def without_secrets(response):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r"[a-z]+@example\.org", "…@example.org", page)


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_an_outsider_cannot_tell_whether_an_address_is_known(address):
    make_user(email="known@example.org")
    make_user(email="closed@example.org", is_active=False)
    answers = []
    for email in ("known@example.org", "unknown@example.org", "closed@example.org"):
        client = Client()
        response = client.post(address, {"email": email}, follow=True)
        answers.append((response.redirect_chain, without_secrets(response), sorted(client.cookies)))
    assert answers[0] == answers[1] == answers[2]
    assert [notice.matter for notice in Notice.objects.order_by("pk")][1:] == ["account:unknown_account"] * 2


def test_whoever_has_no_account_is_told_so_in_the_mail_alone():
    Client().post("/accounts/login/code/", {"email": "unknown@example.org"})
    notice = Notice.objects.get()
    assert (notice.address, notice.subject) == ("unknown@example.org", "No account with this address")
    assert "signup" not in notice.text


@pytest.mark.parametrize("login", ["ada", "ada@example.org", "ADA@example.org"])
def test_a_password_is_enough_where_an_account_has_one(client, login):
    ada = make_user("ada", email="ada@example.org")
    client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert who(client) == ada


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    make_user("ada", email="ada@example.org")
    answers = [
        errors(client.post("/accounts/login/", {"login": login, "password": password}))
        for login, password in (("ada", "wrong"), ("bea", PASSWORD), ("ada", ""), ("bea", ""))
    ]
    assert answers[0] == answers[1] == ["This user name and password do not belong together."]
    assert answers[2] == answers[3] == ["This field is required."]


def test_trying_passwords_comes_to_an_end(client):
    make_user("ada")
    for _time in range(5):
        sign_in = client.post("/accounts/login/", {"login": "ada", "password": "wrong"})
    sign_in = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert errors(sign_in) == ["Too many tries. Please wait a few minutes and ask for a new code."]
    assert who(client) is None


def test_asking_for_codes_comes_to_an_end(client):
    answers = [client.post("/accounts/login/code/", {"email": f"a{place}@example.org"}) for place in range(21)]
    assert [answer.status_code for answer in answers][:20] == [302] * 20
    for _time in range(4):
        answer = Client(REMOTE_ADDR="192.0.2.7").post("/accounts/login/code/", {"email": "same@example.org"})
    assert answer.status_code == 200
    assert errors(answer) == ["Too many tries. Please wait a few minutes and ask for a new code."]


def test_a_closed_account_stays_outside(client):
    closed = make_user(is_active=False)
    sign_in_by_password(client, closed)
    assert who(client) is None


def test_signing_in_gives_the_session_a_new_key_and_signing_out_ends_it(client):
    ada = make_user("ada")
    client.get("/accounts/login/")
    session = client.session
    session["kept"] = "x"
    session.save()
    before = session.session_key
    sign_in_by_password(client, ada)
    cookie = client.cookies["sessionid"]
    assert client.session.session_key != before
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 7 * 24 * 3600)
    assert client.get("/accounts/logout/").status_code == 200
    assert who(client) == ada
    response = client.post("/accounts/logout/")
    assert (response["Location"], who(client), client.session.get("kept")) == ("/", None, None)


def test_nobody_signs_up(client):
    for method in ("get", "post"):
        response = getattr(client, method)("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
        assert response.status_code == 200
        assert "account/signup_closed.html" in [template.name for template in response.templates]
    assert not User.objects.filter(email="new@example.org").exists()


# The second factor


@pytest.mark.parametrize("way", ["password", "code"])
def test_with_an_app_neither_password_nor_mailbox_is_enough(client, way):
    ada = make_user(email="ada@example.org")
    secret = enrol_app(ada)
    response = sign_in_by_password(client, ada) if way == "password" else sign_in_by_code(client, "ada@example.org")
    assert (response["Location"], who(client)) == ("/accounts/2fa/authenticate/", None)
    assert client.get(MINE).status_code == 302
    response = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert (errors(response), who(client)) == (["This code is not the one the app shows now."], None)
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of_app(secret)})
    assert (response["Location"], who(client)) == (MINE, ada)


def test_a_code_of_the_app_is_good_once(client):
    ada = make_user()
    secret = enrol_app(ada)
    with time_machine.travel(NOON, tick=False):
        code = code_of_app(secret)
        found = []
        for _time in range(2):
            browser = Client()
            sign_in_by_password(browser, ada)
            browser.post("/accounts/2fa/authenticate/", {"code": code})
            found.append(who(browser))
    assert found == [ada, None]


def test_a_recovery_code_opens_once(client):
    ada = make_user()
    enrol_app(ada)
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    found = []
    for _time in range(2):
        browser = Client()
        sign_in_by_password(browser, ada)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        found.append(who(browser))
    assert found == [ada, None]


def test_an_app_is_set_up_with_its_own_code_and_gives_recovery_codes(client):
    ada = make_user(email="ada@example.org")
    ada.set_unusable_password()
    ada.save()
    sign_in_by_code(client, "ada@example.org")
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert errors(wrong) == ["This code is not the one the app shows now."]
    codes = "/accounts/2fa/recovery-codes/"
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of_app(secret)})["Location"] == codes
    again = client.get(codes)["Location"]
    assert again == f"/accounts/2fa/reauthenticate/?next={codes.replace('/', '%2F')}"
    response = client.post(again, {"code": code_of_app(secret), "next": codes}, follow=True)
    shown = response.context["unused_codes"]
    assert (len(shown), all(code in response.content.decode() for code in shown)) == (10, True)


@pytest.mark.django_db(transaction=True)
def test_whoever_owns_an_account_hears_of_changes():
    client, ada = Client(), make_user("ada", email="ada@example.org")
    sign_in_by_password(client, ada)
    new = "another-long-password"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    notice = Notice.objects.get()
    assert (notice.address, notice.subject) == ("ada@example.org", "Your account was changed")
    assert "Its password was changed." in notice.text
    assert "http://127.0.0.1:8000/accounts/" in notice.text


# The own address and password


def test_a_new_address_counts_once_its_code_was_typed(client):
    ada = make_user("ada", email="old@example.org")
    sign_in_by_password(client, ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert response["Location"] == "/accounts/confirm-email/"
    assert User.objects.get(pk=ada.pk).email == "old@example.org"
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    ada.refresh_from_db()
    assert ada.email == "new@example.org"
    assert [address.email for address in ada.emailaddress_set.all()] == ["new@example.org"]
    other = Client()
    sign_in_by_code(other, "new@example.org")
    assert who(other) == ada


def test_the_address_of_another_account_cannot_be_taken(client):
    ada, bea = make_user("ada"), make_user(email="bea@example.org")
    sign_in_by_password(client, ada)
    client.post("/accounts/email/", {"email": "bea@example.org", "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": "1234-5678"})
    assert User.objects.get(email="bea@example.org") == bea


def test_a_forgotten_password_is_set_anew_with_a_code(client):
    ada = make_user("ada", email="ada@example.org")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_from_mail()})
    new = "another-long-password"
    response = client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert (response["Location"], who(client)) == ("/accounts/password/reset/done/", None)
    ada.refresh_from_db()
    assert ada.check_password(new)


def test_a_password_set_anew_does_not_open_the_second_door(client):
    ada = make_user("ada", email="ada@example.org")
    enrol_app(ada)
    client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_from_mail()})
    new = "another-long-password"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    response = client.post("/accounts/login/", {"login": "ada", "password": new})
    assert (response["Location"], who(client)) == ("/accounts/2fa/authenticate/", None)
