"""What a browser is told with every kind of answer: the policies, the other headers, the cookies."""

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coalitions.links import sign
from coalitions.services import MANAGE_LINK
from tests.dc_portal.test_middleware import STRICT, policy
from tests.factories import make_coalition, make_secretariat_user, make_user
from tests.test_budgets import admin_addresses
from tests.world import NOT_THERE, make_world, public_addresses

pytestmark = pytest.mark.django_db

OTHERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ADMIN_POLICY = STRICT | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-ancestors": "'self'",
}


def told(response):
    """What the headers say besides what every answer says: {} for an answer that keeps to the rules."""
    found = {name: response.headers.get(name) for name in OTHERS}
    different = {name: value for name, value in found.items() if value != OTHERS[name]}
    if policy(response) != STRICT:
        different["Content-Security-Policy"] = response["Content-Security-Policy"]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        different["Permissions-Policy"] = response.headers.get("Permissions-Policy")
    return different


def test_every_public_page_keeps_to_the_strict_policy_and_leaves_no_cookie_but_a_forms():
    addresses = public_addresses(make_world())
    answers = {name: Client().get(address) for name, address in addresses.items()}
    assert {name: told(answer) for name, answer in answers.items() if told(answer)} == {}
    cookies = {name: sorted(answer.cookies) for name, answer in answers.items() if answer.cookies}
    assert cookies == {key: [django_settings.CSRF_COOKIE_NAME] for key in ("form to join", "form for a comment")}


def break_robots(monkeypatch):
    monkeypatch.setattr("dc_portal.views.render", None)
    return Client(raise_request_exception=False).get("/robots.txt")


def expired_link():
    return Client().get(reverse("coalitions:member-manage", args=["broken"]))


def own_link_of_nobody():
    return Client().get(reverse("coalitions:member-manage", args=[sign(MANAGE_LINK, "0" * 32)]))


ERRORS = {
    "no such page": (404, lambda: Client().get(NOT_THERE)),
    "no such page, in another script": (404, lambda: Client().get("/ﷺ/é/")),
    "no such thing for programs": (404, lambda: Client().get("/api/v1/nothing/")),
    "not understood by the API": (422, lambda: Client().get("/api/v1/coalitions/?limit=x")),
    "no such document": (404, lambda: Client().get("/documents/9/x.pdf")),
    "only to be read": (405, lambda: Client().post("/robots.txt")),
    "API, only to be read": (405, lambda: Client().delete("/api/v1/coalitions/")),
    "another host": (400, lambda: Client().get("/", headers={"host": "evil.example"})),
    "a form without its token": (403, lambda: Client(enforce_csrf_checks=True).post("/members/new-link/")),
    "a link that is none": (410, expired_link),
    "a link of nobody": (410, own_link_of_nobody),
    "a form of somebody signed in": (302, lambda: Client().get("/my-coalition/")),
}


@pytest.mark.parametrize("seconds", [0, 300], ids=["without the page cache", "with it"])
@pytest.mark.parametrize("case", ERRORS)
def test_errors_keep_to_it_too(case, seconds, settings):
    settings.PAGE_CACHE_SECONDS = seconds
    make_coalition()
    status, visit = ERRORS[case]
    response = visit()
    assert (response.status_code, told(response)) == (status, {})


def test_what_broke_keeps_to_it_too(monkeypatch):
    make_coalition()
    response = break_robots(monkeypatch)
    assert (response.status_code, told(response)) == (500, {})


def test_who_may_not_enter_the_admin_is_led_away_under_its_policy():
    client = Client()
    client.force_login(make_user())
    response = client.get("/admin/")
    assert (response.status_code, response.url, policy(response)) == (302, "/my-coalition/", ADMIN_POLICY)


def test_every_page_of_the_admin_has_the_admins_policy_without_a_nonce():
    """A nonce would switch 'unsafe-inline' off, and with it the editor."""
    world = make_world()
    client = Client()
    client.force_login(make_secretariat_user())
    addresses = admin_addresses(world) | {
        "editor": f"/admin/pages/{world.coalition.pk}/edit/",
        "editor of a meeting": f"/admin/pages/{world.reported.pk}/edit/",
        "not there": "/admin/nothing/",
    }
    answers = {name: client.get(address) for name, address in addresses.items()}
    assert {name: policy(answer) for name, answer in answers.items()} == dict.fromkeys(addresses, ADMIN_POLICY)
    assert {answer["Content-Security-Policy"].count("nonce") for answer in answers.values()} == {0}
    assert {answer["X-Content-Type-Options"] for answer in answers.values()} == {"nosniff"}


def test_an_address_only_like_the_admins_has_the_strict_policy(client):
    make_coalition()
    assert [policy(client.get(address)) for address in ("/adminx/", "/Admin/", "//admin/", "/x/admin/")] == [
        STRICT
    ] * 4


def test_a_session_is_kept_from_scripts_and_from_other_sites(rf):
    def sign_in(request):
        request.session["who"] = "somebody"
        return HttpResponse()

    cookie = SessionMiddleware(sign_in)(rf.get("/")).cookies[django_settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"], cookie["path"]) == (True, "Lax", "", "/")


def test_a_forms_token_is_kept_from_other_sites(client):
    coalition = make_coalition()
    answer = client.get(reverse("coalitions:member-join", args=[coalition.pk, coalition.slug]))
    cookie = answer.cookies[django_settings.CSRF_COOKIE_NAME]
    assert (cookie["samesite"], cookie["domain"], cookie["path"]) == ("Lax", "", "/")
