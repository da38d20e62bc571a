import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from coalitions.papers.enums import QuestionKind
from tests.coalitions.papers.factories import in_days, make_response, make_survey
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"clean_name": "one", "label": "The first question", "limit": 100},
    {"clean_name": "two", "label": "The second question"},
    {"clean_name": "used", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "required": True},
]


class Desk:
    """A survey that is open, a coalition with two coordinators, and a browser for each."""

    def __init__(self):
        self.people = {name: make_user(name, first_name=name.capitalize(), last_name="") for name in ("cora", "cody")}
        self.coalition = make_coalition(coordinators=list(self.people.values()))
        self.survey = make_survey(questions=QUESTIONS)
        self.args = [self.survey.pk, self.coalition.pk]
        self.address = reverse("papers:survey-response", args=self.args)

    def browser(self, user):
        client = Client()
        client.force_login(self.people.get(user) or user)
        return client

    def seen(self, client):
        return client.get(self.address).context["form"]["seen"].value()

    @property
    def response(self):
        return self.survey.responses.get()


@pytest.fixture
def desk():
    return Desk()


def typed(seen, **fields):
    answers = {"one": "", "two": "", "used": "", **fields}
    return {"seen": seen, **{f"q-{name}": value for name, value in answers.items()}}


def test_two_coordinators_write_one_answer_and_submit_it(desk):
    cora, cody = desk.browser("cora"), desk.browser("cody")
    assert cora.get(desk.address).templates[0].name == "papers/survey/start.html"
    cora.post(desk.address)
    first, second = desk.seen(cora), desk.seen(cody)
    cora.post(desk.address, typed(first, one="Cora’s"))
    cody.post(desk.address, typed(second, two="Cody’s", used="Yes"))
    assert desk.response.answers == {
        "one": "Cora’s",
        "two": "Cody’s",
        "used": {"chosen": ["Yes"], "other": ""},
    }
    submit = reverse("papers:survey-submit", args=desk.args)
    version = cody.get(submit).context["version"]
    assert cody.post(submit, {"version": version})["Location"] == f"{desk.address}?done=submitted"
    assert cody.post(submit, {"version": version})["Location"] == desk.address
    assert [step.verb for step in desk.response.steps.all()] == ["start", "submit"]
    assert cora.get(desk.address).templates[0].name == "papers/survey/answered.html"
    cora.post(reverse("papers:survey-reopen", args=desk.args))
    assert desk.response.state == "draft"


def test_both_versions_of_one_question_are_shown_and_the_rest_is_saved(desk):
    cora, cody = desk.browser("cora"), desk.browser("cody")
    cora.post(desk.address)
    seen = desk.seen(cora)
    cora.post(desk.address, typed(seen, one="Cora’s"))
    answer = cody.post(desk.address, typed(seen, one="Cody’s", two="More"))
    page = answer.content.decode()
    shown = [text in page for text in ("Cora’s", "Cody’s", "Saved meanwhile by Cora")]
    assert (answer.status_code, shown, desk.response.answers) == (409, [True] * 3, {"one": "Cora’s", "two": "More"})
    again = answer.context["form"]["seen"].value()
    cody.post(desk.address, {**typed(again, one="Cody’s", two="More"), "take": "one"})
    assert desk.response.answers["one"] == "Cora’s"
    cody.post(desk.address, typed(again, one="Cody’s", two="More"))
    assert desk.response.answers["one"] == "Cody’s"


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"one": 1}', "[" * 50_000, "x" * 200_000])
def test_marks_that_are_not_ours_overwrite_nothing(desk, seen):
    cora = desk.browser("cora")
    cora.post(desk.address)
    cora.post(desk.address, typed(desk.seen(cora), one="Stored"))
    assert cora.post(desk.address, typed(seen, one="Forged")).status_code == 409
    assert desk.response.answers == {"one": "Stored"}


def test_what_is_too_long_is_said_and_nothing_is_lost(desk):
    cora = desk.browser("cora")
    cora.post(desk.address)
    answer = cora.post(desk.address, typed(desk.seen(cora), one="x" * 101, two="Kept"))
    page = answer.content.decode()
    assert (answer.status_code, "this has 101" in page, "Kept" in page) == (422, True, True)


def test_the_deadline_passes_while_the_form_is_open_and_it_is_kept_as_a_late_draft(desk):
    cora = desk.browser("cora")
    cora.post(desk.address)
    seen = desk.seen(cora)
    with time_machine.travel(in_days(11), tick=False):
        cora.force_login(desk.people["cora"])
        answer = cora.post(desk.address, typed(seen, one="Just too late"))
        assert answer["Location"] == f"{desk.address}?done=late"
        said = cora.get(f"{desk.address}?done=late").content.decode()
        assert "Everything you typed is kept as a late draft" in said
        submit = cora.post(reverse("papers:survey-submit", args=desk.args))
    assert (submit.status_code, desk.response.state, desk.response.answers) == (409, "late", {"one": "Just too late"})


def test_what_was_typed_after_somebody_submitted_stands_on_the_page(desk):
    cora = desk.browser("cora")
    make_response(desk.survey, desk.coalition)
    answer = cora.post(desk.address, typed("{}", one="Still mine"))
    assert (answer.status_code, "Still mine" in answer.content.decode()) == (409, True)


def test_what_was_typed_waits_for_a_new_sign_in(desk):
    cora = desk.browser("cora")
    cora.post(desk.address)
    seen = desk.seen(cora)
    cora.logout()
    cora.post(desk.address, typed(seen, one="Before the session ended"))
    cora.force_login(desk.people["cora"])
    assert "Before the session ended" in cora.get(desk.address).content.decode()


def test_nobody_else_finds_the_answer(desk):
    names = ("survey-response", "survey-submit")
    other = make_user("other")
    make_coalition(coordinators=[other])
    found = [
        [desk.browser(user).get(reverse(f"papers:{name}", args=desk.args)).status_code for name in names]
        for user in (other, make_user("nobody"))
    ]
    assert found == [[404, 404], [404, 404]]
    assert desk.browser(make_secretariat_user()).get(desk.address).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_form_asks_the_database_as_often_for_30_questions_as_for_one(rows, django_assert_num_queries):
    cora = make_user("cora")
    coalition = make_coalition(coordinators=[cora])
    survey = make_survey(questions=[f"question_{number}" for number in range(rows)])
    make_response(survey, coalition, state="draft")
    client = Client()
    client.force_login(cora)
    with django_assert_num_queries(18):
        page = client.get(reverse("papers:survey-response", args=[survey.pk, coalition.pk]))
    assert page.content.decode().count("<textarea") == rows
    assert escape(coalition.title) in page.content.decode()
