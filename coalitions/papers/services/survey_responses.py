"""Verbs of coalitions' answers: the only code that writes them. Several coordinators write one answer together.

Who saves says of each question what they read. Where somebody else changed a question meanwhile that they changed too,
both versions are shown; everything else is saved.
"""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from coalitions.fingerprint import fingerprint
from coalitions.member_counts import member_counts
from coalitions.notifications import forget
from coalitions.papers import notifications
from coalitions.papers.enums import ResponseState
from coalitions.papers.models import SurveyedCoalition, SurveyResponse, SurveyStep
from coalitions.papers.models.survey_question import answers_to_what_was_asked, unanswered
from coalitions.papers.permissions import can_answer_survey, coordinator_of_a_response, secretariat
from coalitions.papers.services.surveys import freeze_population, locked_survey
from coalitions.papers.workflow import SURVEY_RESPONSE
from coalitions.permissions import coordinated_ids
from coalitions.workflow import NotAllowed

# What a coalition's own page tells already, by the short names that questions have in the portal's survey.
PREFILL = ("coalition_name", "year_formed", "stakeholder_groups", "members_number")


@dataclass(frozen=True)
class Conflict:
    """A question that two people changed at once: what is stored, and who stored it."""

    name: str
    stored: object
    who: str = ""


@dataclass
class Saved:
    """What came of saving: the answer as it is stored now, and the questions that were not saved."""

    response: SurveyResponse
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)  # changed by somebody else meanwhile, and kept
    was_late: bool = False


def locked_response(response):
    """The answer's row, locked until the transaction ends."""
    return (
        SurveyResponse.objects.select_for_update(of=("self",))
        .select_related("survey", "coalition")
        .get(pk=response.pk)
    )


def keep_survey_step(response, verb, label, *, by, from_state="", reason=""):
    """Leave a row in the log of an answer."""
    return SurveyStep.objects.create(
        response=response,
        verb=verb,
        label=label,
        from_state=from_state,
        to_state=response.state,
        reason=reason.strip(),
        at=timezone.now(),
        by=by,
    )


def take_step(response, verb, label, *, by, reason="", authorised=False, **changes):
    """Take one step of a locked answer with the fields it changes: the only place that writes its state."""
    step = SURVEY_RESPONSE.check(verb, by, response, reason, authorised=authorised)
    before, response.state = response.state, step.to_state
    response.updated_at = timezone.now()
    for name, value in changes.items():
        setattr(response, name, value)
    response.save(update_fields=["state", "updated_at", *changes])
    keep_survey_step(response, verb, label, by=by, from_state=before, reason=reason)
    return response


@transaction.atomic
def start_response(survey, coalition, *, by):
    """The one answer of a coalition: begun with what its page tells, or the one that is there. Raises NotAllowed."""
    if not can_answer_survey(by, survey, coalition):
        raise NotAllowed("Only a coordinator of the coalition answers for it.")
    survey = freeze_population(survey)
    if not SurveyedCoalition.objects.of_survey(survey).of_coalitions([coalition.pk]).exists():
        raise NotAllowed("This survey does not ask this coalition.")
    locked_survey(survey)  # two who begin at once: one after the other
    there = SurveyResponse.objects.of_survey(survey).of_coalitions([coalition.pk]).first()
    if there is not None:
        return there
    if not survey.has_opened:
        raise NotAllowed("The survey is not open yet.")
    if not survey.is_open and not secretariat(by):
        raise NotAllowed("The survey is closed. Write to the Secretariat if you still want to answer.")
    now = timezone.now()
    response = SurveyResponse.objects.create(
        survey=survey,
        coalition=coalition,
        answers=prefilled(survey, coalition),
        entered_by_staff=coalition.pk not in coordinated_ids(by),
        started_at=now,
        updated_at=now,
        updated_by=by,
    )
    keep_survey_step(response, "start", "Begun", by=by)
    return response


def prefilled(survey, coalition):
    """The answers that a coalition's own page gives, for the questions this survey has of PREFILL."""
    questions = {question.name: question for question in survey.questions.all()}
    found = {}
    if "coalition_name" in questions:
        found["coalition_name"] = coalition.title
    if "year_formed" in questions and coalition.established:
        found["year_formed"] = coalition.established
    if "stakeholder_groups" in questions:
        labels = {row.get_group_display() for row in coalition.represented_groups.all()}
        chosen = [option for option in questions["stakeholder_groups"].options if option in labels]
        if chosen:
            found["stakeholder_groups"] = {"chosen": chosen, "other": ""}
    total = member_counts(coalition).total if "members_number" in questions else None
    if total is not None and (band := _band_of(questions["members_number"], total)):
        found["members_number"] = band
    return found


def _band_of(question, number):
    starts = [int(line) for line in question.choices.split()]
    place = sum(start <= number for start in starts) - 1
    return {"chosen": [question.options[place]], "other": ""} if place >= 0 else None


@transaction.atomic
def save_response(response, *, typed, seen, by):
    """Save what somebody typed into a coalition's answer, question by question.

    `typed` maps short names to answers (None: empty), `seen` to the fingerprints of what was stored when the form was
    opened. After the deadline it is kept as a late draft. Returns Saved. Raises NotAllowed.
    """
    response = locked_response(response)
    survey = response.survey
    if response.coalition is None or not can_answer_survey(by, survey, response.coalition):
        raise NotAllowed("Only the coordinators of the coalition write its answer.")
    if not response.is_being_written:
        raise NotAllowed("This answer was submitted meanwhile. Reopen it to change it.")
    saved = Saved(response)
    names = {question.name for question in survey.questions.all() if not question.is_heading}
    now = timezone.now()
    for name, mine in typed.items():
        stored = response.answers.get(name)
        if name not in names or mine == stored:
            continue
        if fingerprint(mine) == seen.get(name):
            saved.merged.append(name)  # not touched by who saves; somebody else did
        elif fingerprint(stored) == seen.get(name):
            response.answers[name] = mine
            if mine is None:
                del response.answers[name]
            response.touched[name] = [by.pk, now.isoformat()]
        else:
            saved.conflicts[name] = Conflict(name, stored, _who(response, name))
    response.updated_at, response.updated_by = now, by
    response.save(update_fields=["answers", "touched", "updated_at", "updated_by"])
    saved.was_late = _follow_the_clock(response, by)
    return saved


def _follow_the_clock(response, by):
    """After the deadline a draft becomes a late one, and a draft again where the deadline was moved."""
    if not response.survey.is_open and response.state == ResponseState.DRAFT:
        take_step(response, "lapse", "Kept as a late draft", by=by)
        if coordinator_of_a_response(by, response):
            notifications.tell_late_draft(response)
    elif response.survey.is_open and response.state == ResponseState.LATE:
        take_step(response, "revive", "In time again: the deadline was moved", by=by)
    return response.state == ResponseState.LATE


def _who(response, name):
    account = (response.touched.get(name) or [None])[0]
    return str(get_user_model().objects.filter(pk=account).first() or "") if account else ""


@transaction.atomic
def submit_response(response, *, by, version=""):
    """Hand a coalition's answer in. `version`: the mark of what was previewed. Raises NotAllowed.

    Answers to questions that are not asked, as the others are answered, are left out.
    """
    response = locked_response(response)
    verb = "submit" if response.survey.is_open else "take_late"
    if verb == "take_late" and not secretariat(by):
        if not response.is_being_written or not coordinator_of_a_response(by, response):
            SURVEY_RESPONSE.check("submit", by, response)
        raise NotAllowed("The deadline has passed. The answer is kept as a late draft; the Secretariat can take it.")
    SURVEY_RESPONSE.check(verb, by, response)
    if version and fingerprint(response.answers) != version:
        raise NotAllowed("Somebody changed the answer meanwhile. Look at it once more, then submit.")
    questions = list(response.survey.questions.all())
    missing = unanswered(questions, response.answers)
    if missing:
        raise NotAllowed(f"Still without an answer: {'; '.join(question.label for question in missing)}")
    label = "Submitted" if response.survey.is_open else "Taken, late"
    take_step(
        response,
        verb,
        label,
        by=by,
        answers=answers_to_what_was_asked(questions, response.answers),
        submitted_at=timezone.now(),
        is_late=verb == "take_late",
    )
    forget(notifications.reminder_matter(response.survey, response.coalition))
    notifications.tell_survey_submitted(response, by=by)
    return response


@transaction.atomic
def reopen_response(response, *, by, reason=""):
    """Let a submitted answer be changed again: its coordinators while the survey is open, the Secretariat always."""
    response = locked_response(response)
    if response.coalition_id is None:
        raise NotAllowed("Only a coalition's answer is reopened.")
    SURVEY_RESPONSE.check("reopen", by, response)
    if not response.survey.is_open and not secretariat(by):
        raise NotAllowed("The survey is closed; ask the Secretariat to reopen the answer.")
    take_step(response, "reopen", "Reopened", by=by, reason=reason, submitted_at=None, is_late=False)
    return response


@transaction.atomic
def set_response_aside(response, *, by, reason):
    """Leave an answer out of the count, for a reason that is kept. Raises NotAllowed."""
    return take_step(locked_response(response), "set_aside", "Set aside", by=by, reason=reason)


@transaction.atomic
def restore_response(response, *, by, reason):
    """Count an answer again that was set aside. Raises NotAllowed."""
    response = locked_response(response)
    SURVEY_RESPONSE.check("restore", by, response, reason)
    rival = SurveyResponse.objects.of_survey(response.survey).handed_in().of_address(response.email)
    if response.email and rival.exists():
        raise NotAllowed("A newer answer from the same address counts.")
    return take_step(
        response,
        "restore",
        "Counted again",
        by=by,
        reason=reason,
        submitted_at=response.submitted_at or timezone.now(),
    )
