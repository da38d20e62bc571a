"""Every question × everybody, where it is not the workflow's table that answers."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.proposals.enums import ProposalState
from events.proposals.permissions import (
    can_follow_proposal,
    can_read_proposal,
    can_review,
    can_see_as_reviewer,
    can_write_proposal,
    coordinator_of_a_lead,
    coordinator_of_an_organiser,
    has_conflict,
)
from events.proposals.workflow import asked_of
from tests.events.proposals.factories import make_assignment
from tests.events.proposals.people import EVERYBODY, TAKING_PART, stand_around
from tests.factories import make_user

pytestmark = pytest.mark.django_db

WRITING = {"lead", "co-organiser"}
NAMED = {*TAKING_PART, "declined"}


def who(question, state):
    proposal, people = stand_around(state)
    return {name for name, person in people.items() if question(person or AnonymousUser(), proposal)}


@pytest.mark.parametrize(
    ("question", "state", "yes"),
    [
        (can_write_proposal, ProposalState.DRAFT, WRITING),
        (can_write_proposal, ProposalState.SUBMITTED, WRITING),
        (can_write_proposal, ProposalState.CHANGES_REQUESTED, WRITING),
        (can_write_proposal, ProposalState.ON_HOLD, set()),
        (can_write_proposal, ProposalState.ACCEPTED, set()),
        (coordinator_of_a_lead, ProposalState.DRAFT, {"lead"}),
        (coordinator_of_an_organiser, ProposalState.DRAFT, WRITING),
        (can_follow_proposal, ProposalState.DRAFT, {*TAKING_PART}),
        (can_follow_proposal, ProposalState.SUBMITTED, {*TAKING_PART, "secretariat"}),
        (can_read_proposal, ProposalState.DRAFT, {*TAKING_PART}),
        (can_read_proposal, ProposalState.SUBMITTED, {*TAKING_PART, "secretariat", "reviewer"}),
        (can_read_proposal, ProposalState.ACCEPTED, set(EVERYBODY)),
        (has_conflict, ProposalState.DRAFT, NAMED),
        (can_see_as_reviewer, ProposalState.DRAFT, set()),
        (can_see_as_reviewer, ProposalState.SUBMITTED, {"reviewer"}),
        (can_see_as_reviewer, ProposalState.WITHDRAWN, set()),
        (can_review, ProposalState.SUBMITTED, {"reviewer"}),
        (can_review, ProposalState.ON_HOLD, {"reviewer"}),
        (can_review, ProposalState.ACCEPTED, set()),
    ],
)
def test_who_may(question, state, yes):
    assert who(question, state) == yes


def test_a_reviewer_who_coordinates_an_organiser_sees_nothing_as_one():
    from django.contrib.auth.models import Permission

    proposal, people = stand_around(ProposalState.SUBMITTED)
    permission = Permission.objects.get(content_type__app_label="proposals", codename="add_review")
    for name in NAMED:
        people[name].user_permissions.add(permission)
        make_assignment(proposal, people[name])
        person = type(people[name]).objects.get(pk=people[name].pk)
        assert (can_see_as_reviewer(person, proposal), can_review(person, proposal)) == (False, False)


def test_an_account_that_is_switched_off_may_nothing():
    proposal, people = stand_around()
    people["lead"].is_active = False
    assert not can_follow_proposal(people["lead"], proposal)
    assert not can_write_proposal(people["lead"], proposal)


# state → what is asked of each who takes part; nobody else is asked anything
ASKED = {
    ProposalState.DRAFT: {"lead": ["edit", "submit"], "co-organiser": ["edit"], "invited": ["answer"]},
    ProposalState.SUBMITTED: {},
    ProposalState.CHANGES_REQUESTED: {"lead": ["edit", "submit"], "co-organiser": ["edit"], "invited": ["answer"]},
    ProposalState.ON_HOLD: {},
    ProposalState.ACCEPTED: {"lead": ["confirm"], "co-organiser": ["confirm"]},
    ProposalState.NOT_ACCEPTED: {},
    ProposalState.CONFIRMED: {},
    ProposalState.SCHEDULED: {},
    ProposalState.HELD: {"lead": ["report"], "co-organiser": ["report"]},
    ProposalState.REPORTED: {},
    ProposalState.CANCELLED: {},
    ProposalState.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", list(ProposalState))
def test_what_is_asked_of_everybody(state):
    proposal, people = stand_around(state)
    asked = {}
    for name, person in people.items():
        own = set(person.coalition_contacts.values_list("coalition_id", flat=True)) if person else set()
        verbs = [one.verb for one in asked_of(own, proposal)]
        asked |= {name: verbs} if verbs else {}
    assert asked == ASKED[state]


def test_nothing_is_asked_of_who_has_confirmed_the_slot():
    proposal, people = stand_around(ProposalState.ACCEPTED)
    proposal.organisers.filter(coalition__contacts__user=people["lead"]).update(slot_confirmed_at=proposal.created_at)
    own = set(people["lead"].coalition_contacts.values_list("coalition_id", flat=True))
    assert asked_of(own, proposal) == []
    assert make_user().coalition_contacts.count() == 0
