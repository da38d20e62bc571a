"""What nobody confirms is deleted."""

import io

import pytest
from django.core.management import call_command

from coalitions.papers.models import ParagraphComment, SurveyResponse
from tests.coalitions.papers.factories import in_days, make_comment, make_draft, make_response, make_survey

pytestmark = pytest.mark.django_db


def test_only_what_was_not_confirmed_in_time_goes():
    draft, out = make_draft(), io.StringIO()
    make_comment(draft, state="unconfirmed", received_at=in_days(-8))
    kept = [make_comment(draft, state="unconfirmed"), make_comment(draft, state="pending", received_at=in_days(-8))]
    call_command("tidy_papers", stdout=out)
    assert out.getvalue().splitlines()[0] == "Comments that were not confirmed, deleted: 1"
    assert list(ParagraphComment.objects.order_by("pk")) == kept


def test_answers_of_surveys_that_were_not_confirmed_go_too():
    survey = make_survey(audience="community")
    old = make_response(survey, state="unconfirmed", email="a@example.org", started_at=in_days(-8))
    kept = [
        make_response(survey, state="unconfirmed", email="b@example.org", started_at=in_days(-6)),
        make_response(survey, email="c@example.org", started_at=in_days(-8)),
    ]
    said = []
    for _ in range(2):
        out = io.StringIO()
        call_command("tidy_papers", stdout=out)
        said.append(out.getvalue().splitlines()[1])
    assert said == [f"Answers that were not confirmed, deleted: {count}" for count in (1, 0)]
    assert list(SurveyResponse.objects.order_by("pk")) == kept
    assert not SurveyResponse.objects.with_key(old.key).exists()
