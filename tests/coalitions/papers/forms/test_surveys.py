"""What an editor may do to a survey, and what no longer once it has answers."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from coalitions.papers.enums import QuestionKind
from coalitions.papers.models import SurveyPage
from tests.coalitions.papers.factories import make_response, make_survey
from tests.factories import make_secretariat_user

pytestmark = pytest.mark.django_db

USED = {"clean_name": "used", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "label": "Have you used it?"}
WHY = {"clean_name": "why", "field_type": QuestionKind.TEXT, "label": "Why?", "only_if": "used", "only_if_is": "No"}


@pytest.fixture
def survey():
    return make_survey(questions=[USED, WHY])


@pytest.fixture
def save(client, survey):
    """`save(rows)` sends the editor's form with these changes to the questions, and returns the page's answer."""
    client.force_login(make_secretariat_user())

    def send(*changes, more=()):
        rows = []
        for question, change in zip(survey.questions.all(), changes, strict=True):
            fields = ("clean_name", "field_type", "choices", "label", "only_if", "only_if_is", "columns", "help_text")
            rows.append({"id": question.pk, **{name: getattr(question, name) for name in fields}, **change})
        data = nested_form_data(
            {
                "title": survey.title,
                "slug": survey.slug,
                "audience": survey.audience,
                "opens_at": f"{survey.opens_at:%Y-%m-%d %H:%M}",
                "closes_at": f"{survey.closes_at:%Y-%m-%d %H:%M}",
                "intro": rich_text(""),
                "guidance": rich_text(""),
                "questions": inline_formset([*rows, *more], initial=len(rows)),
                "action-publish": "1",
            }
        )
        return client.post(reverse("wagtailadmin_pages:edit", args=[survey.pk]), data)

    return send


def stored(survey):
    return [(q.clean_name, q.label, q.field_type) for q in SurveyPage.objects.get(pk=survey.pk).questions.all()]


def test_questions_change_as_long_as_nobody_has_answered(survey, save):
    new = {"label": "What else?", "field_type": "text", "clean_name": ""}
    assert save({}, {"field_type": "line", "label": "Why not?"}, more=[new]).status_code == 302
    assert stored(survey) == [
        ("used", "Have you used it?", "one"),
        ("why", "Why not?", "line"),
        ("what_else", "What else?", "text"),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"field_type": "text", "choices": ""}, "It has answers: it can be reworded, but not change its kind."),
        ({"choices": "Yes\nNot yet"}, "It has answers: options can be added, but those that are there stay"),
        ({"clean_name": "other"}, "It has answers, which are kept under this name."),
        ({"DELETE": "1"}, "“Have you used it?” has answers and stays: reword it instead."),
    ],
)
def test_what_was_answered_keeps_its_meaning(survey, save, change, said):
    make_response(survey, answers={"used": {"chosen": ["Yes"], "other": ""}})
    page = save(change, {"only_if": "", "only_if_is": ""})
    assert (page.status_code, said in page.content.decode(), stored(survey)[0][2]) == (200, True, "one")


def test_what_was_answered_can_be_reworded_and_given_more_options(survey, save):
    make_response(survey, answers={"used": {"chosen": ["Yes"], "other": ""}})
    assert save({"label": "Did you use it?", "choices": "Yes\nNo\nNot yet"}, {}).status_code == 302
    assert stored(survey)[0] == ("used", "Did you use it?", "one")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({}, {"only_if": "nothing"}, "No earlier question with options has this short name."),
        ({}, {"only_if_is": "Perhaps"}, "Not among its options: Perhaps"),
        ({}, {"only_if_is": ""}, "A condition names a question and the options that meet it."),
        ({"field_type": "bands", "choices": "11\n0"}, {}, "Begin with the smallest number"),
        ({"field_type": "bands", "choices": "0\nmany"}, {}, "Give the first number of each band"),
        ({"field_type": "matrix", "choices": "A", "columns": "B"}, {}, "A table needs at least two columns"),
        ({"choices": "Yes"}, {}, "Give the options, one a line; at least two."),
        ({}, {"clean_name": "Used it"}, "Small letters, numbers and _"),
        ({"limit": "0"}, {}, "Between 1 and 10,000."),
    ],
)
def test_what_makes_no_sense_is_said(save, first, second, said):
    page = save(first, second)
    assert (page.status_code, said in page.content.decode()) == (200, True)


def test_two_questions_never_share_a_short_name(save):
    twice = {"label": "Why?", "field_type": "text", "clean_name": "why"}
    assert save({}, {}, more=[twice]).status_code == 200
