"""Two people at the same moment: on PostgreSQL, each with a connection of their own."""

import uuid

import pytest

from coalitions.fingerprint import fingerprint
from coalitions.papers.enums import CommentState, Disposition
from coalitions.papers.models import SurveyReminder, SurveyResponse
from coalitions.papers.services import (
    AnsweredMeanwhile,
    Saved,
    answer_survey,
    confirm_response,
    dispose_comment,
    freeze_population,
    publish_comment,
    remind_missing,
    save_response,
    start_response,
    submit_response,
)
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import make_comment, make_survey
from tests.dc_portal.at_once import at_once, before_the_first_has_ended
from tests.factories import make_basics, make_coalition, make_secretariat_user, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

EMPTY = {"one": fingerprint(None), "two": fingerprint(None)}


class Two:
    """A survey that is open, and two coordinators of one coalition."""

    def __init__(self):
        self.cora, self.cody = make_user("cora"), make_user("cody")
        self.coalition = make_coalition(coordinators=[self.cora, self.cody])
        self.survey = make_survey(questions=["one", "two"])

    def begun(self):
        return start_response(self.survey, self.coalition, by=self.cora)


@pytest.fixture
def two():
    return Two()


def save(response, by, **typed):
    return lambda: save_response(response, typed=typed, seen=EMPTY, by=by)


def test_two_who_begin_at_once_begin_one_answer(two):
    first, second = at_once(
        lambda: start_response(two.survey, two.coalition, by=two.cora),
        lambda: start_response(two.survey, two.coalition, by=two.cody),
    )
    assert (first, SurveyResponse.objects.count(), two.survey.population.count()) == (second, 1, 1)


def test_different_questions_saved_at_once_are_both_there(two):
    response = two.begun()
    before_the_first_has_ended(save(response, two.cora, one="Cora’s"), save(response, two.cody, two="Cody’s"))
    response.refresh_from_db()
    assert response.answers == {"one": "Cora’s", "two": "Cody’s"}


def test_the_same_question_saved_at_once_overwrites_nothing(two):
    response = two.begun()
    first, second = before_the_first_has_ended(
        save(response, two.cora, one="Cora’s"), save(response, two.cody, one="Cody’s", two="More")
    )
    response.refresh_from_db()
    assert (type(first), list(first.conflicts), list(second.conflicts)) == (Saved, [], ["one"])
    assert response.answers == {"one": "Cora’s", "two": "More"}


def test_submitted_twice_at_once_is_submitted_once(two):
    response = two.begun()
    outcomes = at_once(lambda: submit_response(response, by=two.cora), lambda: submit_response(response, by=two.cody))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [NotAllowed.__name__, SurveyResponse.__name__]
    assert [step.verb for step in response.steps.all()] == ["start", "submit"]


def test_what_is_saved_while_it_is_submitted_is_refused_and_not_lost_silently(two):
    response = two.begun()
    _first, second = before_the_first_has_ended(
        lambda: submit_response(response, by=two.cora), save(response, two.cody, one="Too late")
    )
    response.refresh_from_db()
    assert (type(second), response.state, response.answers) == (NotAllowed, "submitted", {})


def test_two_reminders_at_once_are_one(two):
    survey = freeze_population(two.survey)
    at_once(lambda: remind_missing(survey), lambda: remind_missing(survey))
    assert SurveyReminder.objects.count() == 1


def test_the_same_form_and_the_same_address_at_once_count_once():
    survey, key = make_survey(audience="community", questions=["one"]), uuid.uuid4()
    first, second = at_once(*[lambda: answer_survey(survey, key=key, answers={"one": "A"})] * 2)
    assert (first, survey.responses.count()) == (second, 1)
    mails = [answer_survey(survey, key=uuid.uuid4(), answers={"one": word}, email="ada@example.org") for word in "BC"]
    at_once(*[lambda response=response: confirm_response(response) for response in mails])
    assert sorted(survey.responses.values_list("state", flat=True)) == ["replaced", "submitted", "submitted"]


def test_a_comment_is_published_or_rejected_and_the_second_is_told():
    make_basics()
    comment, one, other = make_comment(state=CommentState.PENDING), make_secretariat_user(), make_secretariat_user()
    first, second = before_the_first_has_ended(
        lambda: publish_comment(comment, by=one), lambda: publish_comment(comment, by=other)
    )
    assert (first.state, type(second)) == (CommentState.PUBLISHED, NotAllowed)
    answers = at_once(
        lambda: dispose_comment(comment, by=one, disposition=Disposition.ACCEPTED, seen=""),
        lambda: dispose_comment(comment, by=other, disposition=Disposition.NOT_ACCEPTED, reason="Not now.", seen=""),
    )
    assert sorted(isinstance(answer, AnsweredMeanwhile) for answer in answers) == [False, True]
