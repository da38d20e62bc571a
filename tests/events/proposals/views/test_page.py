"""A proposal's own page: what organisers read, and what everybody."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.services import (
    accept_proposal,
    confirm_slot,
    decline_proposal,
    hold_proposal,
    request_changes,
    reschedule_proposal,
    resume_proposal,
    save_review,
    schedule_proposal,
    submit_proposal,
)
from tests.events.proposals.factories import (
    in_days,
    make_assignment,
    make_call,
    make_organiser,
    make_proposal,
    make_reviewer,
)
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("cora")


def proposed(lead, state=ProposalState.DRAFT, **fields):
    coalition = make_coalition("Open Data", coordinators=[lead], acronym="DC-L")
    proposal = make_proposal(make_call(), lead=coalition, state=state, title="Who pays?", **fields)
    proposal.speakers.create(name="Ada", affiliation="Example", email="ada@example.org")
    return proposal


def read(client, proposal, person=None):
    client.logout()
    if person:
        client.force_login(person)
    return client.get(reverse("proposals:proposal", args=[proposal.code]))


def reviewed(proposal, comment):
    reviewer = make_reviewer("rene", first_name="Rene", last_name="Reviewer")
    make_assignment(proposal, reviewer)
    save_review(
        proposal, by=reviewer, recommendation="no-support", comment_to_proposer=comment, comment_inside="Inside only."
    )


@pytest.mark.parametrize("state", [state for state in ProposalState if state != ProposalState.DRAFT])
def test_states_in_public_words_only(client, lead, state):
    proposal = proposed(lead, state=state)
    page = read(client, proposal, lead).content.decode()
    inside = {"On hold", "Confirmed"} if state in (ProposalState.ON_HOLD, ProposalState.CONFIRMED) else set()
    chip = page.split('<span class="chip')[1].split("</span>")[0]
    assert chip.split(">")[1] == proposal.public_label
    assert [word for word in inside if word in page] == []


def test_a_whole_life_as_its_organisers_and_as_everybody_see_it(client, lead):
    secretariat = make_secretariat_user("sam")
    proposal = proposed(lead)
    submit_proposal(proposal, by=lead)
    hold_proposal(proposal, by=secretariat, reason="The budget.")
    resume_proposal(proposal, by=secretariat)
    request_changes(proposal, by=secretariat, reason="A second region.")
    submit_proposal(proposal, by=lead)
    accept_proposal(proposal, by=secretariat, starts_at=in_days(30), reason="Well done.")
    confirm_slot(proposal, proposal.organisers.get(), by=lead)
    schedule_proposal(proposal, by=secretariat)
    proposal.refresh_from_db()
    proposal.event.get_latest_revision().publish()
    reschedule_proposal(proposal, by=secretariat, starts_at=in_days(40), reason="A clash.")

    own = read(client, proposal, lead).context["follows"]["steps"]
    public = read(client, proposal).context["steps"]

    assert [(step.label, step.who, step.reason) for step in own] == [
        ("Submitted", "cora", ""),
        ("Changes requested", "the Secretariat", "A second region."),
        ("Submitted", "cora", ""),
        ("Accepted", "the Secretariat", "Well done."),
        ("DC-L confirmed the slot", "cora", ""),
        ("Scheduled", "the Secretariat", ""),
        ("New time", "the Secretariat", "A clash."),
    ]
    assert [(step.label, step.reason_for_everybody) for step in public] == [
        ("Submitted", ""),
        ("Accepted", ""),
        ("Scheduled", ""),
        ("New time", "A clash."),
    ]


def test_what_everybody_never_reads(client, lead):
    proposal = proposed(lead, state=ProposalState.SUBMITTED)
    reviewed(proposal, "Shorter, please.")
    accept_proposal(proposal, by=make_secretariat_user("sam"), reason="A private word.")
    declined = make_organiser(proposal, make_coalition("Declined Coalition"), answer=Answer.DECLINED)

    public = read(client, proposal).content.decode()
    own = read(client, proposal, lead).content.decode()

    private = ("A private word.", "Shorter, please.", "ada@example.org", "Declined Coalition", "cora")
    for text in (*private, "Preferred times"):
        assert (text in public, text in own) == (False, True), text
    for text in ("Inside only.", "Rene", "no-support", "Do not support"):
        assert (text in public, text in own) == (False, False), text
    assert declined.answer == "declined"


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (ProposalState.SUBMITTED, False),
        (ProposalState.ON_HOLD, False),
        (ProposalState.CHANGES_REQUESTED, True),
        (ProposalState.NOT_ACCEPTED, True),
        (ProposalState.ACCEPTED, True),
        (ProposalState.SCHEDULED, True),
        (ProposalState.WITHDRAWN, False),
    ],
)
def test_when_organisers_read_what_reviewers_say(client, lead, state, shown):
    proposal = proposed(lead, state=ProposalState.SUBMITTED)
    reviewed(proposal, "Shorter, <b>please</b>.")
    other = proposed(lead, state=state)
    proposal.reviews.update(proposal=other)
    assert ("Shorter, &lt;b&gt;please&lt;/b&gt;." in read(client, other, lead).content.decode()) is shown


@pytest.mark.parametrize("decide", [request_changes, decline_proposal])
def test_the_reason_stands_before_everything_else(client, lead, decide):
    proposal = proposed(lead, state=ProposalState.SUBMITTED)
    decide(proposal, by=make_secretariat_user(), reason="Because of the time.")
    page = read(client, proposal, lead).content.decode()
    assert page.index("Because of the time.") < page.index("What is planned")


def test_addresses_of_speakers_are_for_those_who_write(client, lead):
    proposal = proposed(lead)
    invited = make_user()
    make_organiser(proposal, make_coalition(coordinators=[invited]), answer=Answer.INVITED)
    assert "ada@example.org" not in read(client, proposal, invited).content.decode()


@pytest.mark.parametrize("hide", ["unpublished", "restricted"])
def test_under_a_call_that_visitors_may_not_see(client, lead, hide):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    if hide == "unpublished":
        proposal.call.unpublish()
    else:
        PageViewRestriction.objects.create(page=proposal.call, restriction_type=PageViewRestriction.LOGIN)
    assert (read(client, proposal).status_code, read(client, proposal, lead).status_code) == (404, 200)


def test_a_coalition_without_a_public_page_is_not_named(client, lead):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    hidden = make_organiser(proposal, make_coalition("Hidden", acronym="DC-H"), role=OrganiserRole.SUPPORTER)
    hidden.coalition.unpublish()
    public, own = (read(client, proposal, person).content.decode() for person in (None, lead))
    assert ("DC-H" in public, "a coalition without a public page" in public) == (False, True)
    assert "DC-H" in own


def test_the_event_is_named_once_its_page_is_published(client, lead):
    proposal = proposed(lead, state=ProposalState.CONFIRMED, offered_starts_at=in_days(30))
    proposal = schedule_proposal(proposal, by=make_secretariat_user())
    before = read(client, proposal).content.decode()
    proposal.event.get_latest_revision().publish()
    after = read(client, proposal).content.decode()
    assert ("The event’s page" in before, "The event’s page" in after) == (False, True)


def test_a_small_letter_finds_it_too(client, lead):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    assert client.get(f"/proposals/{proposal.code.lower()}/").status_code == 200


def test_a_page_that_knows_its_reader_is_kept_by_nobody(client, lead):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    assert read(client, proposal, lead)["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in read(client, proposal)
