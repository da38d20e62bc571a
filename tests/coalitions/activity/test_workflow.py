"""Who may take which step in which state: every state × every actor, for each table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from coalitions.activity.enums import AssessmentState, CriteriaState, ReportState, SlotState
from coalitions.activity.models import AnnualReport, Assessment, CriteriaSet, SlotRequest
from coalitions.activity.workflow import ANNUAL_REPORT, ASSESSMENT, CRITERIA, SLOT_REQUEST
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

NOBODY = ("visitor", "account", "other coordinator")
# state → (what the Secretariat may do, what the coalition's coordinator may do); everybody else nothing.
TABLES = {
    "assessment": (
        ASSESSMENT,
        Assessment,
        {
            AssessmentState.DRAFT: (["share", "leave_out"], []),
            AssessmentState.SHARED: (["extend", "decide", "leave_out"], ["reply"]),
            AssessmentState.REPLIED: (["extend", "decide", "leave_out"], ["reply"]),
            AssessmentState.DECIDED: (["extend_appeal", "close"], ["appeal"]),
            AssessmentState.APPEALED: (["settle"], []),
            AssessmentState.FINAL: ([], []),
            AssessmentState.LEFT_OUT: (["take_in"], []),
        },
    ),
    "criteria": (
        CRITERIA,
        CriteriaSet,
        {
            CriteriaState.PROPOSED: (["agree"], []),
            CriteriaState.AGREED: (["supersede"], []),
            CriteriaState.SUPERSEDED: ([], []),
        },
    ),
    "slot request": (
        SLOT_REQUEST,
        SlotRequest,
        {
            SlotState.SENT: (["grant", "refuse"], ["send", "withdraw"]),
            SlotState.WITHDRAWN: ([], ["send"]),
            SlotState.GRANTED: ([], []),
            SlotState.NOT_GRANTED: ([], []),
        },
    ),
    "annual report": (
        ANNUAL_REPORT,
        AnnualReport,
        {ReportState.DRAFT: ([], ["file"]), ReportState.FILED: ([], [])},
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_state_and_every_actor(name):
    workflow, model, table = TABLES[name]
    coordinator, other = make_user(), make_user()
    coalition = make_coalition(coordinators=[coordinator])
    make_coalition(coordinators=[other])
    people = {
        "secretariat": make_secretariat_user(),
        "coordinator": coordinator,
        "visitor": AnonymousUser(),
        "account": make_user(),
        "other coordinator": other,
    }
    found, expected = {}, {}
    for state, (of_secretariat, of_coordinator) in table.items():
        thing = model(state=state)
        if model is not CriteriaSet:
            thing.coalition_id = coalition.pk
        for actor, user in people.items():
            found[state, actor] = [step.verb for step in workflow.open_to(user, thing)]
            expected[state, actor] = {"secretariat": of_secretariat, "coordinator": of_coordinator}.get(actor, [])
    assert found == expected


def test_every_state_stands_in_its_table():
    states = {
        "assessment": AssessmentState,
        "criteria": CriteriaState,
        "slot request": SlotState,
        "annual report": ReportState,
    }
    assert {name: list(table) for name, (*_rest, table) in TABLES.items()} == {
        name: list(enum) for name, enum in states.items()
    }
