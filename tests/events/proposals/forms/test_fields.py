"""Texts people type: limits, and everything an attacker may try."""

import re

import pytest
from django import forms

from coalitions.sanitize import clean_html
from events.forms.fields import html_to_typed
from events.proposals.forms.fields import LineField, MarkupField, TextField
from tests.attack_corpus import ATTACKS, COSTLY

FIELDS = {"line": LineField(limit=160), "text": TextField(limit=600), "markup": MarkupField(limit=6_000)}


def answer(field, text):
    """What a field makes of a text: ("kept", value) or ("refused", sentence)."""
    try:
        return "kept", field.clean(text)
    except forms.ValidationError as error:
        return "refused", error.messages[0]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_text_or_refused_with_a_sentence(name, attack):
    outcome, value = answer(FIELDS[name], ATTACKS[attack])
    if outcome == "refused":
        assert value.endswith((".", "allowed"))
    elif name == "markup":
        # Cleaned once more it stays as it is: nothing is in it that sanitising would take out.
        assert clean_html(value) == value
        assert set(re.findall(r"</?([a-z0-9]+)", value)) <= {"p", "br", "ul", "li", "a"}
    else:
        allowed = "\n\t" if name == "text" else ""
        assert [char for char in value if ord(char) < 32 and char not in allowed] == []
        assert len(value) <= FIELDS[name].limit


@pytest.mark.parametrize("attack", COSTLY)
def test_a_long_text_is_refused_and_not_cut(attack):
    outcome, sentence = answer(FIELDS["line"], COSTLY[attack])
    assert (outcome, "characters, please" in sentence) == ("refused", True)


@pytest.mark.parametrize("name", FIELDS)
def test_the_limit_to_the_character(name):
    field = FIELDS[name]
    assert answer(field, "é" * field.limit)[0] == "kept"
    assert answer(field, "é" * (field.limit + 1)) == (
        "refused",
        f"At most {field.limit:,} characters, please; this has {field.limit + 1:,}.",
    )


def test_a_line_break_counts_once_and_space_around_not_at_all():
    assert TextField(limit=3).clean("  a\r\nb ") == "a\nb"


def test_a_browser_is_told_the_limit_and_cuts_nothing():
    class Form(forms.Form):
        text = TextField(limit=600)

    html = str(Form()["text"])
    assert ('data-limit="600"' in html, "maxlength" in html) == (True, False)


def test_a_required_text_of_nothing_one_sees():
    field = LineField(limit=10, required=True)
    assert answer(field, "\u202e \u2066") == ("refused", "This field is required.")


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("", ""),
        ("One\ntwo\n\nThree", "<p>One<br>two</p><p>Three</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        (
            "See https://example.org/",
            '<p>See <a href="https://example.org/" rel="nofollow ugc noopener">https://example.org/</a></p>',
        ),
    ],
)
def test_markup_that_is_typed_comes_back_as_it_was_typed(typed, html):
    cleaned = MarkupField(limit=600).clean(typed)
    assert (cleaned, html_to_typed(cleaned)) == (html, typed)
