"""Verbs of visitors' answers to a survey. Whoever gives an address confirms it; one answer counts for each address.

A mail to an address nobody has confirmed repeats nothing of what was typed: the portal carries no stranger's words.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from coalitions.links import sign
from coalitions.models.queued_email import delete_emails_of
from coalitions.notifications import forget
from coalitions.papers import notifications
from coalitions.papers.enums import ResponseState
from coalitions.papers.models import SurveyResponse
from coalitions.papers.models.survey_question import answers_to_what_was_asked, unanswered
from coalitions.papers.services.survey_responses import keep_survey_step, locked_response, take_step
from coalitions.papers.services.surveys import locked_survey
from coalitions.workflow import NotAllowed

CONFIRM_SURVEY_LINK = "survey-confirm"
CONFIRM_SURVEY_WITHIN = datetime.timedelta(days=7)


@transaction.atomic
def answer_survey(survey, *, key, answers, name="", email="", group="", region=""):
    """Take somebody's answer up: at once, or with an address once it is confirmed by the link that is sent there.

    `key` (a UUID) is the form's own: the same form posted twice is one answer. Returns the SurveyResponse.
    Raises NotAllowed.
    """
    survey = locked_survey(survey)
    there = SurveyResponse.objects.of_survey(survey).with_key(key).first()
    if there is not None:
        return there
    if survey.asks_coalitions:
        raise NotAllowed("This survey asks coalitions; their coordinators answer it.")
    if not survey.live or not survey.is_open:
        raise NotAllowed("The survey is closed." if survey.has_opened else "The survey is not open yet.")
    questions = list(survey.questions.all())
    if missing := unanswered(questions, answers):
        raise NotAllowed(f"Still without an answer: {'; '.join(question.label for question in missing)}")
    now = timezone.now()
    response = SurveyResponse.objects.create(
        survey=survey,
        key=key,
        state=ResponseState.UNCONFIRMED if email else ResponseState.SUBMITTED,
        answers=answers_to_what_was_asked(questions, answers),
        name=name,
        email=email,
        group=group,
        region=region,
        started_at=now,
        updated_at=now,
        submitted_at=None if email else now,
    )
    keep_survey_step(response, "answer", "Answered", by=None)
    if email:
        notifications.ask_to_confirm_answer(
            response, sign(CONFIRM_SURVEY_LINK, response.key.hex), now + CONFIRM_SURVEY_WITHIN
        )
    return response


@transaction.atomic
def confirm_response(response):
    """Count an answer whose address is confirmed; an earlier one of the same address no longer counts. Repeatable.

    What was answered in time counts, although it is confirmed after the deadline. Raises NotAllowed.
    """
    locked_survey(response.survey)
    response = locked_response(response)
    if response.state == ResponseState.SUBMITTED:
        return response
    rivals = SurveyResponse.objects.select_for_update().of_survey(response.survey).handed_in()
    for rival in rivals.of_address(response.email):
        rival.state = ResponseState.REPLACED
        rival.save(update_fields=["state"])
        keep_survey_step(rival, "replace", "Replaced by a newer answer", by=None, from_state=ResponseState.SUBMITTED)
    take_step(response, "confirm", "Confirmed", by=None, authorised=True, submitted_at=timezone.now())
    forget(response.matter)
    return response


@transaction.atomic
def erase_response(response):
    """Delete somebody's answer and every mail about it, at their wish."""
    response = locked_response(response)
    if response.coalition_id is not None:
        raise NotAllowed("A coalition's answer is not deleted; reopen it and change it.")
    forget(response.matter)
    delete_emails_of(response.matter)
    response.delete()


@transaction.atomic
def delete_unconfirmed_answers():
    """Delete answers whose time to be confirmed has run out; returns how many."""
    until = timezone.now() - CONFIRM_SURVEY_WITHIN
    # Locked, so that one that is confirmed at this moment is left out.
    found = list(SurveyResponse.objects.never_confirmed(until).select_for_update(of=("self",)))
    for response in found:
        erase_response(response)
    return len(found)


@transaction.atomic
def forget_person_in_surveys(user):
    """Take out what says who answered: name and address. The answers stay counted."""
    SurveyResponse.objects.of_person(user).update(name="", email="")
