"""Everybody who may come to the doors of a proposal, and what they find there."""

from django.shortcuts import resolve_url

from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from tests.events.proposals.factories import make_assignment, make_call, make_organiser, make_proposal, make_reviewer
from tests.factories import make_coalition, make_secretariat_user, make_user

# Who takes part in whatever way, who does not, and who comes on duty.
TAKING_PART = ("lead", "co-organiser", "supporter", "invited")
OUTSIDE = ("visitor", "account", "other coordinator", "declined", "unassigned reviewer")
ON_DUTY = ("reviewer", "secretariat")
EVERYBODY = (*TAKING_PART, *OUTSIDE, *ON_DUTY)


def stand_around(state=ProposalState.DRAFT, call=None):
    """A proposal in a state, and the accounts around it by the names of EVERYBODY (None: the visitor).

    The invited coalition is asked to support, so that it holds nothing up.
    """
    coordinated = ("lead", "co-organiser", "supporter", "invited", "declined", "other coordinator")
    people = {name: make_user(f"{name.replace(' ', '-')}") for name in (*coordinated, "account")}
    coalitions = {name: make_coalition(coordinators=[people[name]]) for name in coordinated}
    proposal = make_proposal(call or make_call(), lead=coalitions["lead"], state=state)
    make_organiser(proposal, coalitions["co-organiser"])
    make_organiser(proposal, coalitions["supporter"], role=OrganiserRole.SUPPORTER)
    make_organiser(proposal, coalitions["invited"], role=OrganiserRole.SUPPORTER, answer=Answer.INVITED)
    make_organiser(proposal, coalitions["declined"], answer=Answer.DECLINED)
    people |= {
        "visitor": None,
        "unassigned reviewer": make_reviewer("unassigned"),
        "reviewer": make_reviewer("reviewer"),
        "secretariat": make_secretariat_user("secretariat"),
    }
    make_assignment(proposal, people["reviewer"])
    return Proposal.objects.get(pk=proposal.pk), people


def come(client, person):
    """The client, signed in as this account or as nobody."""
    client.logout()
    if person is not None:
        client.force_login(person)
    return client


def found(response, proposal):
    """What somebody finds behind a door, in a word."""
    if response.status_code == 302:
        target = response["Location"].split("?")[0]
        if target == resolve_url("account_login"):
            return "sign in"
        return "its page" if target == resolve_url("proposals:proposal", proposal.code) else target
    return {200: "opens", 403: "refused", 404: "nothing"}.get(response.status_code, response.status_code)
