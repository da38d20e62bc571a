"""The Secretariat's desk for a survey, in the admin: who answered, who is missing, and every step there is to take."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from coalitions.papers import services
from coalitions.papers.exports import FORMATS, export_answers
from coalitions.papers.forms.surveys import ExtendSurveyForm, SurveyReasonForm
from coalitions.papers.models import SurveyedCoalition, SurveyPage, SurveyResponse
from coalitions.papers.survey_results import results_of, summary_sections
from coalitions.papers.workflow import SURVEY_RESPONSE
from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed

# Verb → (what the button says, what the page says first).
SURVEY_STEPS = {
    "freeze": ("Write down who is asked", "The active coalitions as they are now. It is done once."),
    "remind": ("Remind those who are missing", "Each coalition at most once in three days."),
    "publish": ("Publish the results", "Everybody can read them from then on."),
    "withhold": ("Take the results back", "Nobody but the Secretariat can read them any more."),
    "extend": ("Move the deadline", "Readers see the earlier deadline and the reason."),
}
RESPONSE_SERVICES = {
    "take_late": lambda response, by, reason: services.submit_response(response, by=by),
    "submit": lambda response, by, reason: services.submit_response(response, by=by),
    "reopen": services.reopen_response,
    "set_aside": services.set_response_aside,
    "restore": services.restore_response,
}


@for_the_secretariat
@require_safe
def desk(request, survey_id):
    """Who was asked, who answered, who is missing."""
    survey = get_object_or_404(SurveyPage, pk=survey_id)
    responses = list(SurveyResponse.objects.of_survey(survey).for_listing())
    reminded = {}
    for reminder in survey.reminders.all():
        reminded.setdefault(reminder.coalition_id, reminder.sent_at)
    begun = {response.coalition_id: response for response in responses if response.coalition_id}
    missing = [
        (row, begun.get(row.coalition_id), reminded.get(row.coalition_id))
        for row in SurveyedCoalition.objects.of_survey(survey).missing().by_name()
    ]
    context = {
        "survey": survey,
        "results": results_of(survey),
        "responses": responses,
        "missing": missing,
        "steps": [(verb, SURVEY_STEPS[verb][0]) for verb in _steps_of(survey)],
        "formats": list(FORMATS),
    }
    return render(request, "papers/admin/survey_desk.html", context)


def _steps_of(survey):
    """The steps that make sense now."""
    if survey.asks_coalitions and survey.live and survey.has_opened and not survey.population_frozen_at:
        yield "freeze"
    if survey.is_open and survey.population_frozen_at:
        yield "remind"
    if survey.live:
        yield "extend"
    if survey.has_opened and not survey.is_open:
        yield "withhold" if survey.has_results else "publish"


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def survey_step(request, survey_id, verb):
    """A page and its button for each step with the survey as a whole."""
    survey = get_object_or_404(SurveyPage, pk=survey_id)
    if verb not in SURVEY_STEPS:
        raise Http404
    label, note = SURVEY_STEPS[verb]
    posted = request.POST if request.method == "POST" else None
    form = ExtendSurveyForm(posted, initial={"to": survey.closes_at}) if verb == "extend" else None
    refused = ""
    if posted is not None and (form is None or form.is_valid()):
        try:
            said = _take(survey, verb, form, by=request.user)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, said)
            return redirect("papers_admin:survey-desk", survey.pk)
    due = []
    if verb == "remind" and not refused:
        try:
            due = services.remind_missing(survey, by=request.user, dry_run=True)
        except NotAllowed as refusal:
            refused = str(refusal)
    back = reverse("papers_admin:survey-desk", args=[survey.pk])
    context = {"form": form, "subject": survey.title, "label": label, "note": note, "back": back}
    context |= {"refused": refused, "due": due, "shows_due": verb == "remind"}
    status = 409 if refused and posted is not None else 200
    return render(request, "papers/admin/survey_step.html", context, status=status)


def _take(survey, verb, form, *, by):
    if verb == "extend":
        services.extend_survey(survey, by=by, **form.cleaned_data)
        return "The deadline is moved."
    if verb == "remind":
        count = len(services.remind_missing(survey, by=by))
        return f"{count} {'coalition is' if count == 1 else 'coalitions are'} reminded."
    if verb == "freeze":
        survey = services.freeze_population(survey)
        return f"{survey.population.count()} coalitions are asked."
    if verb == "publish":
        services.publish_results(survey, by=by)
        return "The results are public."
    services.withhold_results(survey, by=by)
    return "The results are no longer public."


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def response_step(request, response_id, verb):
    """A page and its button for each step with one answer."""
    response = get_object_or_404(SurveyResponse.objects.for_listing(), pk=response_id)
    verb = verb.replace("-", "_")
    if verb not in RESPONSE_SERVICES:
        raise Http404
    step = SURVEY_RESPONSE.step(verb)
    form = SurveyReasonForm(request.POST if request.method == "POST" else None, needed=step.needs_reason)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            RESPONSE_SERVICES[verb](response, by=request.user, reason=form.cleaned_data["reason"])
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, f"{step.label}: done.")
            return redirect("papers_admin:survey-desk", response.survey_id)
    back = reverse("papers_admin:survey-desk", args=[response.survey_id])
    subject = response.coalition or "Somebody’s answer"
    context = {"form": form, "subject": f"{subject}, {response.survey.title}", "label": step.label, "back": back}
    context |= {"refused": refused, "note": ""}
    return render(request, "papers/admin/survey_step.html", context, status=409 if refused else 200)


@for_the_secretariat
@require_safe
def export(request, survey_id, file_format):
    """Every answer that counts, as a table. It may hold names and addresses."""
    survey = get_object_or_404(SurveyPage, pk=survey_id)
    if file_format not in FORMATS:
        raise Http404
    data, content_type = export_answers(survey, file_format)
    headers = {"Content-Disposition": f'attachment; filename="answers-{survey.slug}.{file_format}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def summary(request, survey_id):
    """The beginning of a summary of input, and the button that makes a draft of it."""
    survey = get_object_or_404(SurveyPage, pk=survey_id)
    refused = ""
    if request.method == "POST":
        try:
            draft = services.start_summary(survey, by=request.user)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "The draft is made. Nobody else sees it before it is published.")
            return redirect("wagtailadmin_pages:edit", draft.pk)
    results = results_of(survey)
    may_begin = bool(results.answered) and not survey.is_open
    context = {"survey": survey, "sections": summary_sections(results), "may_begin": may_begin, "refused": refused}
    return render(request, "papers/admin/survey_summary.html", context, status=409 if refused else 200)
