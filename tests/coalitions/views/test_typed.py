import datetime
from importlib import import_module

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse, QueryDict

from coalitions.views import typed
from coalitions.views.typed import keeps_what_was_typed, typed_before
from tests.factories import make_site_tree, make_user

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


@keeps_what_was_typed
def edit(request, pk=1):
    before = typed_before(request) if request.method == "GET" else None
    return HttpResponse(before.urlencode() if before else "empty")


@pytest.fixture
def browser(rf, settings):
    """One browser's requests: they share a session, whoever is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()

    def send(method="get", path="/edit/1/", user=None, **data):
        request = getattr(rf, method)(path, data)
        request.user, request.session = user or AnonymousUser(), session
        request._messages = FallbackStorage(request)
        response = edit(request)
        response.said = [str(message) for message in get_messages(request)]
        return response

    send.session = session
    return send


def text_of(response):
    return QueryDict(response.content.decode()).dict()


def test_signed_in_nothing_is_kept(browser):
    user = make_user()
    assert browser("post", user=user, text="Hello").content == b"empty"
    assert browser(user=user).content == b"empty"


def test_reading_asks_to_sign_in(browser):
    response = browser(path="/edit/1/?tab=2")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/edit/1/%3Ftab%3D2")
    assert response.said == []


def test_what_was_sent_without_a_session_waits_for_the_sign_in_and_comes_once(browser):
    response = browser("post", text="Ünïcode & more\nlines", csrfmiddlewaretoken="x", old_password="y")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/edit/1/")
    assert response.said == [
        "You were no longer signed in. What you typed is kept: sign in, and go on where you were."
    ]
    user = make_user()
    assert [text_of(browser(user=user)) for _time in range(2)] == [{"text": "Ünïcode & more\nlines"}, {"empty": ""}]


def test_several_values_of_a_field_are_all_kept(rf, browser):
    browser("post", areas=["1", "2"])
    before = QueryDict(browser(user=make_user()).content.decode())
    assert before.getlist("areas") == ["1", "2"]


def test_it_waits_for_its_own_form(browser):
    browser("post", path="/edit/1/", text="one")
    browser("post", path="/edit/2/", text="two")
    user = make_user()
    assert [text_of(browser(path=f"/edit/{number}/", user=user)) for number in (3, 2, 1)] == [
        {"empty": ""},
        {"text": "two"},
        {"text": "one"},
    ]


def test_of_many_forms_the_newest_few_are_kept(browser):
    for number in range(1, 6):
        browser("post", path=f"/edit/{number}/", text=str(number))
    assert list(browser.session[typed.SESSION_KEY]) == ["/edit/3/", "/edit/4/", "/edit/5/"]


@pytest.mark.parametrize("minutes, found", [(119, {"text": "Hello"}), (121, {"empty": ""})])
def test_it_waits_for_two_hours(browser, minutes, found):
    with time_machine.travel(NOON, tick=False) as clock:
        browser("post", text="Hello")
        clock.shift(datetime.timedelta(minutes=minutes))
        assert text_of(browser(user=make_user())) == found


def test_a_text_too_long_to_be_kept_is_shown_to_be_copied(browser):
    make_site_tree()
    response = browser("post", text="a" * typed.MAX_TYPED, password="secret-word")
    page = response.content.decode()
    assert response.status_code == 403
    assert ("a" * typed.MAX_TYPED in page, "secret-word" in page) == (True, False)
    assert typed.SESSION_KEY not in browser.session


def test_sessions_are_not_filled_by_a_program(browser):
    make_site_tree()
    answers = [browser("post", text="spam").status_code for _time in range(typed.KEPT_AN_HOUR + 1)]
    assert answers == [302] * typed.KEPT_AN_HOUR + [429]


def test_it_survives_the_sign_in_itself(client):
    """Django gives a session a new key when somebody signs in, and keeps what is in it."""
    session = client.session
    session[typed.SESSION_KEY] = {"/edit/1/": [0, "text=Hello"]}
    session.save()
    before = session.session_key
    user = make_user("ada")
    client.post("/accounts/login/", {"login": "ada", "password": "a-long-test-password"})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before
    assert client.session[typed.SESSION_KEY] == {"/edit/1/": [0, "text=Hello"]}
