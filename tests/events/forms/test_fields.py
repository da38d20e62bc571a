"""Text as people type it, and as it comes back."""

import pytest
from django import forms

from events.forms.fields import TypedTextField, html_to_typed, typed_to_html
from tests.attack_corpus import ATTACKS

# What is typed, and the HTML that is kept.
TYPED = {
    "one line": ("Three things.", "<p>Three things.</p>"),
    "two paragraphs": ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
    "many empty lines": ("\n\nOne.\n \n\n\nTwo.\n\n", "<p>One.</p><p>Two.</p>"),
    "a line break": ("One.\nTwo.", "<p>One.<br>Two.</p>"),
    "Windows": ("One.\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
    "a list": ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
    "a list between": (
        "Before:\n- one\n* two\nAfter.",
        "<p>Before:</p><ul><li>one</li><li>two</li></ul><p>After.</p>",
    ),
    "a dash": ("-1 is less than 0 - always", "<p>-1 is less than 0 - always</p>"),
    "brackets": ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    "markup": ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
    "an address": (
        "See https://example.org/a?b=1&c=2.",
        '<p>See <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>",
    ),
    "nothing": ("  \n ", ""),
}


def clean(text, **options):
    return TypedTextField(required=False, **options).clean(text)


@pytest.mark.parametrize("case", TYPED)
def test_what_is_typed_is_kept_as_html(case):
    typed, html = TYPED[case]

    assert clean(typed) == html


@pytest.mark.parametrize("case", TYPED)
def test_what_was_kept_can_be_typed_again(case):
    _typed, html = TYPED[case]

    assert clean(html_to_typed(html)) == html


def test_html_of_another_source_keeps_its_words():
    html = "<h3>Head</h3><p>A <b>word</b></p><ol><li>one</li></ol><blockquote>said</blockquote>"

    assert html_to_typed(html) == "Head\n\nA word\n\n- one\n\nsaid"


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_gets_through_and_nothing_is_interpreted(name):
    try:
        html = clean(ATTACKS[name], max_length=10_000)
    except forms.ValidationError as error:
        assert error.messages
    else:
        assert html == clean(html_to_typed(html))
        assert "<script" not in html.lower()
        assert "<img" not in html.lower()


def test_too_long_is_said():
    with pytest.raises(forms.ValidationError, match="at most 10 characters"):
        clean("a" * 11, max_length=10)


def test_the_pieces_without_cleaning():
    assert typed_to_html("a\n- b") == "<p>a</p><ul><li>b</li></ul>"
