"""What the desk of a paper types: moments are UTC, whatever time zone the admin shows."""

import datetime

import pytest
from django.utils import timezone

from coalitions.papers.forms.comments import EnterForm
from coalitions.papers.forms.drafts import MoveForm, SnapshotForm
from coalitions.papers.forms.surveys import ExtendSurveyForm
from tests.coalitions.papers.factories import make_draft

pytestmark = pytest.mark.django_db

MOMENT = datetime.datetime(2021, 5, 24, 23, 59, tzinfo=datetime.UTC)


@pytest.mark.parametrize(("form_class", "name"), [(MoveForm, "to"), (SnapshotForm, "as_of"), (ExtendSurveyForm, "to")])
def test_a_moment_is_read_and_shown_in_utc(form_class, name):
    with timezone.override("Pacific/Auckland"):
        form = form_class({name: "2021-05-24T23:59", "reason": "More time."})
        assert (form.is_valid(), form.cleaned_data[name]) == (True, MOMENT)
        assert 'value="2021-05-24T23:59"' in str(form_class(initial={name: MOMENT})[name])


def test_so_is_the_moment_at_which_a_comment_came():
    with timezone.override("Pacific/Auckland"):
        form = EnterForm({"received_at": "2021-05-24T23:59"}, draft=make_draft(), words=lambda part: "Words")
        form.is_valid()
        assert form.cleaned_data["received_at"] == MOMENT
