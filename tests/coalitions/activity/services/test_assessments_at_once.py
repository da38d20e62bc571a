"""Two people, one assessment, the same moment: one is first, the other is told, and nothing is done twice."""

import datetime

import pytest
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState, Decision
from coalitions.activity.models import Assessment
from coalitions.activity.services.versions import Stale
from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from tests.coalitions.activity.factories import a_document, make_assessment, make_criteria_set
from tests.dc_portal.at_once import at_once, before_the_first_has_ended
from tests.factories import make_basics, make_coalition, make_secretariat_user, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

State = AssessmentState


@pytest.fixture
def coordinator():
    make_basics()
    return make_user("coordinator")


@pytest.fixture
def secretariat(coordinator):
    return make_secretariat_user("secretariat")


def made(coordinator, state):
    return make_assessment(state, coalition=make_coalition(coordinators=[coordinator]))


def soon():
    return timezone.now() + datetime.timedelta(days=14)


def decide(assessment, by, decision=Decision.ELIGIBLE):
    return services.decide_assessments([(assessment, decision, "As agreed.")], appeal_by=soon(), by=by)


def reply(assessment, by, text="We see it so."):
    return services.reply_to_assessment(assessment, version=assessment.version, reply=text, offers={}, by=by)


def verbs(assessment):
    return list(assessment.steps.order_by("pk").values_list("verb", flat=True))


def test_two_coordinators_reply_and_the_second_sees_both(coordinator, secretariat):
    assessment = made(coordinator, State.SHARED)
    first, second = before_the_first_has_ended(
        lambda: reply(assessment, coordinator, "The first"), lambda: reply(assessment, coordinator, "The second")
    )
    assert (first.reply, type(second)) == ("The first", Stale)
    assert Assessment.objects.get().reply == "The first"


def test_a_reply_while_it_is_decided_is_refused_and_said_so(coordinator, secretariat):
    assessment = made(coordinator, State.REPLIED)
    [decided], refused = before_the_first_has_ended(
        lambda: decide(assessment, secretariat), lambda: reply(assessment, coordinator, "And this too")
    )
    assert (decided.state, type(refused)) == (State.DECIDED, NotAllowed)
    assert verbs(assessment) == ["share", "reply", "decide"]


def test_it_is_decided_once(coordinator, secretariat):
    assessment = made(coordinator, State.REPLIED)
    outcomes = at_once(
        lambda: decide(assessment, secretariat, Decision.ELIGIBLE),
        lambda: decide(assessment, secretariat, Decision.NOT_ELIGIBLE),
    )
    assert sorted(isinstance(outcome, NotAllowed) for outcome in outcomes) == [False, True]
    assert verbs(assessment).count("decide") == 1


def test_drafts_are_made_and_shared_once(coordinator, secretariat):
    make_coalition(coordinators=[coordinator])
    proposed = make_criteria_set(criteria=[a_document()])
    criteria_set = services.agree_criteria(proposed, on=datetime.date(2021, 6, 1), by=secretariat)
    at_once(*[lambda: services.make_assessments(criteria_set, by=secretariat)] * 2)
    [assessment] = Assessment.objects.all()
    at_once(*[lambda: services.share_assessments([assessment], reply_by=soon(), by=secretariat)] * 2)
    assert verbs(assessment).count("share") == 1
    assert Notice.objects.filter(user=coordinator).count() == 1


def test_they_are_published_once(coordinator, secretariat):
    assessment = made(coordinator, State.FINAL)
    outcomes = at_once(*[lambda: services.publish_assessments(assessment.criteria_set, by=secretariat)] * 2)
    assert sorted(isinstance(outcome, NotAllowed) for outcome in outcomes) == [False, True]
    assert verbs(assessment).count("publish") == 1
