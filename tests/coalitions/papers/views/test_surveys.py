import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from coalitions.links import sign
from coalitions.models import Notice
from coalitions.papers.enums import QuestionKind
from coalitions.papers.models import SurveyResponse
from coalitions.papers.services import CONFIRM_SURVEY_LINK, link_source, publish_results
from coalitions.papers.trace import sources_of
from tests.attack_corpus import ATTACKS
from tests.coalitions.papers.factories import in_days, make_draft, make_response, make_survey, numbered
from tests.factories import make_coalition, make_secretariat_user, make_user
from tests.public_forms import as_a_person

pytestmark = pytest.mark.django_db

QUESTIONS = [
    {"clean_name": "part", "field_type": QuestionKind.SECTION, "label": "A part"},
    {"clean_name": "member", "field_type": QuestionKind.ONE, "choices": "Yes\nNo", "required": True},
    {"clean_name": "of", "field_type": QuestionKind.LINE, "only_if": "member", "only_if_is": "Yes"},
    {"clean_name": "known", "field_type": QuestionKind.SCALE, "choices": "Not at all\nWell"},
    {"clean_name": "more", "field_type": QuestionKind.SEVERAL, "choices": "A\nB\nC", "limit": 2, "allows_other": True},
    {"clean_name": "size", "field_type": QuestionKind.BANDS, "choices": "0\n11\n51"},
    {"clean_name": "ways", "field_type": QuestionKind.MATRIX, "choices": "List\nCalls", "columns": "Often\nNever"},
    {"clean_name": "count", "field_type": QuestionKind.NUMBER, "limit": 50},
    {"clean_name": "say", "field_type": QuestionKind.TEXT, "limit": 500},
]
# What would run if it stood on a page like this.
RUNS = ("<script>alert", "<img src=x", "<svg onload", 'href="javascript')


@pytest.fixture
def survey():
    return make_survey(audience="community", questions=QUESTIONS)


def post(survey, **fields):
    address = reverse("papers:survey-answer", args=[survey.pk])
    return Client().post(address, as_a_person(key=str(uuid.uuid4()), **{"q-member": "Yes", **fields}))


def kept(survey):
    return list(survey.responses.values_list("answers", flat=True))


def test_every_kind_of_question_comes_back_as_it_was_answered(survey):
    response = post(
        survey,
        **{"q-of": "A coalition", "q-known": "7", "q-more": ["A"], "q-more-other": "D", "q-size": "11–50"},
        **{"q-ways-0": "Often", "q-count": "12", "q-say": "Words", "group": "government", "region": "weog"},
    )
    assert (response.status_code, response["Location"]) == (302, reverse("papers:survey-thanks", args=[survey.pk]))
    assert kept(survey) == [
        {
            "member": {"chosen": ["Yes"], "other": ""},
            "of": "A coalition",
            "known": 7,
            "more": {"chosen": ["A"], "other": "D"},
            "size": {"chosen": ["11–50"], "other": ""},
            "ways": {"List": "Often"},
            "count": 12,
            "say": "Words",
        }
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"q-member": ""}, "Please answer this."),
        ({"q-member": "Maybe"}, "Select a valid choice. Maybe is not one of the available choices."),
        ({"q-more": ["A", "B"], "q-more-other": "D"}, "Choose at most 2."),
        ({"q-count": "51"}, "A whole number from 0 to 50, please."),
        ({"q-count": "9" * 5000}, "A whole number from 0 to 50, please."),
        ({"q-say": "x" * 501}, "At most 500 characters, please; this has 501."),
        ({"q-say": "x" * 100_000}, "This text is too long: at most 20,000 characters, please."),
        ({"email": "ada@example.org\nBcc: eve@example.org"}, "This is not an e-mail address."),
        ({"name": "www.example.org"}, "A name holds no address of a website or of a mailbox."),
        ({"homepage": "x"}, "A field that nobody sees was filled in"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_in_the_form(survey, fields, said):
    response = post(survey, **{"q-of": "Kept words", **fields})
    page = response.content.decode()
    assert (response.status_code, said in page, "Kept words" in page, kept(survey)) == (422, True, True, [])


def test_who_is_not_asked_does_not_answer(survey):
    post(survey, **{"q-member": "No", "q-of": "Something"})
    assert kept(survey) == [{"member": {"chosen": ["No"], "other": ""}}]


def test_a_form_posted_twice_is_one_answer(survey):
    key, address = str(uuid.uuid4()), reverse("papers:survey-answer", args=[survey.pk])
    for _time in range(2):
        Client().post(address, as_a_person(key=key, **{"q-member": "No"}))
    assert len(kept(survey)) == 1


def test_the_deadline_passes_while_the_form_is_open_and_what_was_typed_is_on_the_page(survey):
    with time_machine.travel(in_days(11), tick=False):
        response = post(survey, **{"q-say": "Too late"})
        page = response.content.decode()
    assert (response.status_code, "The survey is closed." in page, "Too late" in page) == (409, True, True)


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_that_is_typed_runs_anywhere(survey, name):
    # No browser sends half a character.
    attack = ATTACKS[name].encode(errors="replace").decode()
    answered = post(survey, **{"q-say": attack[:500], "q-more-other": attack[:200], "q-of": attack[:200]})
    assert answered.status_code in (302, 422)
    survey.closes_at = in_days(-0.1)
    survey.save(clean=False)
    publish_results(survey, by=make_secretariat_user())
    client = Client()
    for address in ("survey-results", "survey-results-file"):
        page = client.get(reverse(f"papers:{address}", args=[survey.pk])).content.decode()
        assert [part for part in RUNS if part in page] == []


def test_more_posts_than_a_person_sends_are_stopped(survey):
    address = reverse("papers:survey-answer", args=[survey.pk])
    client = Client()
    statuses = [client.post(address, {"q-say": "Mine"}).status_code for _time in range(21)]
    assert statuses == [422] * 20 + [429]


def test_the_link_shows_and_the_button_counts(survey):
    post(survey, email="ada@example.org")
    response = survey.responses.get()
    address = reverse("papers:survey-confirm", args=[sign(CONFIRM_SURVEY_LINK, response.key.hex)])
    assert (Client().get(address).status_code, survey.responses.get().state) == (200, "unconfirmed")
    assert (Client().post(address).status_code, survey.responses.get().state) == (200, "submitted")
    assert Notice.objects.count() == 0
    Client().post(address, {"answer": "no"})
    assert (SurveyResponse.objects.count(), Client().get(address).status_code) == (0, 410)


def test_results_are_read_by_everybody_once_they_are_published(survey):
    make_response(survey, answers={"member": {"chosen": ["Yes"], "other": ""}, "say": "A word"})
    survey.closes_at = in_days(-0.5)
    survey.save(clean=False)
    address = reverse("papers:survey-results", args=[survey.pk])
    secretariat = make_secretariat_user()
    inside = Client()
    inside.force_login(secretariat)
    assert [Client().get(address).status_code, inside.get(address).status_code] == [404, 200]
    publish_results(survey, by=secretariat)
    page = Client().get(address)
    assert (page.status_code, "A word" in page.content.decode()) == (200, True)
    api = Client().get(f"/api/v1/surveys/{survey.pk}/results/").json()
    assert (api["answered"], api["results"][0]["options"][0]) == (1, {"row": "", "option": "Yes", "count": 1})


def test_programs_find_no_answer_before_publication(survey):
    make_response(survey, answers={"say": "A word"})
    found = Client().get("/api/v1/surveys/").json()["items"]
    assert [(row["answered"], row["asked"], row["results_published_at"]) for row in found] == [(1, None, None)]
    assert Client().get(f"/api/v1/surveys/{survey.pk}/results/").status_code == 404


def test_the_sheet_holds_every_question_as_page_and_as_text(survey):
    for name in ("survey-sheet", "survey-sheet-text"):
        page = Client().get(reverse(f"papers:{name}", args=[survey.pk])).content.decode()
        assert [q["clean_name"] for q in QUESTIONS[1:] if q["clean_name"].capitalize() not in page] == []
        assert "Only if you answered “Yes” to: Member" in page


def test_a_survey_of_coalitions_leads_to_ones_own():
    cora = make_user("cora")
    coalition = make_coalition(coordinators=[cora])
    survey = make_survey()
    address = reverse("papers:survey-answer", args=[survey.pk])
    client = Client()
    assert client.get(address)["Location"].startswith("/accounts/login/?next=")
    client.force_login(cora)
    assert client.get(address)["Location"] == reverse("papers:survey-response", args=[survey.pk, coalition.pk])


def test_a_question_says_where_it_was_used_and_is_a_source_once_its_results_are_public():
    editor = make_secretariat_user()
    survey = make_survey(audience="community", questions=["one", "two"], closes_in=-1, opened_ago=9)
    make_response(survey, answers={"one": "A", "two": "B"})
    draft = make_draft(None, "What was said.")
    results = reverse("papers:survey-results", args=[survey.pk])
    link_source(draft, numbered(draft)[0].anchor, f"{results}#question-two", by=editor)
    assert sources_of(draft) == {}
    publish_results(survey, by=editor)
    [[(_link, kind, source)]] = sources_of(draft).values()
    assert (kind.label, source.text, source.url) == ("Survey", "The survey: Two", f"{results}#question-two")
    before, after = Client().get(results).content.decode().split('id="question-two"')
    assert ("Where this was used" in before, draft.citation(numbered(draft)[0].number) in after) == (False, True)
