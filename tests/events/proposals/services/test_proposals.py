"""Steps of a proposal's life: what each changes, leaves in the timeline, and tells."""

import datetime

import pytest
import time_machine

from coalitions.models import Notice
from coalitions.notifications import Mail
from coalitions.workflow import NotAllowed
from events import services as events
from events.enums import OrganiserRole
from events.models import PreparatoryEventPage
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from events.proposals.services import (
    Stale,
    accept_proposal,
    cancel_proposal,
    confirm_slot,
    decline_proposal,
    hold_proposal,
    report_proposal,
    request_changes,
    reschedule_proposal,
    resume_proposal,
    schedule_proposal,
    submit_proposal,
    withdraw_proposal,
)
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def secretariat():
    return make_secretariat_user("secretariat")


@pytest.fixture
def coalition(lead):
    return make_coalition(coordinators=[lead], acronym="DC-L")


def proposed(coalition, state=ProposalState.DRAFT, **fields):
    return make_proposal(make_call(), lead=coalition, state=state, title="Open data", **fields)


def told():
    """(who, subject) of every mail that waits, by recipient."""
    return [(notice.user.username, notice.subject) for notice in Notice.objects.order_by("user__username", "pk")]


def timeline(proposal):
    steps = proposal.steps.all()
    return [(step.label, step.from_state, step.to_state, step.reason, step.is_public) for step in steps]


def test_a_proposal_is_submitted(coalition, lead, secretariat):
    proposal = proposed(coalition, share_key="a-key")
    submitted = submit_proposal(proposal, by=lead, version=1)
    assert (submitted.state, submitted.share_key) == ("submitted", "")
    assert submitted.submitted_at is not None
    assert timeline(proposal) == [("Submitted", "draft", "submitted", "", True)]
    assert told() == [("lead", "Submitted: Open data"), ("secretariat", "Submitted: Open data")]


def test_it_is_submitted_once(coalition, lead):
    proposal = proposed(coalition)
    submit_proposal(proposal, by=lead)
    with pytest.raises(NotAllowed, match="not possible while the state is “submitted”"):
        submit_proposal(proposal, by=lead)
    assert proposal.steps.count() == 1


def test_what_somebody_else_has_saved_is_read_first(coalition, lead):
    proposal = proposed(coalition, version=2)
    with pytest.raises(Stale):
        submit_proposal(proposal, by=lead, version=1)
    assert Proposal.objects.get(pk=proposal.pk).state == "draft"


def test_what_is_missing_is_said(coalition, lead):
    proposal = proposed(coalition, abstract="", expected_outcome=" ")
    with pytest.raises(NotAllowed) as refused:
        submit_proposal(proposal, by=lead)
    assert str(refused.value) == "Write an abstract. Say what should come of it."


@pytest.mark.parametrize("role", [OrganiserRole.LEAD, OrganiserRole.CO_ORGANISER])
def test_a_joint_proposal_waits_for_all_who_lead_and_co_organise(coalition, lead, role):
    proposal = proposed(coalition)
    row = make_organiser(proposal, make_coalition(acronym="DC-J"), role=role, answer=Answer.INVITED)
    with pytest.raises(NotAllowed, match="DC-J has not confirmed its part yet"):
        submit_proposal(proposal, by=lead)
    row.answer, row.answered_at = Answer.DECLINED, in_days(0)
    row.save()
    assert submit_proposal(proposal, by=lead).state == "submitted"


def test_supporters_who_did_not_answer_are_no_longer_asked(coalition, lead):
    proposal = proposed(coalition)
    asked = make_organiser(proposal, role=OrganiserRole.SUPPORTER, answer=Answer.INVITED)
    stays = make_organiser(proposal, role=OrganiserRole.SUPPORTER)
    submit_proposal(proposal, by=lead)
    left = set(proposal.organisers.values_list("pk", flat=True))
    assert (asked.pk in left, stays.pk in left) == (False, True)


def test_changes_are_asked_for_and_it_is_submitted_again_after_the_deadline(coalition, lead, secretariat):
    proposal = proposed(coalition, state=ProposalState.SUBMITTED)
    request_changes(proposal, by=secretariat, reason="A second region, please.")
    with time_machine.travel(proposal.call.submit_by + datetime.timedelta(days=9)):
        submit_proposal(proposal, by=lead)
    assert [row[:4] for row in timeline(proposal)] == [
        ("Changes requested", "submitted", "changes-requested", "A second region, please."),
        ("Submitted", "changes-requested", "submitted", ""),
    ]


def test_mail_of_an_earlier_state_is_forgotten(coalition, lead, secretariat):
    proposal = proposed(coalition)
    submit_proposal(proposal, by=lead)
    request_changes(proposal, by=secretariat, reason="Why.")
    assert told() == [("lead", "Changes requested: Open data")]
    withdraw_proposal(proposal, by=lead, reason="No time.")
    assert told() == [("lead", "Withdrawn: Open data"), ("secretariat", "Withdrawn: Open data")]


def test_what_is_on_hold_stays_inside(coalition, lead, secretariat):
    proposal = proposed(coalition, state=ProposalState.SUBMITTED)
    hold_proposal(proposal, by=secretariat, reason="The budget.")
    resumed = resume_proposal(proposal, by=secretariat)
    assert resumed.state == "submitted"
    assert [(row[0], row[4]) for row in timeline(proposal)] == [("Put on hold", False), ("Review resumed", False)]
    assert (told(), list(proposal.steps.public())) == ([], [])


def test_the_secretariat_s_own_words_are_sent(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.SUBMITTED)
    decline_proposal(proposal, by=secretariat, reason="Twice.", mail=Mail("About your idea", "Not this year."))
    [notice] = Notice.objects.all()
    assert (notice.subject, notice.text) == ("About your idea", "Not this year.")


def test_a_slot_is_offered(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.SUBMITTED)
    wish = proposal.preferred_times.get().starts_at
    accepted = accept_proposal(proposal, by=secretariat)
    assert (accepted.state, accepted.offered_starts_at) == ("accepted", wish)
    assert accepted.decided_at is not None


def test_a_slot_that_has_passed_is_not_offered(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.SUBMITTED)
    with pytest.raises(NotAllowed, match="The slot has passed"):
        accept_proposal(proposal, by=secretariat, starts_at=in_days(-1))


def test_each_organiser_confirms_the_slot(coalition, lead):
    proposal = proposed(coalition, state=ProposalState.ACCEPTED, offered_starts_at=in_days(30))
    second = make_user()
    other = make_organiser(proposal, make_coalition(coordinators=[second], acronym="DC-J"))
    make_organiser(proposal, role=OrganiserRole.SUPPORTER)
    own = proposal.organisers.get(coalition=coalition)

    assert confirm_slot(proposal, own, by=lead).state == "accepted"
    assert confirm_slot(proposal, own, by=lead).state == "accepted"
    assert confirm_slot(proposal, other, by=second).state == "confirmed"
    assert [row[0] for row in timeline(proposal)] == ["DC-L confirmed the slot", "DC-J confirmed the slot"]


def test_nobody_confirms_for_others_nor_does_a_supporter(coalition, lead):
    user = make_user()
    proposal = proposed(coalition, state=ProposalState.ACCEPTED)
    supporter = make_organiser(proposal, make_coalition(coordinators=[user]), role=OrganiserRole.SUPPORTER)
    for row, by in ((proposal.organisers.first(), user), (supporter, lead), (supporter, user)):
        with pytest.raises(NotAllowed, match="Only a coordinator of a lead or co-organiser"):
            confirm_slot(proposal, row, by=by)


def test_an_event_is_made_of_it(coalition, secretariat):
    starts_at = in_days(30)
    proposal = proposed(
        coalition,
        state=ProposalState.CONFIRMED,
        offered_starts_at=starts_at,
        abstract="Who <b>pays</b>?",
        minutes=90,
        languages="English",
        accessibility="Captions.",
    )
    make_organiser(proposal, role=OrganiserRole.SUPPORTER)
    make_organiser(proposal, answer=Answer.DECLINED)
    proposal.speakers.create(name="Ada", affiliation="Example", email="ada@example.org")
    scheduled = schedule_proposal(proposal, by=secretariat)
    event = PreparatoryEventPage.objects.get()
    assert (scheduled.event, scheduled.state, event.live) == (event, "scheduled", False)
    assert (event.title, event.starts_at, event.ends_at) == (
        "Open data",
        starts_at,
        starts_at + datetime.timedelta(minutes=90),
    )
    assert event.description == "<p>Who &lt;b&gt;pays&lt;/b&gt;?</p><p>How it goes.</p>"
    assert [row.role for row in event.organisers.all()] == ["lead", "supporter"]
    assert [(one.name, one.affiliation) for one in event.speakers.all()] == [("Ada", "Example")]
    assert (list(event.focus_areas.all()), event.languages, event.accessibility) == (
        list(proposal.focus_areas.all()),
        "English",
        "Captions.",
    )
    assert event.get_parent().pk == proposal.call.phase.pk


def test_edits_of_the_page_never_flow_back(coalition, secretariat):
    proposal = schedule_proposal(
        proposed(coalition, state=ProposalState.CONFIRMED, offered_starts_at=in_days(30)), by=secretariat
    )
    page = proposal.event.get_latest_revision_as_object()
    page.title = "Another title"
    page.save_revision().publish()
    assert Proposal.objects.get(pk=proposal.pk).title == "Open data"


def test_a_beginning_that_has_passed(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.CONFIRMED)
    with pytest.raises(NotAllowed, match="Choose a beginning that is still to come"):
        schedule_proposal(proposal, by=secretariat, starts_at=in_days(-1))
    assert PreparatoryEventPage.objects.count() == 0


def test_the_life_of_its_event_is_the_proposal_s(coalition, lead, secretariat):
    proposal = proposed(coalition, state=ProposalState.SCHEDULED)
    states = []

    def note():
        states.append(Proposal.objects.get(pk=proposal.pk).current_state)

    note()
    reschedule_proposal(proposal, by=secretariat, starts_at=in_days(40), reason="A clash.")
    note()
    with time_machine.travel(in_days(50)):
        note()
        report_proposal(proposal, by=lead, outcome="<p>We agreed.</p>")
        note()
    assert states == ["scheduled", "scheduled", "held", "reported"]
    assert timeline(proposal) == [
        ("New time", "", "scheduled", "A clash.", True),
        ("Reported", "", "reported", "", True),
    ]
    assert Proposal.objects.get(pk=proposal.pk).state == "scheduled"


def test_what_happens_to_the_event_elsewhere_is_followed(coalition, lead, secretariat):
    proposal = proposed(coalition, state=ProposalState.SCHEDULED)
    events.cancel_event(proposal.event, by=secretariat, reason="The host is ill.")
    assert told() == [("lead", "Cancelled: Open data")]
    events.reinstate_event(proposal.event, by=secretariat, reason="She is well again.")
    assert told() == [("lead", "Takes place after all: Open data")]
    assert timeline(proposal) == [
        ("Cancelled", "", "cancelled", "The host is ill.", True),
        ("Takes place after all", "", "scheduled", "She is well again.", True),
    ]


def test_an_event_without_a_proposal_is_nobody_s(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.SCHEDULED)
    event = proposal.event
    Proposal.objects.filter(pk=proposal.pk).update(event=None, state="confirmed")
    events.cancel_event(event, by=secretariat, reason="Why.")
    assert (told(), proposal.steps.count()) == ([], 0)


def test_an_event_s_mail_in_the_secretariat_s_words(coalition, secretariat):
    proposal = proposed(coalition, state=ProposalState.SCHEDULED)
    cancel_proposal(proposal, by=secretariat, reason="Why.", mail=Mail("Called off", "We are sorry."))
    assert told() == [("lead", "Called off")]


@pytest.mark.parametrize(
    "state",
    ["draft", "submitted", "changes-requested", "on-hold", "accepted", "confirmed"],
)
def test_it_is_withdrawn_before_the_event(coalition, lead, state):
    proposal = proposed(coalition, state=state, share_key="a-key")
    withdrawn = withdraw_proposal(proposal, by=lead, reason=" No time. ")
    assert (withdrawn.state, withdrawn.share_key) == ("withdrawn", "")
    assert [row[2:4] for row in timeline(proposal)] == [("withdrawn", "No time.")]
