"""Beginning a proposal, and one's own under a call."""

import pytest
from django.urls import reverse

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import LateSubmission, Proposal
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_proposal
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    user = make_user("lead")
    client.force_login(user)
    return user


def start(call):
    return reverse("proposals:proposal-start", args=[call.pk])


def own(call):
    return reverse("proposals:call-own", args=[call.pk])


def test_the_sign_in_leads_back_here(client):
    call = make_call()
    assert client.get(start(call))["Location"] == f"{reverse('account_login')}?next={start(call)}"


def test_a_draft_is_begun_and_leads_to_its_form(client, lead):
    call, coalition = make_call(), make_coalition("Mine", coordinators=[lead])
    page = client.get(start(call)).content.decode()
    assert ("For Mine" in page, f'value="{coalition.pk}"' in page) == (True, True)
    response = client.post(start(call), {"coalition": coalition.pk, "kind": "webinar", "title": "New"})
    proposal = Proposal.objects.get()
    assert response["Location"] == f"/proposals/{proposal.code}/edit/"
    assert (proposal.kind, proposal.title, proposal.organisers.get().coalition_id) == ("webinar", "New", coalition.pk)


def test_a_coordinator_of_several_coalitions_chooses(client, lead):
    call = make_call()
    coalitions = [make_coalition(title, coordinators=[lead]) for title in ("B", "A")]
    make_coalition("Another's")
    choice = client.get(start(call)).context["form"]["coalition"].field.queryset
    assert [coalition.title for coalition in choice] == ["A", "B"]
    client.post(start(call), {"coalition": coalitions[0].pk, "kind": "webinar", "title": ""})
    assert Proposal.objects.get().organisers.get().coalition_id == coalitions[0].pk


@pytest.mark.parametrize(
    "fields", [{"coalition": "0"}, {"coalition": "x"}, {"kind": "party"}, {"kind": ""}, {"title": "a" * 161}]
)
def test_what_is_refused_stays(client, lead, fields):
    call, coalition = make_call(), make_coalition(coordinators=[lead])
    response = client.post(start(call), {"coalition": coalition.pk, "kind": "webinar", "title": "Typed"} | fields)
    assert (response.status_code, Proposal.objects.count()) == (422, 0)
    assert fields.get("title", "Typed") in response.content.decode()


def test_who_coordinates_nothing_is_told_how_one_becomes_a_coordinator(client, lead):
    call = make_call()
    for address in (start(call), own(call)):
        page = client.get(address).content.decode()
        assert "Proposals are made by coalitions, through their coordinators." in page
        assert "Begin the draft" not in page


@pytest.mark.parametrize(
    ("opens_at", "submit_by", "says"),
    [(-3, -1, "This call is closed, so no new proposal can be started."), (1, 3, "This call is not open yet.")],
)
def test_a_call_that_is_not_open(client, lead, opens_at, submit_by, says):
    call = make_call(opens_at=in_days(opens_at), submit_by=in_days(submit_by))
    coalition = make_coalition(coordinators=[lead])
    page = client.get(start(call)).content.decode()
    assert (says in page, "Begin the draft" in page) == (True, False)
    response = client.post(start(call), {"coalition": coalition.pk, "kind": "webinar", "title": "Typed"})
    assert (response.status_code, Proposal.objects.count()) == (422, 0)


def test_leave_to_be_late_opens_it(client, lead):
    call = make_call(opens_at=in_days(-3), submit_by=in_days(-1))
    coalition = make_coalition(coordinators=[lead])
    LateSubmission.objects.create(call=call, coalition=coalition, until=in_days(1), reason="Ill.", made_at=in_days(0))
    page = client.get(start(call)).content.decode()
    assert ("The deadline has passed, but you may submit until" in page, "Begin the draft" in page) == (True, True)


def test_what_was_typed_waits_after_the_session_ended(client, lead):
    call, coalition = make_call(), make_coalition(coordinators=[lead])
    client.logout()
    client.post(start(call), {"coalition": coalition.pk, "kind": "webinar", "title": "Typed before"})
    client.force_login(lead)
    page = client.get(start(call))
    assert (page.context["form"]["title"].value(), page.context["form"]["kind"].value()) == ("Typed before", "webinar")
    assert Proposal.objects.count() == 0


def test_one_s_drafts_are_shown_before_another_is_begun(client, lead):
    call, coalition = make_call(), make_coalition(coordinators=[lead])
    mine = make_proposal(call, lead=coalition)
    make_proposal(call, lead=coalition, state=ProposalState.SUBMITTED)
    make_organiser(make_proposal(call), coalition, answer=Answer.INVITED)
    make_organiser(make_proposal(call), coalition, role=OrganiserRole.SUPPORTER)
    assert list(client.get(start(call)).context["drafts"]) == [mine]


def test_one_s_own_under_a_call(client, lead):
    call, coalition = make_call(), make_coalition(coordinators=[lead], acronym="DC-L")
    ready = make_proposal(call, lead=coalition)
    lacking = make_proposal(call, lead=coalition, abstract="")
    on_hold = make_proposal(call, lead=coalition, state=ProposalState.ON_HOLD)
    make_proposal(call)
    make_proposal(make_call(), lead=coalition)
    rows = {row.proposal: row for row in client.get(own(call)).context["rows"]}
    assert {proposal: [one.verb for one in row.asked] for proposal, row in rows.items()} == {
        ready: ["edit", "submit"],
        lacking: ["edit"],
        on_hold: [],
    }
    page = client.get(own(call)).content.decode()
    assert ("1 thing still missing: Write an abstract." in page, "On hold" in page) == (True, False)


def test_calls_that_are_not_for_proposals_or_not_public(client, lead):
    hidden = make_call()
    hidden.unpublish()
    inputs = make_call(asks_for_proposals=False, asks_for_inputs=True)
    addresses = [address(call) for call in (hidden, inputs) for address in (own, start)]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
