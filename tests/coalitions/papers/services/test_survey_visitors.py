import uuid

import pytest
import time_machine

from coalitions.models import Notice
from coalitions.papers.enums import QuestionKind
from coalitions.papers.models import SurveyResponse
from coalitions.papers.services import (
    answer_survey,
    confirm_response,
    erase_response,
    forget_person_in_surveys,
)
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_response, make_survey
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey(audience="community", questions=["say", {"clean_name": "must", "required": True}])


def answer(survey, key=None, **more):
    return answer_survey(survey, key=key or uuid.uuid4(), **{"answers": {"must": "Words"}, **more})


def states(survey):
    return sorted(survey.responses.values_list("email", "state"))


def test_without_an_address_it_counts_at_once_and_twice_the_same_form_is_one_answer(survey):
    key = uuid.uuid4()
    first = answer(survey, key)
    assert answer(survey, key, answers={"must": "Other words"}) == first
    assert (states(survey), Notice.objects.count()) == ([("", "submitted")], 0)


def test_with_an_address_it_counts_once_confirmed_and_the_mail_repeats_nothing(survey):
    response = answer(survey, email="ada@example.org", name="Ada Sample", answers={"must": "Buy this"})
    mail = Notice.objects.get()
    assert (states(survey), mail.address) == ([("ada@example.org", "unconfirmed")], "ada@example.org")
    assert [word for word in ("Buy this", "Ada") if word in mail.subject + mail.text] == []
    confirm_response(response)
    confirm_response(response)
    assert states(survey) == [("ada@example.org", "submitted")]


def test_one_answer_counts_for_each_address_the_newest(survey):
    first, second = (answer(survey, email="ada@example.org") for _number in range(2))
    confirm_response(first)
    confirm_response(second)
    first.refresh_from_db()
    assert (first.state, states(survey)) == (
        "replaced",
        [("ada@example.org", "replaced"), ("ada@example.org", "submitted")],
    )
    with pytest.raises(NotAllowed):
        confirm_response(first)


def test_what_was_sent_in_time_is_confirmed_after_the_deadline(survey):
    response = answer(survey, email="ada@example.org")
    with time_machine.travel(in_days(12), tick=False):
        confirm_response(response)
    assert states(survey) == [("ada@example.org", "submitted")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"audience": "coalitions"}, "This survey asks coalitions; their coordinators answer it."),
        ({"audience": "mag", "opened_ago": -1}, "The survey is not open yet."),
        ({"audience": "mag", "opened_ago": 9, "closes_in": -1}, "The survey is closed."),
        ({"audience": "mag", "live": False}, "The survey is closed."),
    ],
)
def test_only_an_open_survey_of_people_takes_it(fields, said):
    with pytest.raises(NotAllowed) as refusal:
        answer(make_survey(**fields))
    assert str(refusal.value) == said


def test_what_is_required_is_asked_for_and_what_is_not_asked_is_left_out():
    survey = make_survey(
        audience="community",
        questions=[
            {"clean_name": "member", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "required": True},
            {"clean_name": "of", "only_if": "member", "only_if_is": "Yes"},
        ],
    )
    with pytest.raises(NotAllowed, match="Still without an answer: Member"):
        answer(survey, answers={})
    given = {"member": {"chosen": ["No"], "other": ""}, "of": "Something"}
    assert answer(survey, answers=given).answers == {"member": {"chosen": ["No"], "other": ""}}


def test_an_answer_is_deleted_with_its_mail_at_the_persons_wish(survey):
    response = answer(survey, email="ada@example.org")
    erase_response(response)
    assert (SurveyResponse.objects.count(), Notice.objects.count()) == (0, 0)
    with pytest.raises(NotAllowed):
        erase_response(make_response(make_survey(slug="other"), make_coalition()))


def test_an_erased_account_takes_name_and_address_along_and_the_answer_counts_on(survey):
    response = answer(survey, email="ada@example.org", name="Ada Sample")
    confirm_response(response)
    forget_person_in_surveys(make_user("ada", email="ADA@example.org"))
    response.refresh_from_db()
    assert (response.name, response.email, response.state) == ("", "", "submitted")
