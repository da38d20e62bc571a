import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.utils.cache import patch_cache_control
from wagtail.models import PageViewRestriction

from dc_portal.page_cache import content_version, may_be_kept, seconds_to_keep
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache_is_on(settings):
    settings.PAGE_CACHE_SECONDS = 300


@pytest.fixture
def page():
    return make_coalition("Coalition on Keeping Pages")


def visit(page, client=None, **headers):
    return (client or Client()).get(page.url, headers=headers)


def state(response):
    return (response.status_code, response.headers.get("X-Cache"))


def test_the_second_visitor_gets_the_same_bytes_without_a_query(page, django_assert_num_queries):
    first = visit(page)
    client = Client()
    with django_assert_num_queries(0):
        second = visit(page, client)
    assert (state(first), state(second)) == ((200, "miss"), (200, "hit"))
    assert second.content == first.content
    kept = {name: value for name, value in second.items() if name not in ("Age", "X-Cache")}
    assert kept == {name: value for name, value in first.items() if name != "X-Cache"}
    assert second["Age"] == "0"


def test_head_gets_the_headers_alone(page):
    length = len(visit(page).content)
    response = Client().head(page.url)
    assert (state(response), response.content, response["Content-Length"]) == ((200, "hit"), b"", str(length))


def test_a_visitor_who_has_the_page_is_told_so(page):
    etag = visit(page)["ETag"]
    response = visit(page, if_none_match=etag)
    assert (state(response), response.content, response["ETag"]) == ((304, "hit"), b"", etag)
    assert state(visit(page, if_none_match='"another"')) == (200, "hit")


def test_host_scheme_and_query_are_part_of_the_address(page):
    visit(page)
    client = Client()
    assert state(client.get(page.url, {"a": "1"})) == (200, "miss")
    assert state(client.get(page.url, secure=True)) == (200, "miss")
    assert state(client.get(page.url, headers={"host": "localhost"})) == (200, "miss")
    assert client.get(page.url, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["save", "publish", "unpublish", "move", "delete", "restrict", "user"])
def test_a_change_forgets_the_pages_once_it_is_committed(page, change):
    other = make_coalition("Coalition on Change")
    before = content_version()
    match change:
        case "save":
            other.save()
        case "publish":
            other.save_revision().publish()
        case "unpublish":
            other.unpublish()
        case "move":
            other.move(page, pos="left")
        case "delete":
            other.delete()
        case "restrict":
            PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
        case "user":
            make_user()
    assert content_version() != before


@pytest.mark.django_db(transaction=True)
def test_signing_in_forgets_nothing():
    user = make_user()
    before = content_version()
    Client().force_login(user)
    assert content_version() == before


def test_a_change_that_is_rolled_back_forgets_nothing(page):
    before = content_version()
    page.save()
    assert content_version() == before


def test_a_visitor_who_is_signed_in_is_never_answered_from_the_cache(page):
    visit(page)
    client = Client()
    client.force_login(make_user())
    assert state(visit(page, client)) == (200, None)


def test_a_private_page_is_never_kept(page):
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="a-word-between-us"
    )
    assert [state(visit(page)), state(visit(page))] == [(200, "miss"), (200, "miss")]
    assert "private" in visit(page)["Cache-Control"]


@pytest.mark.parametrize(
    "cookie, kept",
    [
        ("", True),
        ("theme=dark", True),
        (f"{django_settings.SESSION_COOKIE_NAME}=x", False),
        (f"{django_settings.CSRF_COOKIE_NAME}=x", False),
        ("messages=x", False),
    ],
)
def test_cookies_that_make_a_visitor_somebody(rf, cookie, kept):
    assert may_be_kept(rf.get("/", headers={"cookie": cookie} if cookie else {})) is kept


@pytest.mark.parametrize("method, kept", [("get", True), ("head", True), ("post", False), ("options", False)])
def test_only_reading_is_kept(rf, method, kept):
    assert may_be_kept(getattr(rf, method)("/")) is kept


def test_long_addresses_and_authorised_requests_are_not_kept(rf):
    assert may_be_kept(rf.get("/?q=" + "a" * 600)) is False
    assert may_be_kept(rf.get("/", headers={"authorization": "Bearer x"})) is False


@pytest.mark.parametrize(
    "headers, seconds",
    [
        ({}, 300),
        ({"Cache-Control": "max-age=60"}, 60),
        ({"Cache-Control": "max-age=6000"}, 300),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": "private, max-age=60"}, 0),
        ({"Vary": "Cookie, Accept-Language"}, 300),
        ({"Vary": "Accept"}, 0),
        ({"Vary": "*"}, 0),
    ],
)
def test_how_long_an_answer_is_kept(headers, seconds):
    assert seconds_to_keep(HttpResponse(b"page", headers=headers)) == seconds


def test_answers_that_are_not_for_everybody():
    with_cookie = HttpResponse(b"page")
    with_cookie.set_cookie("sessionid", "x")
    short = HttpResponse(b"page")
    patch_cache_control(short, max_age=5)
    answers = [
        with_cookie,
        HttpResponse(status=404),
        StreamingHttpResponse([b"page"]),
        HttpResponse(b"x" * 2**21),
        short,
    ]
    assert [seconds_to_keep(answer) for answer in answers] == [0, 0, 0, 0, 5]
