import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from coalitions.models import Notice
from coalitions.papers.models import PaperDraftPage, SurveyPage
from coalitions.papers.services import freeze_population, start_summary
from coalitions.workflow import NotAllowed
from tests.coalitions.papers.factories import in_days, make_response, make_survey
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    for name in ("Coalition A", "Coalition B"):
        make_coalition(name, coordinators=[make_user(name[-1].lower())])
    return freeze_population(make_survey(questions=["one"]))


@pytest.fixture
def desk():
    client = Client()
    client.force_login(make_secretariat_user())
    return client


def address(name, *args):
    return reverse(f"papers_admin:{name}", args=args)


def coalition(survey, letter):
    return survey.population.get(name=f"Coalition {letter}").coalition


def test_the_desk_shows_who_is_missing(survey, desk):
    make_response(survey, coalition(survey, "A"))
    page = desk.get(address("survey-desk", survey.pk))
    assert [str(row) for row, _response, _reminded in page.context["missing"]] == ["Coalition B"]
    assert "1 of 2 (50 %)" in page.content.decode()


def test_the_button_reminds_exactly_those_it_showed(survey, desk):
    make_response(survey, coalition(survey, "A"))
    step = address("survey-step", survey.pk, "remind")
    assert [row.title for row in desk.get(step).context["due"]] == ["Coalition B"]
    desk.post(step)
    desk.post(step)
    assert list(Notice.objects.values_list("user__username", flat=True)) == ["b"]


def test_deadline_and_results_are_steps_of_their_own(survey, desk):
    later = f"{in_days(20):%Y-%m-%dT%H:%M}"
    desk.post(address("survey-step", survey.pk, "extend"), {"to": later, "reason": "Asked for."})
    assert f"{SurveyPage.objects.get(pk=survey.pk).closes_at:%Y-%m-%dT%H:%M}" == later
    assert desk.post(address("survey-step", survey.pk, "publish")).status_code == 409
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=in_days(-0.1))
    desk.post(address("survey-step", survey.pk, "publish"))
    assert SurveyPage.objects.get(pk=survey.pk).has_results is True
    desk.post(address("survey-step", survey.pk, "withhold"))
    assert SurveyPage.objects.get(pk=survey.pk).has_results is False


def test_a_late_answer_is_taken_and_a_wrong_one_set_aside(survey, desk):
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=in_days(-0.1))
    response = make_response(survey, coalition(survey, "A"), state="late")
    desk.post(address("response-step", response.pk, "take-late"))
    response.refresh_from_db()
    assert (response.state, response.is_late) == ("submitted", True)
    without = desk.post(address("response-step", response.pk, "set-aside"), {"reason": ""})
    assert "This field is required." in without.content.decode()
    desk.post(address("response-step", response.pk, "set-aside"), {"reason": "A test."})
    response.refresh_from_db()
    assert response.state == "set-aside"


def test_answers_leave_as_tables_in_which_nothing_runs(survey, desk):
    make_response(survey, coalition(survey, "A"), answers={"one": "=1+1", "gone": "Old"})
    table = desk.get(address("survey-export", survey.pk, "csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert (rows[0][-2:], rows[1][-2:]) == (["one: One", "gone: no longer asked"], ["'=1+1", "Old"])
    book = openpyxl.load_workbook(io.BytesIO(desk.get(address("survey-export", survey.pk, "xlsx")).content))
    cell = book.active.cell(row=2, column=len(rows[0]) - 1)
    assert (cell.value, cell.data_type) == ("'=1+1", "s")
    assert desk.get(address("survey-export", survey.pk, "exe")).status_code == 404


def test_lists_of_answers_and_of_those_missing_are_the_secretariats(survey, desk):
    response = make_response(survey, coalition(survey, "A"), answers={"one": "A word"})
    listed = desk.get(reverse("papers_surveyresponse_modeladmin_index"))
    missing = desk.get(reverse("papers_surveyedcoalition_modeladmin_index"))
    assert ("Coalition A" in listed.content.decode(), "Coalition B" in missing.content.decode()) == (True, True)
    shown = desk.get(reverse("papers_surveyresponse_modeladmin_inspect", args=[response.pk]))
    assert "A word" in shown.content.decode()


def test_what_is_still_being_written_is_not_read_by_the_secretariat(survey, desk):
    response = make_response(survey, coalition(survey, "A"), state="draft", answers={"one": "Half a word"})
    shown = desk.get(reverse("papers_surveyresponse_modeladmin_inspect", args=[response.pk]))
    assert (shown.status_code, "Half a word" in shown.content.decode()) == (200, False)


def test_nobody_else_comes_in(survey):
    client = Client()
    client.force_login(make_user("somebody"))
    names = (("survey-desk",), ("survey-step", "remind"), ("survey-export", "csv"), ("survey-summary",))
    statuses = [client.get(address(name, survey.pk, *more)).status_code for name, *more in names]
    assert statuses == [302, 302, 302, 302]


def test_the_summary_shows_what_was_counted(survey, desk):
    make_response(survey, coalition(survey, "A"), answers={"one": "A word"})
    assert "<li>A word</li>" in desk.get(address("survey-summary", survey.pk)).content.decode()


@pytest.fixture
def closed(survey):
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=in_days(-1))
    return SurveyPage.objects.get(pk=survey.pk)


def test_the_summary_becomes_a_draft_of_the_paper_that_nobody_else_sees(closed, desk):
    make_response(closed, coalition(closed, "A"), answers={"one": "<b>Hello</b>"})
    answer = desk.post(address("survey-summary", closed.pk))
    draft = PaperDraftPage.objects.get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.kind, draft.live, draft.number) == ("summary", False, 1)
    assert draft.get_parent().pk == closed.get_parent().pk
    assert [block.block_type for block in draft.body] == ["heading", "paragraph", "paragraph"]
    assert "&lt;b&gt;Hello&lt;/b&gt;" in draft.body[2].value.source


def test_a_summary_begins_once_until_it_is_published(closed, desk):
    make_response(closed, coalition(closed, "A"))
    summary = address("survey-summary", closed.pk)
    assert [desk.post(summary).status_code for _ in range(2)] == [302, 409]
    PaperDraftPage.objects.get().get_latest_revision().publish()
    assert desk.post(summary).status_code == 302
    assert list(PaperDraftPage.objects.order_by("number").values_list("slug", "number")) == [
        ("summary-of-input", 1),
        ("summary-of-input-2", 2),
    ]


def test_a_survey_that_is_open_or_without_answers_has_no_summary_to_begin(survey, desk):
    summary = address("survey-summary", survey.pk)
    make_response(survey, coalition(survey, "A"))
    assert "Make a draft of it" not in desk.get(summary).content.decode()
    assert desk.post(summary).status_code == 409
    SurveyPage.objects.filter(pk=survey.pk).update(closes_at=in_days(-1))
    assert "Make a draft of it" in desk.get(summary).content.decode()
    survey.responses.all().delete()
    assert desk.post(summary).status_code == 409
    assert not PaperDraftPage.objects.exists()


def test_nobody_else_begins_a_summary(closed):
    make_response(closed, coalition(closed, "A"))
    with pytest.raises(NotAllowed):
        start_summary(closed, by=make_user())
    assert not PaperDraftPage.objects.exists()
