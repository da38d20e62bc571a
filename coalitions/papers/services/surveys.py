"""Verbs of surveys: the only code that freezes whom one asks, moves its deadline, reminds, and shows its results."""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.enums import CoalitionKind
from coalitions.models import CoalitionPage, visible
from coalitions.papers import notifications
from coalitions.papers.models import SurveyedCoalition, SurveyExtension, SurveyPage, SurveyReminder
from coalitions.papers.permissions import secretariat
from coalitions.workflow import NotAllowed

# A coalition is reminded no sooner again than this, whoever asks for it.
PATIENCE = datetime.timedelta(days=3)
# How long before the deadline reminders go out by themselves.
BEFORE_THE_DEADLINE = datetime.timedelta(days=8)


def locked_survey(survey):
    """The survey's row, locked until the transaction ends."""
    return SurveyPage.objects.select_for_update(of=("self",)).get(pk=survey.pk)


def _for_the_secretariat(by, what):
    if not secretariat(by):
        raise NotAllowed(f"Only the Secretariat {what}.")


def coalitions_to_ask():
    """Whom a survey of coalitions asks when it opens: the active dynamic coalitions that visitors can see."""
    return visible(CoalitionPage.objects.active().of_kind(CoalitionKind.DYNAMIC_COALITION))


@transaction.atomic
def freeze_population(survey):
    """Write down which coalitions a survey asks, once, as soon as it is open. Safe to repeat. Returns the survey.

    Coalitions that become active, change their name or close afterwards change nothing about it.
    """
    survey = locked_survey(survey)
    if survey.population_frozen_at or not survey.asks_coalitions or not survey.has_opened or not survey.live:
        return survey
    coalitions = coalitions_to_ask().order_by("title").defer_streamfields()
    SurveyedCoalition.objects.bulk_create(
        SurveyedCoalition(survey=survey, coalition=coalition, name=coalition.title) for coalition in coalitions
    )
    survey.population_frozen_at = timezone.now()
    survey.save(update_fields=["population_frozen_at"], clean=False)
    log(survey, "papers.freeze_survey", data={"coalitions": len(coalitions)})
    return survey


@transaction.atomic
def extend_survey(survey, *, to, reason, by):
    """Move a survey's deadline to a later moment; the earlier one and the reason stay public.

    Returns the SurveyExtension. Raises NotAllowed.
    """
    survey = locked_survey(survey)
    _for_the_secretariat(by, "moves a survey's deadline")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is shown with the deadline's history.")
    if to <= survey.closes_at or to <= timezone.now():
        raise NotAllowed("A deadline is only ever moved to a later moment that is still to come.")
    extension = SurveyExtension.objects.create(
        survey=survey, from_at=survey.closes_at, to_at=to, reason=reason.strip(), moved_at=timezone.now(), by=by
    )
    survey.closes_at = to
    survey.save(update_fields=["closes_at"], clean=False)
    data = {"from": extension.from_at.isoformat(), "to": to.isoformat(), "reason": extension.reason}
    log(survey, "papers.extend_survey", user=by, data=data)
    return extension


@transaction.atomic
def publish_results(survey, *, by):
    """Let everybody read the results. Safe to repeat. Raises NotAllowed."""
    survey = locked_survey(survey)
    _for_the_secretariat(by, "publishes results")
    if survey.is_open or not survey.has_opened:
        raise NotAllowed("Results are published once the survey is closed: nobody shall answer what others answered.")
    if survey.results_published_at is None:
        survey.results_published_at = timezone.now()
        survey.save(update_fields=["results_published_at"], clean=False)
        log(survey, "papers.publish_results", user=by)
    return survey


@transaction.atomic
def withhold_results(survey, *, by):
    """Take published results back from view. Safe to repeat. Raises NotAllowed."""
    survey = locked_survey(survey)
    _for_the_secretariat(by, "takes results back")
    if survey.results_published_at is not None:
        survey.results_published_at = None
        survey.save(update_fields=["results_published_at"], clean=False)
        log(survey, "papers.withhold_results", user=by)
    return survey


@transaction.atomic
def remind_missing(survey, *, by=None, dry_run=False):
    """Remind the coalitions that were asked and have not handed in, and nobody else; each at most every PATIENCE.

    `by` is None for the command. Safe at any interval, and run twice at once. Returns the coalitions reminded, or
    with `dry_run` those that would be. Raises NotAllowed.
    """
    survey = locked_survey(survey)
    if by is not None:
        _for_the_secretariat(by, "reminds coalitions")
    if not survey.is_open:
        raise NotAllowed("The survey is not open; there is nothing to remind of.")
    lately = survey.reminders.filter(sent_at__gt=timezone.now() - PATIENCE).values_list("coalition_id", flat=True)
    due = [
        row.coalition
        for row in SurveyedCoalition.objects.of_survey(survey).missing().by_name()
        if row.coalition is not None and row.coalition_id not in set(lately)
    ]
    if not dry_run:
        for coalition in due:
            SurveyReminder.objects.create(survey=survey, coalition=coalition, sent_at=timezone.now())
            notifications.tell_survey_reminder(survey, coalition)
        if due:
            log(survey, "papers.remind_survey", user=by, data={"coalitions": [row.short_name for row in due]})
    return due


def remind_surveys(*, dry_run=False):
    """Freeze whom newly opened surveys ask, and remind for those that close soon. Returns (frozen, reminded).

    `frozen` are surveys, `reminded` (survey, coalitions) pairs. Safe at any interval.
    """
    frozen = list(SurveyPage.objects.live().not_frozen())
    if not dry_run:
        for survey in frozen:
            freeze_population(survey)
    now = timezone.now()
    closing = SurveyPage.objects.live().of_coalitions().open(now).closing_between(now, now + BEFORE_THE_DEADLINE)
    reminded = [(survey, remind_missing(survey, dry_run=dry_run)) for survey in closing]
    return frozen, [(survey, coalitions) for survey, coalitions in reminded if coalitions]
