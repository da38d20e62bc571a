"""What visitors find of a survey: its questions to print, its form, the link to confirm, and its results."""

import functools

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.links import read
from coalitions.models import CoalitionPage
from coalitions.papers import services
from coalitions.papers.enums import ResponseState
from coalitions.papers.exports import export_results
from coalitions.papers.forms.survey_fields import Entry
from coalitions.papers.forms.surveys import VisitorAnswersForm
from coalitions.papers.models import SurveyedCoalition, SurveyPage, SurveyResponse
from coalitions.papers.permissions import secretariat
from coalitions.papers.survey_results import SEGMENTS, results_of, segment_tables, segments_of
from coalitions.papers.trace import QUESTION, question_reference, uses_of
from coalitions.permissions import coordinated_ids
from coalitions.throttle import throttled
from coalitions.workflow import NotAllowed

shows_or_posts = require_http_methods(["GET", "HEAD", "POST"])


def with_survey(survey_id):
    """The survey with this id that visitors may see. Raises Http404."""
    return get_object_or_404(SurveyPage.objects.visible(), pk=survey_id)


def entries_of(questions):
    """The questions as a sheet of paper shows them."""
    labels, number = {question.name: question.label for question in questions}, 0
    for question in questions:
        number += not question.is_heading
        condition = question.condition(labels)
        yield Entry(question, None if question.is_heading else number, condition=condition)


@require_safe
def sheet(request, survey_id):
    """All questions on a page to print, so that an answer can be prepared together."""
    survey = with_survey(survey_id)
    context = {"survey": survey, "entries": list(entries_of(list(survey.questions.all())))}
    return render(request, "papers/survey/sheet.html", context)


@require_safe
def sheet_text(request, survey_id):
    """The same as plain text, to be filled in with any program."""
    survey = with_survey(survey_id)
    context = {"survey": survey, "entries": list(entries_of(list(survey.questions.all())))}
    text = render_to_string("papers/survey/sheet.txt", context)
    headers = {"Content-Disposition": f'attachment; filename="questions-{survey.slug}.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@never_cache
@shows_or_posts
@throttled("survey", limit=20, seconds=3600)
def answer(request, survey_id):
    """The form for everybody; for a survey of coalitions the way to one's own."""
    survey = with_survey(survey_id)
    if survey.asks_coalitions:
        return _own_coalitions(request, survey)
    if request.method != "POST" and not survey.is_open:
        return redirect(survey.get_url(request))
    questions = list(survey.questions.all())
    form = VisitorAnswersForm(request.POST if request.method == "POST" else None, questions=questions)
    refused = ""
    if form.is_valid():
        try:
            response = services.answer_survey(survey, **form.said())
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            waits = "?mail=1" if response.state == ResponseState.UNCONFIRMED else ""
            return redirect(f"{reverse('papers:survey-thanks', args=[survey.pk])}{waits}")
    context = {"survey": survey, "form": form, "entries": list(form.entries()), "refused": refused}
    status = 409 if refused else 422 if form.is_bound else 200
    return render(request, "papers/survey/visitor/form.html", context, status=status)


def _own_coalitions(request, survey):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    own = CoalitionPage.objects.with_ids(coordinated_ids(request.user)).order_by("title").defer_streamfields()
    if len(own) == 1:
        return redirect("papers:survey-response", survey.pk, own[0].pk)
    if secretariat(request.user):
        own = [row.coalition for row in SurveyedCoalition.objects.of_survey(survey).by_name() if row.coalition]
    return render(request, "papers/survey/whose.html", {"survey": survey, "coalitions": own})


@require_safe
def thanks(request, survey_id):
    """The same for everybody who answered, once or twice."""
    context = {"survey": with_survey(survey_id), "mail": request.GET.get("mail") == "1"}
    return render(request, "papers/survey/visitor/thanks.html", context)


@never_cache
@shows_or_posts
@throttled("survey-confirm", limit=60, seconds=3600)
def confirm(request, token):
    """What the link in the mail leads to: buttons to count the answer, or to delete it."""
    key = read(services.CONFIRM_SURVEY_LINK, token, services.CONFIRM_SURVEY_WITHIN)
    response = SurveyResponse.objects.with_key(key).select_related("survey").first() if key else None
    done, refused, status = "", "", 200
    if response is None:
        status = 410
    elif request.method == "POST":
        try:
            if request.POST.get("answer") == "no":
                services.erase_response(response)
                done = "erased"
            else:
                services.confirm_response(response)
                done = "confirmed"
        except NotAllowed as refusal:
            refused, status = str(refusal), 409
    elif response.state == ResponseState.SUBMITTED:
        done = "confirmed"
    context = {"response": response, "survey": response and response.survey, "done": done, "refused": refused}
    page = render(request, "papers/survey/visitor/confirm.html", context, status=status)
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def for_readers_of_results(view):
    """Decorator: the view gets the survey once its results are published; before that the Secretariat alone."""

    @functools.wraps(view)
    def opened(request, survey_id, **more):
        survey = with_survey(survey_id)
        if not survey.has_results and not secretariat(request.user):
            raise Http404
        return view(request, survey, **more)

    return opened


@require_safe
@for_readers_of_results
def results(request, survey):
    """Every question's result; for surveys of people also by stakeholder group and region."""
    by = request.GET.get("by", "")
    by = by if by in SEGMENTS and not survey.asks_coalitions else ""
    context = {"survey": survey, "by": by}
    if by:
        segments, tables = segment_tables(survey, by)
        context |= {"segments": segments, "tables": tables, "title": SEGMENTS[by][0]}
    else:
        context["results"] = found = results_of(survey)
        references = {question_reference(survey, result.question): result.question.name for result in found.questions}
        uses = uses_of(QUESTION, list(references))
        context["uses"] = {references[reference]: there for reference, there in uses.items()}
        context["people"] = {} if survey.asks_coalitions else segments_of(survey)
    return render(request, "papers/survey/results.html", context)


@require_safe
@for_readers_of_results
def results_file(request, survey):
    """The counts as a table, for a spreadsheet."""
    data, content_type = export_results(survey, "csv")
    headers = {"Content-Disposition": f'attachment; filename="results-{survey.slug}.csv"'}
    return HttpResponse(data, content_type=content_type, headers=headers)
