import pytest
import time_machine
from django.utils import timezone

from coalitions.fingerprint import fingerprint
from coalitions.models import Membership, Notice, RepresentedGroup
from coalitions.papers.enums import QuestionKind, ResponseState
from coalitions.papers.models import SurveyResponse
from coalitions.papers.services import (
    Conflict,
    freeze_population,
    remind_missing,
    reopen_response,
    restore_response,
    save_response,
    set_response_aside,
    start_response,
    submit_response,
)
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_response, make_survey
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

YES_NO = {"clean_name": "constant", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "required": True}
WHY = {"clean_name": "why", "only_if": "constant", "only_if_is": "No", "required": True}


def chosen(*options, other=""):
    return {"chosen": list(options), "other": other}


@pytest.fixture
def cora():
    return make_user("cora", first_name="Cora", last_name="Sample")


@pytest.fixture
def cody():
    return make_user("cody", first_name="Cody", last_name="Sample")


@pytest.fixture
def coalition(cora, cody):
    return make_coalition("Coalition on Answers", acronym="", coordinators=[cora, cody])


def seen(**answers):
    return {name: fingerprint(value) for name, value in answers.items()}


def begin(survey, coalition, by):
    return start_response(survey, coalition, by=by)


def test_the_answer_begins_with_what_the_page_tells(coalition, cora):
    coalition.established = 2009
    coalition.save()
    RepresentedGroup.objects.create(coalition=coalition, group="civil-society")
    for number in range(12):
        Membership.objects.create(
            coalition=coalition,
            name=f"Member {number}",
            email=f"m{number}@example.org",
            confirmed_at=timezone.now(),
            joined_on=timezone.now().date(),
        )
    survey = make_survey(
        questions=[
            {"clean_name": "coalition_name", "field_type": QuestionKind.LINE},
            {"clean_name": "year_formed", "field_type": QuestionKind.NUMBER},
            {
                "clean_name": "stakeholder_groups",
                "field_type": QuestionKind.SEVERAL,
                "choices": "Civil society\nGovernment",
            },
            {"clean_name": "members_number", "field_type": QuestionKind.BANDS, "choices": "0\n11\n51"},
        ]
    )
    response = begin(survey, coalition, cora)
    assert response.answers == {
        "coalition_name": "Coalition on Answers",
        "year_formed": 2009,
        "stakeholder_groups": chosen("Civil society"),
        "members_number": chosen("11–50"),
    }
    assert begin(survey, coalition, cora) == response


@pytest.mark.parametrize(
    ("opened_ago", "closes_in", "outcome"),
    [
        (-1, 5, "This survey does not ask this coalition."),
        (1, 5, "begun"),
        (9, -1, "The survey is closed. Write to the Secretariat if you still want to answer."),
    ],
)
def test_a_coordinator_begins_while_it_is_open(coalition, cora, opened_ago, closes_in, outcome):
    survey = make_survey(opened_ago=opened_ago, closes_in=closes_in)
    try:
        start_response(survey, coalition, by=cora)
        said = "begun"
    except NotAllowed as refusal:
        said = str(refusal)
    assert said == outcome


def test_the_secretariat_begins_for_a_coalition_also_later(coalition):
    survey = make_survey(opened_ago=9, closes_in=-1)
    response = start_response(survey, coalition, by=make_secretariat_user())
    assert (response.state, response.entered_by_staff) == (ResponseState.DRAFT, True)


def test_others_begin_nothing(coalition):
    with pytest.raises(NotAllowed, match=r"Only a coordinator of the coalition answers for it\."):
        start_response(make_survey(), coalition, by=make_user("nobody"))


def test_different_questions_of_two_coordinators_are_brought_together(coalition, cora, cody):
    response = begin(make_survey(questions=["one", "two"]), coalition, cora)
    before = seen(one=None, two=None)
    save_response(response, typed={"one": "Cora’s", "two": None}, seen=before, by=cora)
    saved = save_response(response, typed={"one": None, "two": "Cody’s"}, seen=before, by=cody)
    response.refresh_from_db()
    assert (saved.conflicts, saved.merged, response.answers) == ({}, ["one"], {"one": "Cora’s", "two": "Cody’s"})


def test_the_same_question_shows_both_versions_and_overwrites_nothing(coalition, cora, cody):
    response = begin(make_survey(questions=["one", "two"]), coalition, cora)
    before = seen(one=None, two=None)
    save_response(response, typed={"one": "Cora’s"}, seen=before, by=cora)
    saved = save_response(response, typed={"one": "Cody’s", "two": "Cody’s"}, seen=before, by=cody)
    response.refresh_from_db()
    assert saved.conflicts == {"one": Conflict("one", "Cora’s", "Cora Sample")}
    assert response.answers == {"one": "Cora’s", "two": "Cody’s"}
    save_response(response, typed={"one": "Both"}, seen=seen(one="Cora’s"), by=cody)
    response.refresh_from_db()
    assert response.answers == {"one": "Both", "two": "Cody’s"}


def test_an_answer_taken_out_is_gone_and_an_unknown_question_is_not_kept(coalition, cora):
    response = begin(make_survey(questions=["one"]), coalition, cora)
    save_response(response, typed={"one": "Words", "other": "Words"}, seen=seen(one=None, other=None), by=cora)
    save_response(response, typed={"one": None}, seen=seen(one="Words"), by=cora)
    response.refresh_from_db()
    assert response.answers == {}


def test_after_the_deadline_what_was_typed_is_kept_as_a_late_draft(coalition, cora):
    survey = make_survey(questions=["one"])
    response = begin(survey, coalition, cora)
    secretariat = make_secretariat_user()
    with time_machine.travel(in_days(11), tick=False):
        saved = save_response(response, typed={"one": "Just too late"}, seen=seen(one=None), by=cora)
        response.refresh_from_db()
        assert (saved.was_late, response.state, response.answers) == (True, "late", {"one": "Just too late"})
        with pytest.raises(NotAllowed, match="kept as a late draft"):
            submit_response(response, by=cora)
        submit_response(response, by=secretariat)
    response.refresh_from_db()
    assert (response.state, response.is_late) == (ResponseState.SUBMITTED, True)
    told = list(Notice.objects.filter(user=secretariat).values_list("subject", flat=True))
    assert told == ["Submitted: Coalition on Answers, “The survey”"]


def test_a_late_draft_is_a_draft_again_when_the_deadline_moves(coalition, cora):
    survey = make_survey(questions=["one"], closes_in=-1, opened_ago=9)
    response = make_response(survey, coalition, state=ResponseState.LATE)
    survey.closes_at = in_days(3)
    survey.save(clean=False)
    save_response(response, typed={"one": "In time"}, seen=seen(one=None), by=cora)
    response.refresh_from_db()
    assert response.state == ResponseState.DRAFT


def test_what_is_required_is_asked_for_and_what_is_not_asked_is_left_out(coalition, cora):
    response = begin(make_survey(questions=[YES_NO, WHY]), coalition, cora)
    with pytest.raises(NotAllowed, match="Still without an answer: Constant"):
        submit_response(response, by=cora)
    SurveyResponse.objects.filter(pk=response.pk).update(answers={"constant": chosen("No")})
    with pytest.raises(NotAllowed, match="Still without an answer: Why"):
        submit_response(response, by=cora)
    SurveyResponse.objects.filter(pk=response.pk).update(answers={"constant": chosen("Yes"), "why": "Old"})
    assert submit_response(response, by=cora).answers == {"constant": chosen("Yes")}


def test_what_changed_since_the_preview_is_looked_at_again(coalition, cora, cody):
    response = begin(make_survey(questions=["one"]), coalition, cora)
    version = fingerprint(response.answers)
    save_response(response, typed={"one": "More"}, seen=seen(one=None), by=cody)
    with pytest.raises(NotAllowed, match="Somebody changed the answer meanwhile"):
        submit_response(response, by=cora, version=version)


STATES = list(ResponseState)
ACTORS = ("nobody", "another", "coordinator", "secretariat")
OPEN_TO = {
    "submit": {("draft", "coordinator"), ("draft", "secretariat")},
    "reopen": {("submitted", "coordinator"), ("submitted", "secretariat")},
    "set_aside": {("submitted", "secretariat"), ("unconfirmed", "secretariat")},
    "restore": {("set-aside", "secretariat")},
}
VERBS = {
    "submit": lambda response, by: submit_response(response, by=by),
    "reopen": lambda response, by: reopen_response(response, by=by),
    "set_aside": lambda response, by: set_response_aside(response, by=by, reason="A test."),
    "restore": lambda response, by: restore_response(response, by=by, reason="A test."),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_takes_which_step_from_which_state(coalition, cora, verb):
    people = {
        "nobody": make_user("nobody"),
        "another": make_user("another"),
        "coordinator": cora,
        "secretariat": make_secretariat_user(),
    }
    make_contact(make_coalition("Another coalition"), user=people["another"])
    survey = make_survey()
    response = make_response(survey, coalition)
    taken = set()
    for state in STATES:
        for actor in ACTORS:
            SurveyResponse.objects.filter(pk=response.pk).update(state=state, submitted_at=timezone.now())
            try:
                VERBS[verb](response, people[actor])
            except NotAllowed:
                continue
            taken.add((state.value, actor))
    assert taken == OPEN_TO[verb]


def test_after_the_deadline_the_secretariat_alone_reopens(coalition, cora):
    response = make_response(make_survey(closes_in=-1, opened_ago=9), coalition)
    with pytest.raises(NotAllowed, match="The survey is closed; ask the Secretariat to reopen the answer"):
        reopen_response(response, by=cora)
    assert reopen_response(response, by=make_secretariat_user()).state == ResponseState.DRAFT


def test_every_step_leaves_a_row(coalition, cora):
    survey = make_survey(questions=["one"])
    response = begin(survey, coalition, cora)
    submit_response(response, by=cora)
    reopen_response(response, by=cora)
    rows = [(step.label, step.from_state, step.to_state, step.by) for step in response.steps.all()]
    assert rows == [
        ("Begun", "", "draft", cora),
        ("Submitted", "draft", "submitted", cora),
        ("Reopened", "submitted", "draft", cora),
    ]


def test_submitting_drops_the_reminder_that_has_not_left(coalition, cora):
    survey = freeze_population(make_survey(questions=["one"]))
    remind_missing(survey)
    assert Notice.objects.filter(matter__contains=":reminder:").count() == 2
    submit_response(begin(survey, coalition, cora), by=cora)
    assert Notice.objects.filter(matter__contains=":reminder:").count() == 0
