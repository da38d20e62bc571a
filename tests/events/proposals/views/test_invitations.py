"""The link in a mail: for one account, in words, and never by merely following it."""

import datetime
from urllib.parse import quote

import pytest
import time_machine
from django.core import signing
from django.urls import reverse

from coalitions.links import sign
from events.proposals.enums import Answer, ProposalState
from events.proposals.services import invite_organiser, remove_organiser, withdraw_proposal
from tests.events.proposals.factories import make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def invited():
    return make_user("invited")


@pytest.fixture
def row(lead, invited):
    proposal = make_proposal(make_call(), lead=make_coalition(coordinators=[lead]), title="Open data")
    coalition = make_coalition("Invited", coordinators=[invited], acronym="DC-I")
    return invite_organiser(proposal, coalition, role="co-organiser", by=lead)


def link(row, account):
    return reverse("proposals:invitation", args=[sign("proposals.invitation", [row.pk, account.pk])])


def test_after_the_sign_in_it_asks_and_changes_nothing(client, row, invited):
    address = link(row, invited)
    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={quote(address)}"
    client.force_login(invited)
    page = client.get(address).content.decode()
    row.refresh_from_db()
    assert row.answer == "invited"
    for text in ("asks DC-I to take part as co-organiser.", "DC-I takes part", "DC-I does not take part", "Open data"):
        assert text in page


@pytest.mark.parametrize(
    ("answer", "kept", "leads_to"),
    [
        ("confirm", "confirmed", "/proposals/{code}/?done=taking-part"),
        ("decline", "declined", "/proposals/{code}/answer/{pk}/"),
    ],
)
def test_an_answer_by_the_link(client, row, invited, answer, kept, leads_to):
    client.force_login(invited)
    responses = [client.post(link(row, invited), {"answer": answer}) for _press in range(2)]
    row.refresh_from_db()
    place = leads_to.format(code=row.proposal.code, pk=row.pk)
    assert [response["Location"] for response in responses] == [place, place]
    assert (row.answer, row.answered_by) == (kept, invited)
    assert client.get(place).status_code == 200


def test_a_used_link_says_what_was_answered(client, row, invited):
    client.force_login(invited)
    client.post(link(row, invited), {"answer": "decline"})
    page = client.get(link(row, invited)).content.decode()
    assert "DC-I has declined: answered" in page
    assert "How it goes." not in page


@pytest.mark.parametrize("answer", [None, "", "perhaps"])
def test_no_answer(client, row, invited, answer):
    client.force_login(invited)
    response = client.post(link(row, invited), {} if answer is None else {"answer": answer})
    row.refresh_from_db()
    assert (row.answer, response.status_code) == ("invited", 200 if answer is None else 422)


def test_only_for_the_account_it_was_sent_to(client, row, invited, lead):
    second = make_user("second")
    make_organiser(row.proposal, make_coalition(coordinators=[second]))
    for person in (lead, second):
        client.force_login(person)
        response = client.post(link(row, invited), {"answer": "confirm"})
        assert response.status_code == 403
        assert "This link was sent to another account." in response.content.decode()
    row.refresh_from_db()
    assert row.answer == "invited"


def closed(client, row, invited, address=None):
    client.force_login(invited)
    response = client.get(address or link(row, invited))
    lead = response.content.decode().split('<p class="lead">')[1].split("</p>")[0]
    return response.status_code, lead


def test_a_link_that_is_not_ours(client, row, invited):
    for token in (
        "x",
        sign("proposals.input-invitation", [row.pk, invited.pk]),
        sign("proposals.invitation", "x"),
        sign("proposals.invitation", [1]),
        sign("proposals.invitation", ["1", "2"]),
        signing.dumps([row.pk, invited.pk]),
    ):
        address = reverse("proposals:invitation", args=[token])
        assert closed(client, row, invited, address) == (404, "This link is not complete, or it was not made here.")


def test_a_link_that_is_too_old(client, row, invited):
    address = link(row, invited)
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=91)):
        status, says = closed(client, row, invited, address)
    assert (status, says.startswith("This link is older than 90 days.")) == (410, True)


def test_an_invitation_that_was_taken_back(client, row, invited, lead):
    address = link(row, invited)
    remove_organiser(row, by=lead)
    assert closed(client, row, invited, address) == (410, "The invitation was taken back.")


def test_a_coordinator_whose_term_is_over(client, row, invited):
    invited.coalition_contacts.update(to_date=datetime.date(2020, 1, 1))
    assert closed(client, row, invited) == (403, "You do not coordinate this coalition any more.")


def test_a_proposal_that_was_withdrawn(client, row, invited, lead):
    withdraw_proposal(row.proposal, by=lead)
    client.force_login(invited)
    page = client.get(link(row, invited)).content.decode()
    assert "The proposal was withdrawn, so there is nothing to answer any more." in page
    assert client.post(link(row, invited), {"answer": "confirm"}).status_code == 409


def test_a_proposal_that_is_submitted_already(client, lead, invited):
    proposal = make_proposal(make_call(), lead=make_coalition(coordinators=[lead]), state=ProposalState.SUBMITTED)
    row = make_organiser(proposal, make_coalition(coordinators=[invited]), answer=Answer.CONFIRMED)
    client.force_login(invited)
    page = client.get(link(row, invited))
    assert "answers can no longer be given here" in page.content.decode()
    response = client.post(link(row, invited), {"answer": "decline"})
    assert (response.status_code, "The proposal has been submitted" in response.content.decode()) == (409, True)


def test_the_only_lead_is_told_why_not(client, lead):
    proposal = make_proposal(make_call(), lead=make_coalition(coordinators=[lead]))
    row = proposal.organisers.get()
    client.force_login(lead)
    response = client.post(reverse("proposals:proposal-answer", args=[proposal.code, row.pk]), {"answer": "decline"})
    assert (response.status_code, "The only lead cannot leave" in response.content.decode()) == (409, True)
