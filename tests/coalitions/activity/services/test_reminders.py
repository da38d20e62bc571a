"""Coalitions are reminded of the time they have left: those that have something to say, once, and nobody else."""

import datetime

import pytest
import time_machine
from django.core.management import call_command

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState, Decision
from coalitions.models import Notice
from tests.coalitions.activity.factories import make_assessment
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

State = AssessmentState
BEGIN = datetime.datetime(2021, 9, 1, 12, tzinfo=datetime.UTC)


def after(**time):
    return BEGIN + datetime.timedelta(**time)


@pytest.fixture
def clock():
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield traveller


def reminded():
    return [str(row) for row in services.remind_assessments()]


def subjects():
    return [notice.subject for notice in Notice.objects.order_by("pk") if "lease reply by" in notice.subject]


@pytest.mark.parametrize(
    ("now", "is_reminded"),
    [
        (after(days=8, hours=23), False),
        (after(days=9), True),
        (after(days=13, hours=23), True),
        (after(days=14), False),
        (after(days=15), False),
    ],
)
def test_before_in_and_after_the_last_five_days(clock, now, is_reminded):
    assessment = make_assessment(State.SHARED, reply_by=after(days=14))
    clock.move_to(now)
    assert services.remind_assessments() == ([assessment] if is_reminded else [])


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("decision", list(Decision))
def test_who_has_something_to_say(clock, state, decision):
    by = make_secretariat_user()
    assessment = make_assessment(state, decision=decision, reply_by=after(days=14), appeal_by=after(days=14), by=by)
    clock.move_to(after(days=10))
    wants_to_appeal = state == State.DECIDED and decision != Decision.ELIGIBLE
    expected = [assessment] if state == State.SHARED or wants_to_appeal else []
    assert services.remind_assessments() == expected


def test_once_and_again_only_where_the_moment_was_moved(clock):
    by = make_secretariat_user()
    coalition = make_coalition("A coalition", acronym="DC-A", coordinators=[make_user("cora")])
    assessment = make_assessment(State.SHARED, coalition=coalition, reply_by=after(days=14), by=by)
    clock.move_to(after(days=10))
    assert [reminded(), reminded()] == [["DC-A, IGF 2021"], []]
    clock.move_to(after(days=11))
    services.extend_reply(assessment, reply_by=after(days=20), reason="Holidays", by=by)
    clock.move_to(after(days=14))
    assert reminded() == []
    clock.move_to(after(days=15))
    assert [reminded(), reminded()] == [["DC-A, IGF 2021"], []]
    assert [step.verb for step in assessment.steps.all()] == ["share", "remind", "extend", "remind"]
    assert subjects()[-1] == "Please reply by 21 September 2021, 12:00 UTC: assessment of DC-A"


def test_nobody_is_reminded_of_what_they_were_told_yesterday(clock):
    make_assessment(State.SHARED, reply_by=after(days=3))
    clock.move_to(after(days=1))
    assert reminded() == []
    clock.move_to(after(days=2))
    assert len(reminded()) == 1


def test_a_reply_takes_back_the_reminder_that_has_not_left(clock):
    assessment = make_assessment(State.SHARED, reply_by=after(days=14))
    clock.move_to(after(days=10))
    services.remind_assessments()
    by = assessment.coalition.contacts.get().user
    services.reply_to_assessment(assessment, version=assessment.version, reply="So.", offers={}, by=by)
    assert subjects() == []


def test_the_command_says_whom_and_a_dry_run_sends_nothing(clock, capsys):
    coalition = make_coalition("A coalition", acronym="DC-A", coordinators=[make_user("cora")])
    assessment = make_assessment(State.SHARED, coalition=coalition, reply_by=after(days=14))
    clock.move_to(after(days=10))
    call_command("remind_assessments", dry_run=True)
    call_command("remind_assessments")
    call_command("remind_assessments")
    assert capsys.readouterr().out.splitlines() == [
        "DC-A, IGF 2021: would be reminded, shared with the coalition",
        "DC-A, IGF 2021: reminded, shared with the coalition",
        "Nobody is to be reminded.",
    ]
    assert assessment.steps.filter(verb="remind").count() == 1
