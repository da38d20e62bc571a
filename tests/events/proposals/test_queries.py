"""The number of queries is the same with one row and with thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.proposals.enums import ProposalState
from events.proposals.services import share_draft
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_focus_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def coalition(lead):
    return make_coalition(coordinators=[lead])


@pytest.fixture
def call():
    area = make_focus_area("Access", questions=["Who pays?"])
    call = make_call()
    assert area.cycle == call.cycle
    return call


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), response


def fill(call, coalition, state, count):
    for _ in range(count):
        proposal = make_proposal(call, lead=coalition, state=state)
        make_organiser(proposal)
        proposal.speakers.create(name="Ada")
    return proposal


@pytest.mark.parametrize(
    ("budget", "address"),
    [
        (12, lambda call, coalition: call.get_url()),
        (12, lambda call, coalition: call.get_parent().get_url()),
        (12, lambda call, coalition: coalition.get_url()),
        (12, lambda call, coalition: "/api/v1/proposals/?limit=100"),
        (12, lambda call, coalition: "/api/v1/calls/?limit=100"),
    ],
    ids=["call", "phase", "coalition", "api proposals", "api calls"],
)
def test_what_everybody_reads(client, call, coalition, budget, address):
    fill(call, coalition, ProposalState.ACCEPTED, 1)
    one, _response = counted(client, address(call, coalition))
    fill(call, coalition, ProposalState.ACCEPTED, 29)
    make_call()
    thirty, _response = counted(client, address(call, coalition))
    assert one == thirty
    assert one <= budget


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.ACCEPTED])
@pytest.mark.parametrize("page", ["my coalition", "own"])
def test_what_coordinators_find(client, call, coalition, lead, state, page):
    client.force_login(lead)
    address = reverse("coalitions:my-coalition") if page == "my coalition" else f"/proposals/calls/{call.pk}/"
    fill(call, coalition, state, 1)
    one, _response = counted(client, address)
    fill(call, coalition, state, 29)
    thirty, _response = counted(client, address)
    assert one == thirty


def grow(proposal, count):
    for number in range(count):
        make_organiser(proposal)
        proposal.speakers.create(name="Ada")
        proposal.unavailable_periods.create(first_on=in_days(number).date(), last_on=in_days(number).date())
        proposal.steps.create(verb="submit", label="Submitted", is_public=True, at=in_days(0))
        proposal.draft_comments.create(name="Lee", text="Good.", version=1)
        proposal.focus_areas.add(make_focus_area(cycle=proposal.call.cycle, questions=["Why?"]))


@pytest.mark.parametrize("page", ["", "edit/", "preview/", "submit/", "share"])
def test_a_proposal_with_much_in_it(client, call, coalition, lead, page):
    proposal = make_proposal(call, lead=coalition)
    address = f"/proposals/{proposal.code}/{page}"
    if page == "share":
        address = f"/proposals/drafts/{share_draft(proposal, by=lead)}/"
    client.force_login(lead)
    grow(proposal, 1)
    one, _response = counted(client, address)
    grow(proposal, 9)
    ten, _response = counted(client, address)
    assert one == ten


def test_a_public_proposal_stays_within_the_budget(client, call, coalition):
    proposal = make_proposal(call, lead=coalition, state=ProposalState.SCHEDULED)
    grow(proposal, 1)
    one, _response = counted(client, f"/proposals/{proposal.code}/")
    grow(proposal, 9)
    ten, _response = counted(client, f"/proposals/{proposal.code}/")
    assert one == ten
    assert one <= 12
