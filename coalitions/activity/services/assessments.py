"""Steps of an assessment's life: the only code that writes assessments, their evidence and what is decided.

Every step is a row of `workflow.ASSESSMENT`. It locks the assessment, checks who and when, writes, leaves a row in its
log, and queues the mail in the same transaction. What is done for a whole cycle is done for all or for none.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from coalitions.activity import notifications
from coalitions.activity.criteria import frozen, judge_all, judged_again
from coalitions.activity.enums import ANSWERABLE, AssessmentState, Decision, OfferState
from coalitions.activity.models import Assessment, CriteriaSet, EvidenceOffer
from coalitions.activity.permissions import secretariat
from coalitions.activity.services.assessment_steps import keep_step, locked, locked_one, naming, take_step
from coalitions.activity.services.versions import Stale
from coalitions.activity.workflow import ASSESSMENT
from coalitions.workflow import NotAllowed

LONGEST_TIME = datetime.timedelta(days=366)
WAY_OUT = "Decide on it, or leave it out and say why."


def _check_moment(moment):
    """A moment coalitions have until: to come, and near enough to be meant. Raises NotAllowed."""
    now = timezone.now()
    if not now < moment <= now + LONGEST_TIME:
        raise NotAllowed("Choose a moment that is still to come, within a year.")


@transaction.atomic
def make_assessments(criteria_set, *, by):
    """A draft for every coalition at work that has none yet under an agreed set. Returns the new ones."""
    criteria_set = CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat makes assessments.")
    if not criteria_set.is_agreed:
        raise NotAllowed("Coalitions are assessed under criteria that are agreed.")
    there = set(Assessment.objects.of_set(criteria_set).values_list("coalition_id", flat=True))
    made = []
    for row in judge_all(criteria_set):
        if row.coalition.pk not in there:
            assessment = Assessment.objects.create(criteria_set=criteria_set, coalition=row.coalition)
            keep_step(assessment, "make", by)
            made.append(assessment)
    return made


@transaction.atomic
def share_assessments(assessments, *, reply_by, by):
    """Freeze the evidence of drafts of one set, and show them to their coalitions until a moment to reply by.

    Returns the assessments. Raises NotAllowed.
    """
    _check_moment(reply_by)
    rows = locked(assessments)
    for row in rows:
        ASSESSMENT.check("share", by, row)
    for criteria_set in {row.criteria_set for row in rows}:
        of_set = [row for row in rows if row.criteria_set_id == criteria_set.pk]
        # What was accepted stays accepted where a coalition was left out and taken in again.
        accepted = {row.coalition_id: row.accepted_keys() for row in of_set}
        found = judge_all(criteria_set, coalitions=[row.coalition for row in of_set], accepted=accepted)
        for row, judged in zip(of_set, found, strict=True):
            take_step(
                row,
                "share",
                by,
                evidence=frozen(criteria_set, judged),
                finding=judged.judgement.finding,
                shared_at=timezone.now(),
                reply_by=reply_by,
            )
    return rows


@transaction.atomic
def extend_reply(assessment, *, reply_by, reason, by):
    """Give a coalition more time to reply, or correct the moment, with the reason. Raises NotAllowed."""
    assessment = locked_one(assessment)
    ASSESSMENT.check("extend", by, assessment, reason)
    _check_moment(reply_by)
    return take_step(assessment, "extend", by, reason, reply_by=reply_by)


@transaction.atomic
def extend_appeal(assessment, *, appeal_by, reason, by):
    """Give a coalition more time to appeal, or correct the moment, with the reason. Raises NotAllowed."""
    assessment = locked_one(assessment)
    ASSESSMENT.check("extend_appeal", by, assessment, reason)
    _check_moment(appeal_by)
    return take_step(assessment, "extend_appeal", by, reason, appeal_by=appeal_by)


@transaction.atomic
def reply_to_assessment(assessment, *, version, reply, offers, by):
    """Keep what a coalition says to its assessment, and the other evidence it offers, until the moment to reply by.

    offers: {key of a criterion: (text, address)}; an empty text takes back what was not answered yet.
    Raises Stale where `version` is not what is stored, and NotAllowed.
    """
    assessment = locked_one(assessment)
    ASSESSMENT.check("reply", by, assessment)
    if not assessment.is_answerable:
        raise NotAllowed("The time to reply is over. Ask the Secretariat for more time.")
    if assessment.version != version:
        raise Stale(assessment)
    if not reply.strip() and not any(text.strip() for text, _url in offers.values()):
        raise NotAllowed("Write what your coalition says to it, or offer other evidence.")
    takes = {row.rule.key for row in judged_again(assessment.evidence).rows if row.may_be_offered}
    there = {offer.criterion: offer for offer in assessment.offers.all()}
    for key, (text, url) in offers.items():
        if key in takes:
            _offer(assessment, there.get(key), key, text.strip(), url, by)
    return take_step(assessment, "reply", by, reply=reply.strip(), replied_at=timezone.now(), replied_by=by)


def _offer(assessment, offer, key, text, url, by):
    if offer is not None and offer.state != OfferState.OFFERED:
        return  # answered already: it stays as it was answered
    if not text:
        if offer is not None:
            offer.delete()
        return
    offer = offer or EvidenceOffer(assessment=assessment, criterion=key)
    offer.text, offer.url, offer.offered_at, offer.offered_by = text, url, timezone.now(), by
    offer.save()


@transaction.atomic
def answer_offer(offer, *, accept, by, reason="", version=None):
    """Say whether other evidence is equivalent; what the criteria say of the coalition follows.

    version: the one of the assessment that was read. Raises Stale where it is not what is stored, and NotAllowed.
    """
    assessment = locked_one(offer.assessment)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat says whether evidence is equivalent.")
    if assessment.state not in ANSWERABLE:
        raise NotAllowed("The assessment is decided; evidence is answered before.")
    if not accept and not reason.strip():
        raise NotAllowed("Say why it is not equivalent; the coalition reads it.")
    if version is not None and version != assessment.version:
        raise Stale(assessment)
    offer = assessment.offers.select_for_update().get(pk=offer.pk)
    offer.assessment = assessment
    offer.state = OfferState.ACCEPTED if accept else OfferState.NOT_ACCEPTED
    offer.answer, offer.answered_at, offer.answered_by = reason.strip(), timezone.now(), by
    offer.save()
    accepted = set(assessment.offers.accepted_keys())
    judgement = judged_again(assessment.evidence, accepted)
    assessment.finding = judgement.finding
    assessment.version += 1
    assessment.save(update_fields=["finding", "version"])
    text = next(row.rule.text for row in judgement.rows if row.rule.key == offer.criterion)
    label = f"Other evidence {offer.get_state_display().lower()}: {text}"
    keep_step(assessment, "offer", by, before=assessment.state, reason=reason, label=label[:120])
    notifications.tell_offer_answer(offer, criterion=text)
    return offer


@transaction.atomic
def decide_assessments(decisions, *, appeal_by, by):
    """Decide on several assessments at once; nobody but their coalitions learns of it before they are published.

    decisions: (assessment as it was read, decision, reason) of each. A coalition that has not replied has had its
    time, and what it says until the last moment is read. Returns the assessments. Raises NotAllowed, and then nothing
    is decided.
    """
    _check_moment(appeal_by)
    wanted = {assessment.pk: (assessment.version, decision, reason) for assessment, decision, reason in decisions}
    rows = locked([assessment for assessment, *_rest in decisions])
    now = timezone.now()
    for row in rows:
        version, decision, reason = wanted[row.pk]
        if decision not in Decision.values:
            raise naming(row, "choose a decision.")
        if row.state == AssessmentState.SHARED and row.reply_by > now:
            raise naming(row, "it still has time to reply.")
        if any(offer.state == OfferState.OFFERED for offer in row.offers.all()):
            raise naming(row, "answer the other evidence it offers first.")
        if row.version != version and row.state in ANSWERABLE:
            raise naming(row, "something was said or decided meanwhile. Read it before you decide.")
        try:
            take_step(
                row,
                "decide",
                by,
                reason,
                decision=decision,
                decision_reason=reason.strip(),
                decided_at=now,
                appeal_by=appeal_by,
            )
        except NotAllowed as refusal:
            raise naming(row, refusal) from refusal
    return rows


@transaction.atomic
def appeal_assessment(assessment, *, text, by, version=None):
    """Say why a decision should be another, until the moment to appeal by. Raises Stale and NotAllowed."""
    assessment = locked_one(assessment)
    ASSESSMENT.check("appeal", by, assessment, text)
    if not assessment.may_be_appealed:
        raise NotAllowed("The time to appeal is over. Write to the Secretariat.")
    if version is not None and version != assessment.version:
        raise Stale(assessment)
    return take_step(assessment, "appeal", by, text, appeal=text.strip(), appealed_at=timezone.now())


@transaction.atomic
def settle_appeal(assessment, *, decision, reason, by):
    """Answer an appeal: with the decision as it was, or another one. It is final. Raises NotAllowed."""
    if decision not in Decision.values:
        raise NotAllowed("Choose a decision.")
    assessment = locked_one(assessment)
    changes = {
        "first_decision": assessment.decision,
        "decision": decision,
        "appeal_answer": reason.strip(),
        "final_at": timezone.now(),
    }
    return take_step(assessment, "settle", by, reason, **changes)


@transaction.atomic
def leave_out(assessment, *, reason, by):
    """Do not assess a coalition after all, such as one that was closed, so that it holds back nobody.

    The reason is public once the others are published. Raises NotAllowed.
    """
    return take_step(locked_one(assessment), "leave_out", by, reason, left_out_because=reason.strip())


@transaction.atomic
def take_in(assessment, *, reason, by):
    """Assess a coalition that was left out: a draft again, with what it said before. Raises NotAllowed."""
    changes = {"left_out_because": "", "finding": "", "shared_at": None, "reply_by": None}
    return take_step(locked_one(assessment), "take_in", by, reason, **changes)


@transaction.atomic
def publish_assessments(criteria_set, *, by):
    """Let everybody read all assessments of a set, all at once, when every one is final or left out.

    What nobody appealed against in time is made final here. Returns the assessments. Raises NotAllowed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat publishes assessments.")
    found = locked(Assessment.objects.of_set(criteria_set).to_publish())
    # Whoever waited for the locks finds published here what was not when they asked.
    rows = [row for row in found if row.published_at is None]
    if not rows:
        raise NotAllowed("There is nothing to publish.")
    now = timezone.now()
    for row in rows:
        if row.state == AssessmentState.DECIDED:
            if row.appeal_by > now:
                raise naming(row, "it can still appeal.")
            take_step(row, "close", by, final_at=now)
        if row.state != AssessmentState.FINAL:
            raise naming(
                row, f"nothing is published while the state is “{row.get_state_display().lower()}”. {WAY_OUT}"
            )
    for row in rows:
        row.published_at = now
        row.save(update_fields=["published_at"])
        keep_step(row, "publish", by, before=row.state)
        notifications.tell_step(row, "publish", reason="", by=by)
    return rows
