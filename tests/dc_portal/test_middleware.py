import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.test import Client

from dc_portal.middleware import ClientAddressMiddleware, PageCacheMiddleware
from tests.factories import make_coalition, make_superuser

STRICT = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(response):
    directives = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, _space, sources in directives}


@pytest.mark.django_db
def test_public_pages_allow_nothing_inline_and_nothing_from_elsewhere(client):
    assert policy(client.get(make_coalition().url)) == STRICT
    assert policy(client.get("/nothing-here/")) == STRICT


@pytest.mark.django_db
def test_the_admin_has_a_policy_of_its_own(client):
    client.force_login(make_superuser())
    page = make_coalition()
    for address in ("/admin/", f"/admin/pages/{page.pk}/edit/"):
        allowed = policy(client.get(address))
        assert allowed["script-src"] == allowed["style-src"] == "'self' 'unsafe-inline'"
        assert allowed["frame-ancestors"] == "'self'"


@pytest.mark.django_db
def test_the_other_headers(client):
    response = client.get(make_coalition().url)
    names = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    assert [response[name] for name in names] == ["DENY", "nosniff", "same-origin", "same-origin"]
    assert "camera=()" in response["Permissions-Policy"].split(", ")


@pytest.mark.django_db
@pytest.mark.parametrize("seconds, marks", [(0, [None, None]), (300, ["miss", "hit"])])
def test_the_page_cache_can_be_turned_off(settings, seconds, marks):
    settings.PAGE_CACHE_SECONDS = seconds
    address = make_coalition().url
    assert [Client().get(address).headers.get("X-Cache") for _visit in range(2)] == marks


def test_the_page_cache_stands_first(settings):
    assert settings.MIDDLEWARE[0] == f"{PageCacheMiddleware.__module__}.{PageCacheMiddleware.__qualname__}"


@pytest.mark.parametrize(
    "proxies, forwarded, address",
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the first one is what the client itself claims
        (2, "198.51.100.1, 203.0.113.7, 192.0.2.1", "203.0.113.7"),
        (2, "203.0.113.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, " , ", "127.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_clients_address_is_what_our_first_proxy_saw(rf, settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded})
    assert ClientAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])(request) == address


def test_without_a_proxy_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = 0
    with pytest.raises(MiddlewareNotUsed):
        ClientAddressMiddleware(None)
