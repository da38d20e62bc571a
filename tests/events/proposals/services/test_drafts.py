"""The text of a proposal, and those who make it together."""

import datetime

import pytest

from coalitions.links import read
from coalitions.models import Notice
from coalitions.workflow import NotAllowed
from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal, ProposalOrganiser
from events.proposals.services import (
    Stale,
    answer_invitation,
    comment_draft,
    invite_organiser,
    remove_organiser,
    save_proposal,
    share_draft,
    start_proposal,
    submit_proposal,
    unshare_draft,
)
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_focus_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def proposal(lead):
    return make_proposal(lead=make_coalition(coordinators=[lead], acronym="DC-L"))


def labels(proposal):
    return list(proposal.steps.values_list("label", flat=True))


def test_a_draft_is_begun(lead):
    call, coalition = make_call(), make_coalition(coordinators=[lead])
    proposal = start_proposal(call, coalition, by=lead, title="New", kind="webinar")
    [organiser] = proposal.organisers.all()
    assert (proposal.title, proposal.kind, proposal.state, proposal.version) == ("New", "webinar", "draft", 1)
    assert (organiser.coalition_id, organiser.role, organiser.answer) == (coalition.pk, "lead", "confirmed")
    assert labels(proposal) == ["Draft begun"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"asks_for_proposals": False, "asks_for_inputs": True}, "This call does not ask for proposals."),
        ({"live": False}, "This call is not open."),
        ({"opens_at": 1, "submit_by": 2}, "This call is not open."),
        ({"opens_at": -2, "submit_by": -1}, "This call is not open."),
    ],
)
def test_a_call_that_takes_no_proposals(lead, call, says):
    moments = {name: in_days(call[name]) for name in ("opens_at", "submit_by") if name in call}
    call = make_call(**(call | moments))
    with pytest.raises(NotAllowed) as refused:
        start_proposal(call, make_coalition(coordinators=[lead]), by=lead)
    assert (str(refused.value), Proposal.objects.count()) == (says, 0)


def test_nobody_begins_for_a_coalition_of_others(lead):
    with pytest.raises(NotAllowed, match="Only a coordinator of the coalition"):
        start_proposal(make_call(), make_coalition(), by=lead)


def test_what_is_saved(proposal, lead):
    area = make_focus_area(cycle=proposal.call.cycle, questions=["Who pays?"])
    question = area.policy_questions.get()
    times = [in_days(20), in_days(10), in_days(20)]
    days = [(datetime.date(2021, 7, 1), datetime.date(2021, 7, 2))]
    speaker = {"name": "Ada", "affiliation": "Example", "email": "ada@example.org", "has_agreed": True}
    save_proposal(
        proposal,
        version=1,
        by=lead,
        written={"title": "Better", "minutes": 90, "state": "accepted"},
        focus_areas=[area],
        policy_questions=[question],
        preferred_times=times,
        unavailable_periods=days,
        speakers=[speaker],
    )
    saved = Proposal.objects.for_page().get(pk=proposal.pk)
    assert (saved.title, saved.minutes, saved.state, saved.version) == ("Better", 90, "draft", 2)
    assert saved.abstract == proposal.abstract
    assert (saved.updated_by, list(saved.focus_areas.all()), list(saved.policy_questions.all())) == (
        lead,
        [area],
        [question],
    )
    assert [time.starts_at for time in saved.preferred_times.all()] == times[:2]
    assert [(row.first_on, row.last_on) for row in saved.unavailable_periods.all()] == days
    assert [{name: getattr(row, name) for name in speaker} for row in saved.speakers.all()] == [speaker]


def test_a_stale_save_changes_nothing_and_brings_what_is_stored(proposal, lead):
    save_proposal(proposal, version=1, by=lead, written={"title": "First"})
    with pytest.raises(Stale) as stale:
        save_proposal(proposal, version=1, by=lead, written={"title": "Second"}, preferred_times=[])
    stored = Proposal.objects.get(pk=proposal.pk)
    assert (stored.title, stored.version, stored.preferred_times.count()) == ("First", 2, 1)
    assert (stale.value.current.title, stale.value.current.version) == ("First", 2)


def test_what_is_changed_after_it_was_submitted_leaves_a_step(proposal, lead):
    submit_proposal(proposal, by=lead)
    save_proposal(proposal, version=1, by=lead, written={"title": "Later"})
    assert labels(proposal) == ["Submitted", "Changed after it was submitted"]


def test_the_invited_are_asked_by_a_link_of_their_own(proposal, lead):
    people = [make_user(), make_user()]
    coalition = make_coalition(coordinators=people, acronym="DC-I")
    row = invite_organiser(proposal, coalition, role=OrganiserRole.LEAD, by=lead)
    notices = list(Notice.objects.order_by("user"))
    assert (row.role, row.answer, row.invited_by) == ("lead", "invited", lead)
    assert [(notice.user, notice.at_once, notice.subject) for notice in notices] == [
        (person, True, f"DC-I is invited: {proposal.title}") for person in people
    ]
    links = [notice.text.split("/proposals/invitations/")[1].split("/")[0] for notice in notices]
    assert [read("proposals.invitation", link) for link in links] == [[row.pk, person.pk] for person in people]
    assert labels(proposal) == ["DC-I invited as lead"]


def test_one_s_own_other_coalition_takes_part_at_once(proposal, lead):
    other = make_coalition(coordinators=[lead])
    row = invite_organiser(proposal, other, role=OrganiserRole.SUPPORTER, by=lead)
    assert (row.answer, row.answered_by, Notice.objects.count()) == ("confirmed", lead, 0)


def test_who_declined_may_be_asked_again_and_nobody_twice(proposal, lead):
    row = make_organiser(proposal, answer=Answer.DECLINED)
    again = invite_organiser(proposal, row.coalition, role=OrganiserRole.SUPPORTER, by=lead)
    assert (again.pk, again.role, again.answer, again.answered_at) == (row.pk, "supporter", "invited", None)
    with pytest.raises(NotAllowed, match="is named in this proposal already"):
        invite_organiser(proposal, row.coalition, role=OrganiserRole.LEAD, by=lead)


@pytest.mark.parametrize(
    ("confirm", "answer", "verb"), [(True, "confirmed", "takes part"), (False, "declined", "declines")]
)
def test_an_answer_is_kept_and_told_and_its_mails_forgotten(proposal, lead, confirm, answer, verb):
    person = make_user()
    row = invite_organiser(
        proposal, make_coalition(coordinators=[person], acronym="DC-I"), role=OrganiserRole.CO_ORGANISER, by=lead
    )
    answer_invitation(row, confirm=confirm, by=person)
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == (answer, person)
    assert [(notice.user, notice.subject) for notice in Notice.objects.all()] == [
        (lead, f"DC-I {verb}: {proposal.title}")
    ]


def test_the_same_answer_twice_changes_nothing(proposal, lead):
    person = make_user()
    row = make_organiser(proposal, make_coalition(coordinators=[person]), answer=Answer.INVITED)
    first = answer_invitation(row, confirm=True, by=person)
    second = answer_invitation(row, confirm=True, by=person)
    assert (second.answered_at, Notice.objects.count(), proposal.steps.count()) == (first.answered_at, 1, 1)


def test_answers_end_with_the_submission(proposal, lead):
    person = make_user()
    row = make_organiser(proposal, make_coalition(coordinators=[person]))
    submit_proposal(proposal, by=lead)
    with pytest.raises(NotAllowed, match="The proposal has been submitted"):
        answer_invitation(row, confirm=False, by=person)


def test_an_invitation_that_was_taken_back(proposal, lead):
    person = make_user()
    row = invite_organiser(proposal, make_coalition(coordinators=[person]), role=OrganiserRole.LEAD, by=lead)
    remove_organiser(row, by=lead)
    assert Notice.objects.count() == 0
    with pytest.raises(NotAllowed, match="This invitation was taken back"):
        answer_invitation(row, confirm=True, by=person)


def test_the_only_lead_stays(proposal, lead):
    row = proposal.organisers.get()
    with pytest.raises(NotAllowed, match="The only lead cannot leave"):
        answer_invitation(row, confirm=False, by=lead)
    with pytest.raises(NotAllowed, match="A proposal needs a lead"):
        remove_organiser(row, by=lead)
    assert ProposalOrganiser.objects.count() == 1


@pytest.mark.parametrize("role", [OrganiserRole.CO_ORGANISER, OrganiserRole.SUPPORTER])
def test_only_a_lead_invites_and_takes_out(proposal, role):
    person = make_user()
    row = make_organiser(proposal, make_coalition(coordinators=[person]), role=role)
    with pytest.raises(NotAllowed, match="Only a coordinator of a lead organiser invites"):
        invite_organiser(proposal, make_coalition(), role=OrganiserRole.LEAD, by=person)
    with pytest.raises(NotAllowed, match="Only a coordinator of a lead organiser takes others out"):
        remove_organiser(row, by=person)


def test_organisers_stay_once_it_is_submitted(proposal, lead):
    row = make_organiser(proposal)
    submit_proposal(proposal, by=lead)
    with pytest.raises(NotAllowed, match="invited before a proposal is submitted"):
        invite_organiser(proposal, make_coalition(), role=OrganiserRole.LEAD, by=lead)
    with pytest.raises(NotAllowed, match="change before a proposal is submitted"):
        remove_organiser(row, by=lead)


def test_a_draft_s_link(proposal, lead):
    key = share_draft(proposal, by=lead)
    assert share_draft(proposal, by=lead) == key
    assert list(Proposal.objects.shared_under(key)) == [proposal]
    unshare_draft(proposal, by=lead)
    assert list(Proposal.objects.shared_under(key)) == []
    assert list(Proposal.objects.shared_under("")) == []
    assert share_draft(proposal, by=lead) != key


def test_the_link_ends_with_the_submission(proposal, lead):
    key = share_draft(proposal, by=lead)
    proposal.refresh_from_db()
    comment = comment_draft(proposal, name="Lee", text="Good.")
    submit_proposal(proposal, by=lead)
    proposal.refresh_from_db()
    assert (list(Proposal.objects.shared_under(key)), comment.version) == ([], 1)
    with pytest.raises(NotAllowed, match="This draft takes no more comments"):
        comment_draft(proposal, name="Lee", text="Too late.")


@pytest.mark.parametrize("state", [ProposalState.ON_HOLD, ProposalState.ACCEPTED, ProposalState.WITHDRAWN])
def test_nothing_is_written_once_it_cannot_be(lead, state):
    proposal = make_proposal(lead=make_coalition(coordinators=[lead]), state=state)
    with pytest.raises(NotAllowed, match="This proposal can no longer be changed"):
        save_proposal(proposal, version=1, by=lead, written={"title": "Late"})
    with pytest.raises(NotAllowed, match="This proposal can no longer be changed"):
        share_draft(proposal, by=lead)
