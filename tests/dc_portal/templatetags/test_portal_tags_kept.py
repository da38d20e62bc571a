"""Parts of a page that are kept for everybody."""

import pytest
from django.core.cache import cache
from django.template import Context, Template
from django.test import RequestFactory

TEMPLATE = Template("{% load portal_tags %}{% keep part %}{{ word }}{% endkeep %}")


def render(word, address="/", **context):
    request = RequestFactory().get(address)
    return TEMPLATE.render(Context({"request": request, "page": object(), "word": word, **context}))


def test_a_part_is_kept_for_each_address():
    assert [render("one"), render("two"), render("three", "/?page=2")] == ["one", "one", "three"]


@pytest.mark.parametrize(("fresh_for", "kept"), [(None, True), (60, True), (1, True), (0, False)])
def test_a_page_that_changes_by_itself_is_kept_no_longer(fresh_for, kept):
    render("one", fresh_for=fresh_for)

    assert render("two", fresh_for=fresh_for) == ("one" if kept else "two")


def test_an_address_of_any_length_makes_no_key_that_a_cache_refuses():
    address = "/?q=" + "ü" * 35  # twelve characters each in the address

    assert [render("one", address), render("two", address)] == ["one", "one"]


def test_an_address_nobody_will_ask_for_again_is_not_kept():
    address = "/?q=" + "x" * 500

    assert [render("one", address), render("two", address)] == ["one", "two"]


def test_new_content_is_shown_at_once():
    render("one")
    cache.delete("pages:version")

    assert render("two") == "two"
