"""What the templates of surveys ask for. Numbers come from `survey_results`; here they are only laid out."""

from django import template
from django.urls import reverse

from coalitions.papers.models import SurveyPage
from coalitions.papers.permissions import secretariat
from coalitions.papers.survey_results import response_counts, result_of_question
from coalitions.papers.workflow import SURVEY_RESPONSE

register = template.Library()

WIDTH, HEIGHT = 100, 10  # of a bar at its longest
SHORTEST = 0.5  # a number is never drawn as nothing
SHOWN_STEPS = ("take_late", "reopen", "set_aside", "restore")


@register.simple_tag
def survey_facts(survey, user):
    """A survey as its page shows it. Keys: counts, extensions, questions, reads_results."""
    return {
        "counts": response_counts([survey])[survey.pk],
        "extensions": list(survey.extensions.all()),
        "questions": sum(not question.is_heading for question in survey.questions.all()),
        "reads_results": survey.has_results or secretariat(user),
    }


@register.simple_tag
def survey_counts(survey):
    """How many were asked and have answered; None for a survey that visitors cannot see."""
    found = SurveyPage.objects.visible().with_ids([survey.pk]).first() if survey else None
    return response_counts([found])[found.pk] if found else None


@register.simple_tag
def survey_result(survey, question):
    """The result of one question; None before the results are published, and for what is not public."""
    found = SurveyPage.objects.visible().published_results().with_ids([survey.pk]).first() if survey else None
    return result_of_question(found, question) if found else None


@register.simple_tag
def surveys_of_paper(paper):
    """The surveys of a paper that visitors can see, with how many answered: (survey, counts) pairs."""
    surveys = list(SurveyPage.objects.visible().of_paper(paper).order_by("opens_at", "pk"))
    counts = response_counts(surveys)
    return [(survey, counts[survey.pk]) for survey in surveys]


@register.simple_tag
def response_steps(response, user):
    """(address, label) of the steps that somebody may take with an answer in the admin."""
    return [
        (reverse("papers_admin:response-step", args=[response.pk, step.verb.replace("_", "-")]), step.label)
        for step in SURVEY_RESPONSE.open_to(user, response)
        if step.verb in SHOWN_STEPS and (step.verb != "reopen" or response.coalition_id)
    ]


@register.simple_tag
def answered_lines(response):
    """(question, its answer as lines) of an answer as it is kept."""
    return [
        (question, question.in_words(response.answers.get(question.name)))
        for question in response.survey.questions.all()
    ]


@register.inclusion_tag("papers/survey/_chart.html")
def survey_bar(row, result):
    """An option as a bar, in proportion to all who answered. The table it stands in says the same in numbers."""
    share = WIDTH * row.count / result.answered if result.answered else 0
    return {"bar": max(SHORTEST, round(share, 1)) if row.count else 0, "width": WIDTH, "height": HEIGHT}
