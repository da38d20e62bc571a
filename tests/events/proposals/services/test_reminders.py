"""Reminders: each is said once, at its time, and stops when it is done."""

import datetime

import pytest
from django.core.management import call_command

from coalitions.models import Notice
from events.proposals.enums import Answer, ProposalState, ReminderKind
from events.proposals.models import Reminder
from events.proposals.services import remind
from tests.events.proposals.factories import in_days, make_assignment, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys(ReminderKind, 0)


def coordinated():
    return make_coalition(coordinators=[make_user()])


@pytest.mark.parametrize(
    ("closes", "state", "count"),
    [
        (2, ProposalState.DRAFT, 1),
        (4, ProposalState.DRAFT, 0),
        (-1, ProposalState.DRAFT, 0),
        (2, ProposalState.SUBMITTED, 0),
    ],
)
def test_drafts_are_reminded_of_their_deadline_once(closes, state, count):
    make_proposal(make_call(submit_by=in_days(closes)), lead=coordinated(), state=state)

    assert remind() == NOTHING | {ReminderKind.DRAFT: count}
    assert remind() == NOTHING
    assert Notice.objects.count() == count


@pytest.mark.parametrize(("days", "times"), [(6, 0), (8, 1), (15, 2), (22, 3), (90, 3)])
def test_an_invitation_is_repeated_weekly_and_at_most_three_times(days, times, time_machine):
    start = datetime.datetime(2021, 9, 1, 12, tzinfo=datetime.UTC)
    time_machine.move_to(start, tick=False)
    proposal = make_proposal(make_call(submit_by=in_days(200)), lead=coordinated())
    make_organiser(proposal, coordinated(), answer=Answer.INVITED)

    said = 0
    for day in range(days + 1):
        time_machine.move_to(start + datetime.timedelta(days=day), tick=False)
        said += remind()[ReminderKind.INVITATION]

    assert said == times


def test_slots_reports_and_reviews_are_reminded_of(time_machine):
    slot = make_proposal(lead=coordinated(), state=ProposalState.ACCEPTED, decided_at=in_days(0))
    make_proposal(lead=coordinated(), state=ProposalState.HELD)
    make_assignment(make_proposal(state=ProposalState.SUBMITTED))

    assert remind() == NOTHING
    time_machine.move_to(in_days(8), tick=False)
    assert remind() == NOTHING | {ReminderKind.SLOT: 1, ReminderKind.REPORT: 1, ReminderKind.REVIEW: 1}
    assert f"Please confirm the slot: {slot}" in [notice.subject for notice in Notice.objects.all()]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(capsys):
    make_proposal(make_call(submit_by=in_days(2)), lead=coordinated())

    call_command("remind_proposals", dry_run=True)

    assert capsys.readouterr().out.splitlines()[0] == "1 would be reminded of: drafts that are not submitted"
    assert (Reminder.objects.count(), Notice.objects.count()) == (0, 0)
