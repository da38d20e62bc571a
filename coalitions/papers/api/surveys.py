"""Surveys, for programs: how many answered, and what, once everybody may read it."""

from django.http import Http404
from ninja import Path, Query

from coalitions.api.rendering import page_address
from coalitions.api.schemas import REFUSED, REFUSED_OR_MISSING, Id
from coalitions.papers.api.endpoints import router
from coalitions.papers.api.schemas import ResultsOut, SurveyFilters, SurveyList
from coalitions.papers.models import PaperPage, SurveyPage
from coalitions.papers.survey_results import response_counts, results_of


@router.get("/surveys/", response={200: SurveyList, **REFUSED}, summary="Surveys, the newest first")
def list_surveys(request, filters: Query[SurveyFilters]):
    found = SurveyPage.objects.visible()
    if filters.paper:
        paper = PaperPage.objects.visible().filter(pk=filters.paper).first()
        found = found.of_paper(paper) if paper else found.none()
    if filters.open is not None:
        chosen = SurveyPage.objects.open().order_by().values("pk")
        found = found.filter(pk__in=chosen) if filters.open else found.exclude(pk__in=chosen)
    count, surveys = filters.of(found.newest_first().for_listing())
    counts, papers = response_counts(surveys), _papers_above(surveys)
    return {"count": count, "items": [_summary(request, survey, counts[survey.pk], papers) for survey in surveys]}


@router.get("/surveys/{survey_id}/results/", response={200: ResultsOut, **REFUSED_OR_MISSING}, summary="Its results")
def get_results(request, survey_id: Path[Id]):
    survey = SurveyPage.objects.visible().published_results().filter(pk=survey_id).for_listing().first()
    if survey is None:
        raise Http404("There is no survey with this id whose results are published.")
    results = results_of(survey)
    return {
        **_summary(request, survey, results, _papers_above([survey])),
        "results": [_result(result) for result in results.questions if not result.is_heading],
    }


def _result(result):
    columns = result.question.column_options
    options = [{"row": "", "option": row.label, "count": row.count} for row in result.rows]
    options += [
        {"row": row, "option": column, "count": count}
        for row, counts in result.table
        for column, count in zip(columns, counts, strict=True)
    ]
    return {
        "number": result.number,
        "name": result.question.name,
        "question": result.question.label,
        "kind": result.question.field_type,
        "answered": result.answered,
        "options": options,
        "mean": result.mean,
        "texts": result.texts,
    }


def _papers_above(surveys):
    """The ids of the papers of surveys, by path."""
    paths = {survey.path[: -survey.steplen] for survey in surveys}
    return dict(PaperPage.objects.filter(path__in=paths).values_list("path", "pk"))


def _summary(request, survey, counts, papers):
    return {
        "id": survey.pk,
        "title": survey.title,
        "url": page_address(request, survey),
        "paper": papers[survey.path[: -survey.steplen]],
        "audience": survey.audience,
        "opens_at": survey.opens_at,
        "closes_at": survey.closes_at,
        "is_open": survey.is_open,
        "extensions": list(survey.extensions.all()),
        "asked": counts.asked,
        "answered": counts.answered,
        "late": counts.late,
        "results_published_at": survey.results_published_at,
    }
