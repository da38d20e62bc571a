"""A coalition's answer to a survey, on the public site: written together, looked over, submitted, reopened.

Whatever button is pressed, what was typed is saved first. Where somebody else changed the same question meanwhile both
versions are shown; after the deadline it is kept as a late draft.
"""

import functools

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coalitions.fingerprint import fingerprint
from coalitions.models import CoalitionPage
from coalitions.papers import services
from coalitions.papers.forms.surveys import CoalitionAnswersForm
from coalitions.papers.models import SurveyResponse
from coalitions.papers.models.survey_question import asked, unanswered
from coalitions.papers.permissions import can_answer_survey, secretariat
from coalitions.papers.views.surveys import with_survey
from coalitions.papers.workflow import SURVEY_RESPONSE
from coalitions.views.typed import keeps_what_was_typed, typed_before
from coalitions.workflow import NotAllowed

SAID = {
    "started": "Begun. What your coalition’s page tells is filled in already; please look it over.",
    "saved": "Saved. The other coordinators of your coalition see it too.",
    "late": (
        "The deadline has passed. Everything you typed is kept as a late draft; the Secretariat has been told and can "
        "still take it."
    ),
    "reopened": "Reopened. It does not count until you submit it again.",
    "submitted": "Submitted. Thank you.",
}


def for_those_who_answer(view):
    """Decorator: the view gets the survey, the coalition and its answer (or None), if the reader writes it.

    To everybody else the address leads nowhere. Never kept by any cache; what was typed waits for a new sign-in.
    """

    @never_cache
    @keeps_what_was_typed
    @functools.wraps(view)
    def opened(request, survey_id, coalition_id):
        survey = with_survey(survey_id)
        coalition = get_object_or_404(CoalitionPage.objects.defer_streamfields(), pk=coalition_id)
        if not can_answer_survey(request.user, survey, coalition):
            raise Http404
        found = SurveyResponse.objects.of_survey(survey).of_coalitions([coalition.pk])
        response = found.select_related("survey", "coalition", "updated_by").first()
        return view(request, survey, coalition, response)

    return opened


@for_those_who_answer
@require_http_methods(["GET", "POST"])
def write(request, survey, coalition, response):
    """The form; before it is begun what it is about, after it is submitted what was answered."""
    if response is None:
        return _start(request, survey, coalition)
    if request.method == "POST":
        return _save(request, response)
    said = SAID.get(request.GET.get("done"), "")
    if not response.is_being_written:
        return _read(request, response, said=said)
    questions = list(survey.questions.all())
    typed = typed_before(request)
    if typed is not None:
        form = CoalitionAnswersForm(typed, questions=questions, stored=response.answers)
        return _show(request, response, form, waited=True)
    return _show(request, response, CoalitionAnswersForm(questions=questions, answers=response.answers), said=said)


def _start(request, survey, coalition):
    refused = ""
    if request.method == "POST":
        try:
            services.start_response(survey, coalition, by=request.user)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            return _to_form(survey, coalition, "started")
    context = {"survey": survey, "coalition": coalition, "refused": refused}
    return render(request, "papers/survey/start.html", context, status=409 if refused else 200)


def _to_form(survey, coalition, done):
    return redirect(f"{reverse('papers:survey-response', args=[survey.pk, coalition.pk])}?done={done}")


def _save(request, response):
    questions = list(response.survey.questions.all())
    form = CoalitionAnswersForm(request.POST, questions=questions, stored=response.answers)
    if not form.is_valid():
        return _show(request, response, form, status=422)
    take = set(request.POST.getlist("take"))
    typed = {name: value for name, value in form.typed.items() if name not in take}
    try:
        saved = services.save_response(response, typed=typed, seen=form.marks, by=request.user)
    except NotAllowed as refusal:
        return _show(request, response, form, refused=str(refusal), status=409)
    if saved.conflicts:
        stored = saved.response.answers
        mine = {name: typed[name] for name in saved.conflicts}
        form = CoalitionAnswersForm(questions=questions, answers={**stored, **mine}, stored=stored)
        return _show(request, saved.response, form, conflicts=saved.conflicts, status=409)
    if saved.was_late:
        return _to_form(response.survey, response.coalition, "late")
    if request.POST.get("do") == "submit":
        return redirect("papers:survey-submit", response.survey_id, response.coalition_id)
    return _to_form(response.survey, response.coalition, "saved")


def _show(request, response, form, *, said="", refused="", conflicts=None, waited=False, status=200):
    entries = list(form.entries(conflicts or {}))
    context = {
        "response": response,
        "survey": response.survey,
        "coalition": response.coalition,
        "form": form,
        "entries": entries,
        "contents": [entry for entry in entries if entry.question.is_heading],
        "conflicts": [entry for entry in entries if entry.conflict],
        "missing": unanswered(form.questions, response.answers),
        "said": said,
        "refused": refused,
        "waited": waited,
    }
    return render(request, "papers/survey/form.html", context, status=status)


def _answered(response):
    """(heading, [(question, its lines, whether it is asked), …]) of each section, for a last look."""
    questions = list(response.survey.questions.all())
    names = {question.name for question in asked(questions, response.answers)}
    sections = [("", [])]
    for question in questions:
        if question.is_heading:
            sections.append((question.label, []))
        else:
            lines = question.in_words(response.answers.get(question.name))
            sections[-1][1].append((question, lines, question.name in names))
    return [(heading, rows) for heading, rows in sections if rows]


def _read(request, response, *, said="", refused="", status=200):
    may = [step.verb for step in SURVEY_RESPONSE.open_to(request.user, response)]
    context = {
        "response": response,
        "survey": response.survey,
        "coalition": response.coalition,
        "answered": _answered(response),
        "may_reopen": "reopen" in may and (response.survey.is_open or secretariat(request.user)),
        "said": said,
        "refused": refused,
    }
    return render(request, "papers/survey/answered.html", context, status=status)


@for_those_who_answer
@require_http_methods(["GET", "POST"])
def submit(request, survey, coalition, response):
    """The last look before it goes. Pressing the button twice submits once."""
    if response is None or not response.is_being_written:
        return redirect("papers:survey-response", survey.pk, coalition.pk)
    refused = ""
    if request.method == "POST":
        try:
            services.submit_response(response, by=request.user, version=request.POST.get("version", ""))
            return _to_form(survey, coalition, "submitted")
        except NotAllowed as refusal:
            refused = str(refusal)
            response = SurveyResponse.objects.select_related("survey", "coalition").get(pk=response.pk)
            if not response.is_being_written:  # somebody else, or the same finger, was a moment faster
                return redirect("papers:survey-response", survey.pk, coalition.pk)
    questions = list(survey.questions.all())
    context = {
        "response": response,
        "survey": survey,
        "coalition": coalition,
        "answered": _answered(response),
        "missing": unanswered(questions, response.answers),
        "takes": survey.is_open or secretariat(request.user),
        "version": fingerprint(response.answers),
        "refused": refused,
    }
    return render(request, "papers/survey/submit.html", context, status=409 if refused else 200)


@for_those_who_answer
@require_POST
def reopen(request, survey, coalition, response):
    """Takes a submitted answer back, to change it."""
    if response is None:
        raise Http404
    try:
        services.reopen_response(response, by=request.user)
    except NotAllowed as refusal:
        if response.is_being_written:
            return _to_form(survey, coalition, "")
        return _read(request, response, refused=str(refusal), status=409)
    return _to_form(survey, coalition, "reopened")
