"""What the tests of papers need: a paper with stages."""

import datetime

from django.utils import timezone

from coalitions.papers.enums import QuestionKind, ResponseState, StageKind
from coalitions.papers.models import (
    PaperPage,
    PaperStage,
    SurveyedCoalition,
    SurveyPage,
    SurveyQuestion,
    SurveyResponse,
)
from tests.factories import make_cycle, make_home_page


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def make_paper(title="The paper of 2021", *, parent=None, cycle=None, **fields):
    """The page of the work on a paper, published."""
    return (parent or make_home_page()).add_child(
        instance=PaperPage(title=title, cycle=cycle or make_cycle(), **fields)
    )


def make_stage(paper=None, kind=StageKind.DRAFTING, **fields):
    """A stage; without dates it is to be announced."""
    return PaperStage.objects.create(paper=paper or make_paper(), kind=kind, **fields)


def make_survey(paper=None, questions=(), *, closes_in=10, opened_ago=1, **fields):
    """A survey of coalitions that is open, published. `questions`: dicts of SurveyQuestion's fields, or short names."""
    paper = paper or make_paper()
    survey = paper.add_child(
        instance=SurveyPage(
            **{"title": "The survey", "opens_at": in_days(-opened_ago), "closes_at": in_days(closes_in), **fields}
        )
    )
    for order, question in enumerate(questions):
        make_question(survey, order=order, **({"clean_name": question} if isinstance(question, str) else question))
    return survey


def make_question(survey, clean_name, *, order=0, **fields):
    """A question of a survey: long text unless said otherwise."""
    fields = {"label": clean_name.replace("_", " ").capitalize(), "field_type": QuestionKind.TEXT, **fields}
    return SurveyQuestion.objects.create(page=survey, clean_name=clean_name, sort_order=order, **fields)


def make_response(survey, coalition=None, *, state=ResponseState.SUBMITTED, **fields):
    """An answer: of a coalition, which is asked, or of somebody."""
    if coalition is not None:
        SurveyedCoalition.objects.get_or_create(survey=survey, coalition=coalition, defaults={"name": coalition.title})
    if state == ResponseState.SUBMITTED:
        fields.setdefault("submitted_at", timezone.now())
    return SurveyResponse.objects.create(survey=survey, coalition=coalition, state=state, **fields)
