"""Calls and proposals for programs: what everybody may see, and nothing else."""

import pytest

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import CallKind
from events.proposals.services import extend_call
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_phase, make_proposal
from tests.factories import make_coalition, make_cycle, make_focus_area, make_secretariat_user

pytestmark = pytest.mark.django_db

CALLS, PROPOSALS = "/api/v1/calls/", "/api/v1/proposals/"


def codes(client, query=""):
    return [item["code"] for item in client.get(f"{PROPOSALS}{query}").json()["items"]]


def titles(client, query=""):
    return [item["title"] for item in client.get(f"{CALLS}{query}").json()["items"]]


def test_a_call(client):
    call = make_call(title="Call", intro="<p>Hold discussions.</p>", submit_by=in_days(7))
    CallKind.objects.create(call=call, kind="webinar")
    extend_call(call, to=in_days(8), reason="More time.", by=make_secretariat_user())
    [item] = client.get(CALLS).json()["items"]
    assert (item["id"], item["cycle"], item["kinds"], item["is_open"]) == (call.pk, 2021, ["webinar"], True)
    assert item["url"] == f"http://testserver{call.get_url()}"
    assert item["intro"] == "<p>Hold discussions.</p>"
    assert [(one["reason"], "by" in one) for one in item["extensions"]] == [("More time.", False)]


def test_calls_are_filtered(client):
    make_call(title="Open")
    make_call(title="Closed", opens_at=in_days(-9), submit_by=in_days(-1))
    make_call(make_phase(make_cycle(2022)), title="Next year", opens_at=in_days(1), submit_by=in_days(99))
    make_call(title="Hidden").unpublish()
    assert titles(client) == ["Next year", "Open", "Closed"]
    assert titles(client, "?open=true") == ["Open"]
    assert titles(client, "?open=false") == ["Next year", "Closed"]
    assert titles(client, "?cycle=2022") == ["Next year"]
    assert titles(client, "?cycle=2030") == []
    assert client.get(f"{CALLS}?cycle=x").status_code == 422


@pytest.mark.parametrize("state", list(ProposalState))
def test_public_states_only(client, state):
    proposal = make_proposal(state=state)
    shown = [proposal.code] if proposal.is_public else []
    assert codes(client) == shown
    assert client.get(f"{PROPOSALS}{proposal.code}/").status_code == (200 if shown else 404)


def test_a_proposal(client):
    coalition = make_coalition("Open Data", slug="open-data", acronym="DC-L")
    proposal = make_proposal(make_call(), lead=coalition, state=ProposalState.SCHEDULED, title="Who pays?")
    proposal.speakers.create(name="Ada", affiliation="Example", email="ada@example.org")
    make_organiser(proposal, answer=Answer.INVITED)
    make_organiser(proposal, answer=Answer.DECLINED)
    hidden = make_organiser(proposal, role=OrganiserRole.SUPPORTER)
    hidden.coalition.unpublish()

    answer = client.get(f"{PROPOSALS}{proposal.code.lower()}/")
    item = answer.json()

    assert (item["code"], item["title"], item["state"], item["cycle"]) == (
        proposal.code,
        "Who pays?",
        "Scheduled",
        2021,
    )
    assert item["url"] == f"http://testserver/proposals/{proposal.code}/"
    assert [(one["coalition"]["slug"], one["role"]) for one in item["organisers"]] == [("open-data", "lead")]
    assert item["speakers"] == [{"name": "Ada", "affiliation": "Example"}]
    assert (item["event"], item["description"]) == (str(proposal.event.uid), "<p>How it goes.</p>")
    assert "ada@example.org" not in answer.content.decode()


def test_inside_words_never_leak(client):
    make_proposal(state=ProposalState.CONFIRMED)
    assert [item["state"] for item in client.get(PROPOSALS).json()["items"]] == ["Accepted"]


def test_proposals_are_filtered(client):
    coalition, area = make_coalition(slug="open-data"), make_focus_area("Access")
    call = make_call()
    own = make_proposal(call, lead=coalition, state=ProposalState.ACCEPTED, kind="webinar")
    own.focus_areas.set([area])
    other = make_proposal(make_call(make_phase(make_cycle(2022))), state=ProposalState.ACCEPTED, kind="other")
    assert set(codes(client)) == {own.code, other.code}
    for query in (
        f"?call={call.pk}",
        "?cycle=2021",
        "?coalition=open-data",
        f"?focus_area={area.pk}",
        "?kind=webinar",
    ):
        assert codes(client, query) == [own.code]
    for query in ("?call=999999", "?cycle=2030", "?coalition=nobody", "?focus_area=999999"):
        assert codes(client, query) == []
    for query in ("?call=0", "?kind=party", "?cycle=1", "?coalition=%00"):
        assert client.get(f"{PROPOSALS}{query}").status_code == 422


@pytest.mark.parametrize("code", ["BBBBBB", "x", "BBBBBBB", "B%00BBBB"])
def test_a_code_nobody_has(client, code):
    assert client.get(f"{PROPOSALS}{code}/").status_code in (404, 422)
