"""Two people, one proposal, the same moment: one wins, the other is told, and nothing is half done."""

import pytest

from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from events.enums import OrganiserRole
from events.models import PreparatoryEventPage
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from events.proposals.services import (
    Stale,
    accept_proposal,
    answer_invitation,
    confirm_slot,
    decline_proposal,
    invite_organiser,
    remove_organiser,
    save_proposal,
    schedule_proposal,
    share_draft,
    submit_proposal,
    withdraw_proposal,
)
from tests.at_once import at_once, before_the_first_has_ended
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_basics, make_coalition, make_secretariat_user, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead():
    make_basics()
    return make_user("lead")


@pytest.fixture
def secretariat(lead):
    return make_secretariat_user("secretariat")


def proposed(lead, state=ProposalState.DRAFT, **fields):
    return make_proposal(
        make_call(), lead=make_coalition(coordinators=[lead]), state=state, title="Open data", **fields
    )


def verbs(proposal):
    return list(proposal.steps.values_list("verb", flat=True))


def test_accept_and_withdraw_whoever_comes_first(lead, secretariat):
    proposal = proposed(lead, ProposalState.SUBMITTED)
    accepted, withdrawn = before_the_first_has_ended(
        lambda: accept_proposal(proposal, by=secretariat), lambda: withdraw_proposal(proposal, by=lead)
    )
    assert (accepted.state, withdrawn.state) == ("accepted", "withdrawn")
    assert verbs(proposal) == ["accept", "withdraw"]

    proposal = proposed(lead, ProposalState.SUBMITTED)
    withdrawn, refused = before_the_first_has_ended(
        lambda: withdraw_proposal(proposal, by=lead), lambda: accept_proposal(proposal, by=secretariat)
    )
    assert (withdrawn.state, type(refused), str(refused)) == (
        "withdrawn",
        NotAllowed,
        "“Accept” is not possible while the state is “withdrawn”.",
    )
    assert (Proposal.objects.get(pk=proposal.pk).state, verbs(proposal)) == ("withdrawn", ["withdraw"])
    matter = Notice.objects.filter(matter=f"proposal:{proposal.code}").values_list("subject", flat=True)
    assert set(matter) == {"Withdrawn: Open data"}


def test_accept_and_decline_at_once(lead, secretariat):
    proposal = proposed(lead, ProposalState.SUBMITTED)
    outcomes = at_once(
        lambda: accept_proposal(proposal, by=secretariat),
        lambda: decline_proposal(proposal, by=secretariat, reason="Twice."),
    )
    won = [outcome for outcome in outcomes if isinstance(outcome, Proposal)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, NotAllowed)]
    assert (len(won), len(refused)) == (1, 1)
    assert Proposal.objects.get(pk=proposal.pk).state == won[0].state
    assert proposal.steps.count() == 1


def test_two_saves_of_one_version(lead):
    proposal = proposed(lead)
    first, second = before_the_first_has_ended(
        lambda: save_proposal(proposal, version=1, by=lead, written={"title": "First"}, preferred_times=[in_days(3)]),
        lambda: save_proposal(proposal, version=1, by=lead, written={"title": "Second"}, preferred_times=[in_days(4)]),
    )
    assert (first.title, type(second), second.current.title) == ("First", Stale, "First")
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.title, stored.version) == ("First", 2)
    assert [time.starts_at for time in stored.preferred_times.all()] == [in_days(3)]


def test_a_double_click_submits_once(lead):
    proposal = proposed(lead)
    outcomes = at_once(*[lambda: submit_proposal(proposal, by=lead, version=1)] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "NotAllowed", "Proposal"]
    assert verbs(proposal) == ["submit"]
    assert Notice.objects.filter(user=lead).count() == 1


def test_a_save_while_it_is_submitted(lead):
    proposal = proposed(lead)
    saved, refused = before_the_first_has_ended(
        lambda: save_proposal(proposal, version=1, by=lead, written={"abstract": ""}),
        lambda: submit_proposal(proposal, by=lead, version=1),
    )
    assert (saved.version, type(refused)) == (2, Stale)
    assert Proposal.objects.get(pk=proposal.pk).state == "draft"


def test_an_answer_while_the_invitation_is_taken_back(lead):
    person = make_user()
    proposal = proposed(lead)
    row = make_organiser(proposal, make_coalition(coordinators=[person]), answer=Answer.INVITED)
    _removed, refused = before_the_first_has_ended(
        lambda: remove_organiser(row, by=lead), lambda: answer_invitation(row, confirm=True, by=person)
    )
    assert (type(refused), str(refused)) == (NotAllowed, "This invitation was taken back.")
    assert proposal.organisers.count() == 1


def test_a_decline_while_it_is_submitted(lead):
    person = make_user()
    proposal = proposed(lead)
    row = make_organiser(proposal, make_coalition(coordinators=[person]))
    submitted, refused = before_the_first_has_ended(
        lambda: submit_proposal(proposal, by=lead), lambda: answer_invitation(row, confirm=False, by=person)
    )
    row.refresh_from_db()
    assert (submitted.state, type(refused), row.answer) == ("submitted", NotAllowed, "confirmed")


def test_two_leads_do_not_both_leave(lead):
    other = make_user()
    proposal = proposed(lead)
    rows = [
        proposal.organisers.get(),
        make_organiser(proposal, make_coalition(coordinators=[other]), role=OrganiserRole.LEAD),
    ]
    first, second = before_the_first_has_ended(
        lambda: answer_invitation(rows[0], confirm=False, by=lead),
        lambda: answer_invitation(rows[1], confirm=False, by=other),
    )
    assert (first.answer, type(second)) == ("declined", NotAllowed)
    assert proposal.organisers.confirmed().count() == 1


def test_one_coalition_is_invited_once(lead):
    proposal, invited = proposed(lead), make_coalition(coordinators=[make_user()])
    outcomes = at_once(*[lambda: invite_organiser(proposal, invited, role=OrganiserRole.LEAD, by=lead)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "ProposalOrganiser"]
    assert Notice.objects.count() == 1


def test_the_last_two_confirm_the_slot_at_once(lead):
    other = make_user()
    proposal = proposed(lead, ProposalState.ACCEPTED, offered_starts_at=in_days(30))
    rows = [proposal.organisers.get(), make_organiser(proposal, make_coalition(coordinators=[other]))]
    at_once(
        lambda: confirm_slot(proposal, rows[0], by=lead),
        lambda: confirm_slot(proposal, rows[1], by=other),
    )
    assert Proposal.objects.get(pk=proposal.pk).state == "confirmed"


def test_one_event_is_made(lead, secretariat):
    proposal = proposed(lead, ProposalState.CONFIRMED, offered_starts_at=in_days(30))
    outcomes = at_once(*[lambda: schedule_proposal(proposal, by=secretariat)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NotAllowed", "Proposal"]
    assert PreparatoryEventPage.objects.count() == 1


def test_one_link_is_made(lead):
    proposal = proposed(lead)
    keys = at_once(*[lambda: share_draft(proposal, by=lead)] * 2)
    assert keys[0] == keys[1] == Proposal.objects.get(pk=proposal.pk).share_key
