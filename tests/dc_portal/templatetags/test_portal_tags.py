"""What is kept for everybody holds nothing of anybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.middleware.csrf import get_token
from django.template import engines
from django.test import Client

from dc_portal.page_cache import new_content_version
from tests.factories import make_coalition, make_home_page, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


class Counter:
    """How often a part was made."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return f"made {self.made}"


def render(source, request, **values):
    template = engines["django"].from_string(f"{{% load portal_tags %}}{source}")
    return template.render({"page": object(), "request": request, **values})


@pytest.fixture
def visit(rf):
    def make(path="/", cookies=None, user=None, **extra):
        request = rf.get(path, **extra)
        request.COOKIES.update(cookies or {})
        request.session, request.user = SessionStore(), user or AnonymousUser()
        if cookies:
            request.META["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return request

    return make


def test_a_part_is_made_once_for_every_address_and_content(visit):
    part = Counter()
    source = "{% keep a %}{{ part }}{% endkeep %}"
    pages = [render(source, visit(path), part=part) for path in ("/", "/", "/other/")]
    assert pages == ["made 1", "made 1", "made 2"]
    new_content_version()
    assert render(source, visit(), part=part) == "made 3"


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_visitor_the_portal_knows_gets_everything_made_anew_and_leaves_nothing(visit, cookie):
    part, source = Counter(), "{% keep a %}{{ part }}{% endkeep %}"
    known = {cookie: "x"}
    assert [render(source, visit(cookies=known), part=part) for _time in range(2)] == ["made 1", "made 2"]
    assert render(source, visit(), part=part) == "made 3"
    assert render(source, visit(cookies=known), part=part) == "made 4"
    assert render(source, visit(), part=part) == "made 3"


def test_a_part_that_asks_for_the_session_is_not_kept(visit):
    source = "{% keep a %}{{ request.session.name }}{{ part }}{% endkeep %}"
    part = Counter()
    assert [render(source, visit(), part=part) for _time in range(2)] == ["made 1", "made 2"]


def test_nor_where_an_earlier_part_of_the_page_has_asked_already(visit):
    source = "{{ request.session.name }}{% keep a %}{{ request.session.name }}{{ part }}{% endkeep %}"
    part = Counter()
    assert [render(source, visit(), part=part) for _time in range(2)] == ["made 1", "made 2"]


def test_a_part_with_a_token_is_not_kept_even_behind_another_token(visit):
    part, source = Counter(), "{% keep a %}{{ token }}{{ part }}{% endkeep %}"
    made = []
    for _time in range(2):
        request = visit()
        get_token(request)
        request.META.pop("CSRF_COOKIE", None)
        made.append(render(source, request, part=part, token=lambda request=request: get_token(request)[:0]))
        assert request.META["CSRF_COOKIE_NEEDS_UPDATE"] is True
    assert made == ["made 1", "made 2"]


def test_the_marks_of_the_request_are_put_back(visit):
    request = visit()
    request.session.get("name")
    render("{% keep a %}x{% endkeep %}", request)
    assert (request.session.accessed, request.META["CSRF_COOKIE_NEEDS_UPDATE"]) == (True, False)


def header_of(client, address):
    page = client.get(address).content.decode()
    return page.split('aria-label="Account"')[1].split("</nav>")[0]


@pytest.mark.parametrize("seconds", [0, 300])
def test_nobody_sees_anothers_name(settings, seconds):
    """One visitor after the other, with and without the page cache: each sees the own header."""
    settings.PAGE_CACHE_SECONDS = seconds
    make_home_page()
    page = make_coalition()
    ada, sam = make_user(first_name="Ada", last_name="Example"), make_secretariat_user(first_name="Sam")
    nobody, hers, his = Client(), Client(), Client()
    hers.force_login(ada)
    his.force_login(sam)
    for address in (page.url, "/", "/search/?q=x", "/nothing-here/"):
        words = ("Sign in", "Ada Example", "Sam", "CMS", "Sign out")
        headers = [header_of(client, address) for client in (nobody, hers, nobody, his, hers, nobody)]
        seen = [[word for word in words if word in header] for header in headers]
        assert seen == [
            ["Sign in"],
            ["Ada Example", "Sign out"],
            ["Sign in"],
            ["Sam", "CMS", "Sign out"],
            ["Ada Example", "Sign out"],
            ["Sign in"],
        ]


def test_messages_are_their_readers_alone(settings):
    settings.PAGE_CACHE_SECONDS = 300
    make_home_page()
    ada, nobody = Client(), Client()
    ada.force_login(make_user())
    ada.post("/accounts/logout/")
    pages = ["You are signed out." in client.get("/").content.decode() for client in (ada, nobody, ada)]
    assert pages == [True, False, False]


def test_a_visitor_without_cookies_gets_none(client):
    make_home_page()
    response = client.get("/")
    assert (dict(response.cookies), dict(client.cookies)) == ({}, {})
