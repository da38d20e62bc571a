import datetime
import html
import re

import pytest
import time_machine
from django import forms
from django.core import signing

from coalitions.forms.public import PublicForm, stamp
from tests.public_forms import as_a_person

NOON = datetime.datetime(2021, 5, 3, 12, tzinfo=datetime.UTC)


class JoinForm(PublicForm):
    name = forms.CharField(max_length=50)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("name") == "nobody":
            self.add_error("name", "Give a name.")
        return cleaned


def codes(form):
    return [error.code for error in form.non_field_errors().as_data()]


def stamp_in(form):
    return html.unescape(re.search(r'name="opened"[^>]*value="([^"]*)"', str(form))[1])


def test_a_person_gets_through_and_the_view_sees_the_own_fields_alone():
    form = JoinForm(as_a_person(name="Ada"))
    assert (form.is_valid(), form.cleaned_data) == (True, {"name": "Ada"})


@pytest.mark.parametrize("seconds, code", [(0, ["too-quick"]), (1, ["too-quick"]), (2, []), (86_400, [])])
def test_a_person_needs_a_moment(seconds, code):
    with time_machine.travel(NOON, tick=False) as clock:
        form = JoinForm()
        opened = stamp_in(form)
        clock.shift(seconds)
        assert codes(JoinForm({"name": "Ada", "opened": opened})) == code


def test_whoever_was_too_quick_sends_the_same_once_more():
    with time_machine.travel(NOON, tick=False) as clock:
        refused = JoinForm({"name": "Ada", "opened": stamp()})
        assert codes(refused) == ["too-quick"]
        again = stamp_in(refused)
        clock.shift(3)
        assert JoinForm({"name": "Ada", "opened": again}).is_valid()


@pytest.mark.parametrize(
    "opened",
    [None, "", "x", "1620043200", signing.dumps(0), signing.dumps("x", salt="another"), stamp()[:-1]],
    ids=["none", "empty", "x", "plain", "no salt", "another salt", "cut short"],
)
def test_a_form_that_was_not_opened_here_gets_a_new_stamp(opened):
    with time_machine.travel(NOON, tick=False) as clock:
        refused = JoinForm({"name": "Ada"} | ({"opened": opened} if opened is not None else {}))
        assert codes(refused) == ["stamp"]
        again = stamp_in(refused)
        clock.shift(3)
        assert JoinForm({"name": "Ada", "opened": again}).is_valid()


def test_a_program_fills_in_what_nobody_sees_and_a_person_loses_nothing():
    refused = JoinForm(as_a_person(name="Ada", homepage="https://example.org"))
    assert codes(refused) == ["honeypot"]
    page = str(refused)
    assert ('value="Ada"' in page, "https://example.org" in page) == (True, False)


def test_errors_of_a_field_and_of_the_form_are_both_said():
    form = JoinForm({"opened": stamp(), "name": ""})
    assert (codes(form), list(form.errors)) == (["too-quick"], ["name", "__all__"])


def test_the_rules_of_a_form_follow_those_of_all():
    assert JoinForm(as_a_person(name="nobody")).errors == {"name": ["Give a name."]}


def test_nobody_sees_hears_or_reaches_the_honeypot():
    form = JoinForm()
    [honeypot] = [field for field in form.hidden_fields() if field.name == "homepage"]
    assert [field.name for field in form.visible_fields()] == ["name"]
    markup = str(honeypot)
    assert markup.startswith("<div hidden>")
    for attribute in ('tabindex="-1"', 'autocomplete="off"', '<label for="id_homepage">', 'id="id_homepage"'):
        assert attribute in markup
