"""Every door of the CMS: none opens to a password alone, and none to an editor without the second factor."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import PageViewRestriction

from home.models import User
from tests.factories import (
    make_coalition,
    make_facilitator_user,
    make_secretariat_user,
    make_series,
    make_site_tree,
    make_superuser,
    make_user,
)
from tests.home.accounts import PASSWORD, code_of_app, enrol_app, sign_in_by_password

pytestmark = pytest.mark.django_db
# Every address of Wagtail that takes a password or sets one, and where it leads.
OLD_DOORS = {
    "/admin/login/": "/accounts/login/",
    "/admin/login/?next=/admin/pages/": "/accounts/login/?next=%2Fadmin%2Fpages%2F",
    "/admin/password_reset/": "/accounts/password/reset/",
    "/admin/password_reset/done/": "/accounts/password/reset/",
    "/admin/password_reset/confirm/MQ/abc-def/": "/accounts/password/reset/",
    "/admin/password_reset/complete/": "/accounts/password/reset/",
    "/_util/login/": "/accounts/login/",
    "/_util/login/?next=/private/": "/accounts/login/?next=%2Fprivate%2F",
}


@pytest.fixture(autouse=True)
def _site():
    make_site_tree()


@pytest.mark.parametrize("address", OLD_DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_old_doors_lead_to_the_new_one(client, address, method):
    make_superuser("chief")
    data = {"username": "chief", "password": PASSWORD} if method == "post" else {}
    response = getattr(client, method)(address, data)
    assert (response.status_code, response["Location"]) == (302, OLD_DOORS[address])
    assert "_auth_user_id" not in client.session


def test_every_address_that_is_named_after_a_login_or_a_password_is_one_of_these():
    named = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith("wagtail") and ("login" in name or "password" in name)
    }
    assert named == {
        "wagtailadmin_login",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailcore_login",
        # The shared password of one page or of one collection of files, which signs nobody in:
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
    }


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/coalitions/contact/", "/admin/nothing-here/"])
def test_the_admin_asks_to_sign_in_on_the_site(client, address):
    chain = client.get(address, follow=True).redirect_chain
    assert chain[-1][0].replace("%2F", "/") == f"/accounts/login/?next={address}"


def test_a_page_for_people_who_are_signed_in_asks_on_the_site(client):
    page = make_coalition()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url)["Location"] == f"/accounts/login/?next={page.url}"


def test_neither_password_nor_address_changes_in_the_admin(client):
    user = make_superuser("chief", email="chief@example.org")
    client.force_login(user)
    page = client.get("/admin/account/").content.decode()
    assert ("new_password1" in page, "name_email-email" in page) == (False, False)
    client.post("/admin/account/", {"name_email-first_name": "A", "name_email-email": "b@example.org"})
    assert User.objects.get(pk=user.pk).email == "chief@example.org"


ROLES = {
    "superuser": make_superuser,
    "secretariat": make_secretariat_user,
    "facilitator": lambda: make_facilitator_user(make_series()),
    "coordinator": lambda: make_coordinator(),
    "user": make_user,
}


def make_coordinator():
    user = make_user()
    make_coalition(coordinators=[user])
    return user


ADDRESSES = ["/admin/", "/admin/pages/", "/admin/account/", "/admin/coalitions/output/", "/admin/sprite/"]
ENROL, USE, OWN_PAGE = "/accounts/2fa/", "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F", "/my-coalition/"


@pytest.mark.parametrize(
    "required, role, has_app, used, expected",
    [
        *[(False, role, False, False, 200) for role in ("superuser", "secretariat", "facilitator", "coordinator")],
        *[(True, role, False, False, ENROL) for role in ("superuser", "secretariat", "facilitator")],
        *[(True, role, True, False, USE) for role in ("superuser", "secretariat", "facilitator")],
        *[(True, role, True, True, 200) for role in ("superuser", "secretariat", "facilitator")],
        (True, "coordinator", False, False, 200),
        (True, "coordinator", True, False, 200),
        (True, "user", False, False, OWN_PAGE),
        (False, "user", False, False, OWN_PAGE),
    ],
)
def test_who_enters_the_cms_and_with_what(client, settings, required, role, has_app, used, expected):
    settings.REQUIRE_SECOND_FACTOR = required
    user = ROLES[role]()
    if used:
        secret = enrol_app(user)
        sign_in_by_password(client, user)
        client.post("/accounts/2fa/authenticate/", {"code": code_of_app(secret)})
    else:
        client.force_login(user)
        if has_app:
            enrol_app(user)
    response = client.get("/admin/")
    assert (response["Location"] if response.status_code == 302 else response.status_code) == expected


@pytest.mark.parametrize("method", ["get", "post", "head"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_of_the_admin_is_beside_the_door(client, settings, address, method):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_superuser())
    response = getattr(client, method)(address)
    assert (response.status_code, response["Location"]) == (302, ENROL)


def test_whoever_set_up_an_app_just_now_uses_it_once_and_is_in(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_secretariat_user("sam")
    sign_in_by_password(client, user)
    assert client.get("/admin/pages/")["Location"] == ENROL
    assert "Set one up here; it takes two minutes." in client.get(ENROL).content.decode()
    secret = enrol_app(user)
    to_use = client.get("/admin/pages/?q=x")["Location"]
    assert to_use == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fpages%2F%3Fq%3Dx"
    assert client.post(to_use, {"code": "000000"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    response = client.post(to_use, {"code": code_of_app(secret), "next": "/admin/pages/?q=x"})
    assert response["Location"] == "/admin/pages/?q=x"
    assert client.get("/admin/").status_code == 200


def test_the_password_once_more_is_no_second_factor(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_secretariat_user("sam")
    sign_in_by_password(client, user)
    enrol_app(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/admin/"})
    assert client.get("/admin/")["Location"] == USE


def test_the_second_factor_of_one_session_is_not_that_of_another(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_secretariat_user("sam")
    secret = enrol_app(user)
    sign_in_by_password(client, user)
    client.post("/accounts/2fa/authenticate/", {"code": code_of_app(secret)})
    assert client.get("/admin/").status_code == 200
    other = Client()
    other.force_login(user)
    assert other.get("/admin/")["Location"] == USE


def test_the_way_out_is_open_to_all(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_superuser())
    client.post(reverse("wagtailadmin_logout"))
    assert "_auth_user_id" not in client.session


def test_the_mail_of_the_demonstration_is_shown_nowhere_else(client, settings):
    assert client.get("/demo-mail/").status_code == 404
    settings.DEBUG = True
    client.post("/accounts/login/code/", {"email": make_user().email})
    response = client.get("/demo-mail/")
    assert (response.status_code, "is your code to sign in" in response.content.decode()) == (200, True)
    assert "no-store" in response["Cache-Control"]
