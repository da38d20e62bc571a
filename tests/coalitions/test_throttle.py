import datetime
import logging

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse

from coalitions.throttle import client_of, throttled
from tests.factories import make_site_tree

START = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


class BrokenCache(LocMemCache):
    def add(self, *args, **kwargs):
        raise ConnectionError("The cache is down")


@throttled("join", limit=3, seconds=3600)
def join(request):
    return HttpResponse("joined")


@throttled("comment", limit=3, seconds=3600)
def comment(request):
    return HttpResponse("said")


@pytest.fixture
def post(rf):
    def send(view=join, address="192.0.2.1", method="post", **data):
        return getattr(rf, method)("/join/", data, REMOTE_ADDR=address)

    return lambda view=join, **kwargs: view(send(view, **kwargs)).status_code


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.mark.django_db
def test_the_fourth_is_one_too_many_until_the_hour_is_over(post, clock):
    assert [post() for _time in range(5)] == [200, 200, 200, 429, 429]
    clock.shift(3599)
    assert post() == 429
    clock.shift(1)
    assert post() == 200


@pytest.mark.django_db
def test_each_address_and_each_form_has_a_count_of_its_own(post, clock):
    assert [post() for _time in range(4)][-1] == 429
    assert (post(address="192.0.2.2"), post(comment)) == (200, 200)


@pytest.mark.django_db
def test_reading_is_never_counted(post, clock):
    assert {post(method=method) for method in ("get", "head") for _time in range(10)} == {200}
    assert post() == 200


@pytest.mark.django_db
def test_one_client_of_ipv6_has_a_whole_network(post, clock):
    assert [post(address=f"2001:db8::{place}") for place in range(1, 5)][-1] == 429
    assert post(address="2001:db8:0:1::1") == 200


@pytest.mark.parametrize(
    "address, client",
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::7", "2001:db8::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_who_the_client_is(rf, address, client):
    assert client_of(rf.post("/", REMOTE_ADDR=address)) == client


@pytest.mark.django_db
def test_the_page_says_when_to_come_back_and_keeps_what_was_typed(rf, clock):
    make_site_tree()
    request = rf.post("/join/", {"text": '<b>"Hello"</b>', "password": "secret-word", "csrfmiddlewaretoken": "token"})
    for _time in range(3):
        join(request)
    clock.shift(600)
    response = join(request)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (429, "3000")
    assert 'name="text" value="&lt;b&gt;&quot;Hello&quot;&lt;/b&gt;"' in page
    assert ("secret-word" in page, 'value="token"' in page) == (False, False)


def test_when_the_cache_is_down_everybody_is_let_in_and_the_log_says_so(post, settings, caplog):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}
    with caplog.at_level(logging.ERROR, logger="coalitions.throttle"):
        assert [post() for _time in range(5)] == [200] * 5
    assert caplog.messages == ["Posts to “join” are not counted: the cache does not answer"] * 5


@pytest.mark.django_db
def test_nobodys_address_is_kept(local_cache, post, clock):
    post()
    assert [key for key in cache._cache if "192.0.2.1" in key] == []
    assert len([key for key in cache._cache if "throttle:" in key]) == 1
