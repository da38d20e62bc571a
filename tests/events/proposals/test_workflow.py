"""Every state × every actor, for proposals and written inputs: what each may do next."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.enums import OrganiserRole
from events.proposals.enums import Answer, InputState, ProposalState
from events.proposals.models import Proposal, WrittenInput
from events.proposals.workflow import PROPOSAL, WRITTEN_INPUT
from tests.events.proposals.factories import (
    make_assignment,
    make_call,
    make_input,
    make_organiser,
    make_proposal,
    make_reviewer,
)
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

NOBODY = (
    *("anonymous", "visitor account", "coordinator of another coalition", "coordinator of the invited"),
    *("coordinator of the declined", "coordinator of the supporter", "reviewer"),
)
# state → what a lead's coordinator, a co-organiser's coordinator and the Secretariat may do
PROPOSAL_STEPS = {
    ProposalState.DRAFT: (["submit", "withdraw"], [], []),
    ProposalState.SUBMITTED: (["withdraw"], [], ["request_changes", "hold", "accept", "decline"]),
    ProposalState.CHANGES_REQUESTED: (["submit", "withdraw"], [], []),
    ProposalState.ON_HOLD: (["withdraw"], [], ["resume"]),
    ProposalState.ACCEPTED: (["confirm", "withdraw"], ["confirm"], []),
    ProposalState.NOT_ACCEPTED: ([], [], []),
    ProposalState.CONFIRMED: (["withdraw"], [], ["schedule"]),
    ProposalState.SCHEDULED: ([], [], ["reschedule", "cancel"]),
    ProposalState.HELD: (["report"], ["report"], ["report"]),
    ProposalState.REPORTED: ([], [], []),
    ProposalState.CANCELLED: ([], [], []),
    ProposalState.WITHDRAWN: ([], [], []),
}
# state → what a coordinator of one of its coalitions and the Secretariat may do
INPUT_STEPS = {
    InputState.DRAFT: (["submit", "withdraw"], []),
    InputState.SUBMITTED: (["withdraw"], ["return", "publish"]),
    InputState.PUBLISHED: (["withdraw"], ["reflect"]),
    InputState.REFLECTED: ([], []),
    InputState.WITHDRAWN: ([], []),
}


@pytest.mark.parametrize("state", list(ProposalState))
def test_what_everybody_may_do_with_a_proposal(state):
    users = {name: make_user() for name in ("lead", "co-organiser", *NOBODY[1:6])}
    lead, co_organiser, _other, invited, declined, supporter = (
        make_coalition(coordinators=[users[name]])
        for name in (
            *("lead", "co-organiser", "coordinator of another coalition", "coordinator of the invited"),
            *("coordinator of the declined", "coordinator of the supporter"),
        )
    )
    proposal = make_proposal(make_call(), lead=lead, state=state)
    make_organiser(proposal, co_organiser)
    make_organiser(proposal, invited, role=OrganiserRole.LEAD, answer=Answer.INVITED)
    make_organiser(proposal, declined, role=OrganiserRole.LEAD, answer=Answer.DECLINED)
    make_organiser(proposal, supporter, role=OrganiserRole.SUPPORTER)
    users |= {"anonymous": AnonymousUser(), "reviewer": make_reviewer(), "secretariat": make_secretariat_user()}
    make_assignment(proposal, users["reviewer"])
    proposal = Proposal.objects.get(pk=proposal.pk)

    found = {name: [step.verb for step in PROPOSAL.open_to(user, proposal)] for name, user in users.items()}

    of_lead, of_co_organiser, of_secretariat = PROPOSAL_STEPS[state]
    assert proposal.current_state == state
    assert found == {
        **{name: [] for name in NOBODY},
        "lead": of_lead,
        "co-organiser": of_co_organiser,
        "secretariat": of_secretariat,
    }


@pytest.mark.parametrize("state", list(InputState))
def test_what_everybody_may_do_with_a_written_input(state):
    own, other = make_user(), make_user()
    make_coalition(coordinators=[other])
    written_input = make_input(coalition=make_coalition(coordinators=[own]), state=state)
    users = {
        "anonymous": AnonymousUser(),
        "coordinator of another coalition": other,
        "reviewer": make_reviewer(),
        "own": own,
        "secretariat": make_secretariat_user(),
    }
    written_input = WrittenInput.objects.get(pk=written_input.pk)

    found = {name: [step.verb for step in WRITTEN_INPUT.open_to(user, written_input)] for name, user in users.items()}

    of_own, of_secretariat = INPUT_STEPS[state]
    assert found == {
        "anonymous": [],
        "coordinator of another coalition": [],
        "reviewer": [],
        "own": of_own,
        "secretariat": of_secretariat,
    }
