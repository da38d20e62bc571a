"""Submit, withdraw, confirm: a page each, and one press of the button counts once."""

import pytest
from django.urls import reverse

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from events.proposals.services import save_proposal
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    user = make_user("lead")
    client.force_login(user)
    return user


def proposed(lead, state=ProposalState.DRAFT, **fields):
    coalition = make_coalition(coordinators=[lead], acronym="DC-L")
    return make_proposal(make_call(), lead=coalition, state=state, title="Open data", **fields)


def door(proposal, step):
    return reverse(f"proposals:proposal-{step}", args=[proposal.code])


def test_the_last_look_before_it_is_submitted(client, lead):
    proposal = proposed(lead, share_key="a-key")
    make_organiser(proposal, make_coalition("Asked"), role=OrganiserRole.SUPPORTER, answer=Answer.INVITED)
    page = client.get(door(proposal, "submit")).content.decode()
    for text in (
        "Everything that is needed is there.",
        "Asked was invited as a supporter and has not answered",
        "The link to the draft ends when you submit.",
        "Submit the proposal",
    ):
        assert text in page


def test_a_double_click_submits_once_and_both_say_so(client, lead):
    proposal = proposed(lead)
    first = client.post(door(proposal, "submit"), {"version": 1})
    second = client.post(door(proposal, "submit"), {"version": 1})
    assert first["Location"] == second["Location"] == f"/proposals/{proposal.code}/?done=submitted"
    assert proposal.steps.filter(verb="submit").count() == 1
    assert "Submitted. You will hear from the Secretariat" in client.get(second["Location"]).content.decode()


@pytest.mark.parametrize("version", [None, "", "x", "99999999999", "-1", "٣"])
def test_without_the_version_it_is_read_again_first(client, lead, version):
    proposal = proposed(lead)
    response = client.post(door(proposal, "submit"), {} if version is None else {"version": version})
    assert (response.status_code, Proposal.objects.get(pk=proposal.pk).state) == (409, "draft")


def test_what_was_saved_meanwhile_is_read_first(client, lead):
    proposal = proposed(lead)
    save_proposal(proposal, version=1, by=lead, written={"title": "Theirs"})
    response = client.post(door(proposal, "submit"), {"version": 1})
    page = response.content.decode()
    assert (response.status_code, 'name="version" value="2"' in page) == (409, True)
    assert "Somebody else has saved this meanwhile" in page


def test_what_is_missing_leads_to_its_place_in_the_form(client, lead):
    proposal = proposed(lead, abstract="")
    page = client.get(door(proposal, "submit")).content.decode()
    assert f'<a href="{door(proposal, "edit")}#part-abstract">Write an abstract.</a>' in page
    assert "Submit the proposal" not in page
    refused = client.post(door(proposal, "submit"), {"version": 1})
    assert (refused.status_code, Proposal.objects.get(pk=proposal.pk).state) == (409, "draft")


def test_after_the_deadline(client, lead):
    call = make_call(opens_at=in_days(-3), submit_by=in_days(-1))
    proposal = make_proposal(call, lead=make_coalition(coordinators=[lead]))
    response = client.post(door(proposal, "submit"), {"version": 1})
    assert response.status_code == 409
    assert "The deadline has passed. The draft is kept; ask the Secretariat" in response.content.decode()


def test_a_proposal_is_withdrawn_once(client, lead):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    first = client.post(door(proposal, "withdraw"), {"reason": "No <b>time</b>."})
    second = client.post(door(proposal, "withdraw"), {"reason": "Again."})
    assert first["Location"] == second["Location"] == f"/proposals/{proposal.code}/?done=withdrawn"
    assert [step.reason for step in proposal.steps.all()] == ["No <b>time</b>."]
    assert "No &lt;b&gt;time&lt;/b&gt;." in client.get(first["Location"]).content.decode()


def test_a_reason_that_is_too_long_stays(client, lead):
    proposal = proposed(lead)
    response = client.post(door(proposal, "withdraw"), {"reason": "a" * 501})
    assert (response.status_code, "a" * 501 in response.content.decode()) == (422, True)
    assert Proposal.objects.get(pk=proposal.pk).state == "draft"


def test_a_reason_waits_after_the_session_ended(client, lead):
    proposal = proposed(lead)
    client.logout()
    client.post(door(proposal, "withdraw"), {"reason": "Typed before."})
    client.force_login(lead)
    assert client.get(door(proposal, "withdraw")).context["form"]["reason"].value() == "Typed before."


def test_what_cannot_be_withdrawn_any_more_says_why(client, lead):
    proposal = proposed(lead, state=ProposalState.SCHEDULED)
    response = client.post(door(proposal, "withdraw"), {"reason": ""})
    assert response.status_code == 409
    assert "not possible while the state is “scheduled”" in response.content.decode()


def test_the_slot_is_confirmed_once(client, lead):
    proposal = proposed(lead, state=ProposalState.ACCEPTED, offered_starts_at=in_days(30))
    organiser = proposal.organisers.get()
    page = client.get(door(proposal, "confirm")).content.decode()
    assert "Confirm the slot for DC-L" in page
    responses = [client.post(door(proposal, "confirm"), {"organiser": organiser.pk}) for _press in range(2)]
    assert {response["Location"] for response in responses} == {f"/proposals/{proposal.code}/?done=confirmed"}
    assert (Proposal.objects.get(pk=proposal.pk).state, proposal.steps.count()) == ("confirmed", 1)


@pytest.mark.parametrize("organiser", [None, "", "x", "0", "99999999999999999999"])
def test_nobody_is_confirmed_by_chance(client, lead, organiser):
    proposal = proposed(lead, state=ProposalState.ACCEPTED)
    response = client.post(door(proposal, "confirm"), {} if organiser is None else {"organiser": organiser})
    assert (response.status_code, Proposal.objects.get(pk=proposal.pk).state) == (409, "accepted")
