"""What surveys show on the pages of the rooms below."""

from django.urls import reverse

from coalitions.models import CoalitionPage
from coalitions.papers.enums import BEING_WRITTEN, ResponseState
from coalitions.papers.models import SurveyedCoalition, SurveyPage, SurveyResponse
from coalitions.papers.permissions import secretariat
from coalitions.papers.survey_results import response_counts
from coalitions.permissions import coordinated_ids
from coalitions.sections import Section, WaitingLink, my_sections, waiting_sections
from coalitions.templatetags.coalitions_tags import time_left, utc

SHOWN = 10


def _surveys_of(user):
    """For each survey that is open and each coalition of the user's: how far its answer is."""
    own = coordinated_ids(user)
    surveys = list(SurveyPage.objects.visible().of_coalitions().open()[:SHOWN]) if own else []
    surveys += list(SurveyPage.objects.visible().with_late_drafts_of(own)[:SHOWN]) if own else []
    if not surveys:
        return None
    coalitions = list(CoalitionPage.objects.with_ids(own).order_by("title").defer_streamfields())
    asked, found = {}, {}
    ids = [survey.pk for survey in surveys]
    for row in SurveyedCoalition.objects.filter(survey_id__in=ids).of_coalitions(own):
        asked[row.survey_id, row.coalition_id] = row
    for response in SurveyResponse.objects.filter(survey_id__in=ids).of_coalitions(own):
        found[response.survey_id, response.coalition_id] = response
    return [
        {
            "survey": survey,
            "coalition": coalition,
            "response": found.get((survey.pk, coalition.pk)),
            "is_late": getattr(found.get((survey.pk, coalition.pk)), "state", "") == ResponseState.LATE,
            "is_written": getattr(found.get((survey.pk, coalition.pk)), "state", "") in BEING_WRITTEN,
        }
        for survey in surveys
        for coalition in coalitions
        if not survey.population_frozen_at or (survey.pk, coalition.pk) in asked
    ] or None


def _waiting_for_the_secretariat(user):
    """Surveys that are open or have closed without their results being decided on, and late drafts."""
    if not secretariat(user):
        return None
    surveys = list(SurveyPage.objects.live().without_published_results().newest_first()[: SHOWN + 1])
    counts = response_counts(surveys[:SHOWN])
    links = []
    for survey in surveys[:SHOWN]:
        if not survey.has_opened:
            continue
        closes = f"open until {utc(survey.closes_at)}, {time_left(survey.closes_at)}" if survey.is_open else "closed"
        results = "" if survey.is_open else "; its results are not published"
        note = f"{counts[survey.pk].rate}, {closes}{results}."
        links.append(WaitingLink(survey.title, reverse("papers_admin:survey-desk", args=[survey.pk]), note))
    late = SurveyResponse.objects.late_drafts().select_related("survey", "coalition").order_by("pk")
    links += [
        WaitingLink(
            f"{response.coalition.short_name}, {response.survey.title}",
            reverse("papers_admin:survey-desk", args=[response.survey_id]),
            "A late draft: take it, or leave it.",
        )
        for response in late[:SHOWN]
        if response.coalition
    ]
    return {"links": links, "more": len(surveys) > SHOWN} if links else None


def register_survey_sections():
    """Called once, when the app is ready."""
    my_sections.register(Section("surveys", "Surveys", "papers/mine/_surveys.html", _surveys_of, order=4))
    waiting_sections.register(
        Section("surveys", "Surveys", "coalitions/admin/_waiting_links.html", _waiting_for_the_secretariat, order=13)
    )
