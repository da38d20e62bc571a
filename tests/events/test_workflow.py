"""Every state × every actor, for both workflows: what each may do next."""

import pytest
from django.contrib.auth.models import AnonymousUser

from coalitions.workflow import NotAllowed
from events.enums import ActionState, MeetingState
from events.models import ActionItem
from events.views.steps import ITEM_SERVICES, MEETING_SERVICES
from events.workflow import ACTION_ITEM, MEETING
from tests.factories import (
    make_action_item,
    make_coalition,
    make_contact,
    make_facilitator_user,
    make_meeting,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db

# The actors that manage the coordination group's meetings, and those that do not.
MANAGERS = ("facilitator", "secretariat")
OTHERS = ("anonymous", "visitor account", "coordinator of another coalition")
# A coalition's calls: its own coordinator manages them, the facilitators of the coordination group do not.
CALL_MANAGERS = ("coordinator of the owning coalition", "secretariat")

MEETING_STEPS = {
    MeetingState.PLANNED: ["cancel", "hold", "draft_report"],
    MeetingState.HELD: ["draft_report"],
    MeetingState.REPORT_DRAFT: ["open_corrections"],
    MeetingState.CORRECTIONS_OPEN: ["extend_corrections", "adopt"],
    MeetingState.ADOPTED: [],
    MeetingState.CANCELLED: ["reinstate"],
}
ITEM_STEPS = {
    ActionState.OPEN: ["start", "finish", "drop", "supersede"],
    ActionState.IN_PROGRESS: ["finish", "drop", "supersede"],
    ActionState.DONE: ["reopen"],
    ActionState.DROPPED: ["reopen"],
    ActionState.SUPERSEDED: ["reopen"],
}


def _world():
    """Everybody by name, the coordination group's series, and the series of one coalition's calls."""
    series, coalition = make_series(), make_coalition()
    coordinator, other = make_user(), make_user()
    make_contact(coalition, user=coordinator)
    make_coalition(coordinators=[other])
    actors = {
        "anonymous": AnonymousUser(),
        "visitor account": make_user(),
        "coordinator of another coalition": other,
        "coordinator of the owning coalition": coordinator,
        "facilitator": make_facilitator_user(series),
        "secretariat": make_secretariat_user(),
    }
    return actors, series, make_series("Calls", parent=coalition)


def test_the_tables_name_every_state():
    assert list(MEETING_STEPS) == list(MeetingState)
    assert list(ITEM_STEPS) == list(ActionState)


def test_every_step_has_its_service():
    assert list(MEETING_SERVICES) == [step.verb for step in MEETING.steps]
    assert list(ITEM_SERVICES) == [step.verb for step in ACTION_ITEM.steps]


def test_meetings_of_the_coordination_group():
    actors, series, _ = _world()
    for state, steps in MEETING_STEPS.items():
        meeting = make_meeting(series, state=state)
        found = {name: [step.verb for step in MEETING.open_to(user, meeting)] for name, user in actors.items()}
        assert found == {
            "anonymous": [],
            "visitor account": [],
            "coordinator of another coalition": [],
            "coordinator of the owning coalition": [],
            "facilitator": steps,
            "secretariat": steps,
        }, state


def test_calls_of_a_coalition():
    actors, _, calls = _world()
    for state, steps in MEETING_STEPS.items():
        meeting = make_meeting(calls, state=state)
        found = {name: [step.verb for step in MEETING.open_to(user, meeting)] for name, user in actors.items()}
        assert found == {
            "anonymous": [],
            "visitor account": [],
            "coordinator of another coalition": [],
            "coordinator of the owning coalition": steps,
            "facilitator": [],
            "secretariat": steps,
        }, state


@pytest.mark.parametrize("own_calls", [False, True])
def test_action_items(own_calls):
    actors, series, calls = _world()
    meeting = make_meeting(calls if own_calls else series)
    managers = CALL_MANAGERS if own_calls else MANAGERS
    for state, steps in ITEM_STEPS.items():
        item = make_action_item(meeting, state=state)
        found = {name: [step.verb for step in ACTION_ITEM.open_to(user, item)] for name, user in actors.items()}
        assert found == {name: steps if name in managers else [] for name in actors}, state


def test_whoever_may_not_is_refused_by_the_service_too():
    actors, series, _ = _world()
    meeting = make_meeting(series)
    item = make_action_item(meeting)
    for name in (*OTHERS, "coordinator of the owning coalition"):
        for step in MEETING.steps:
            with pytest.raises(NotAllowed):
                MEETING.check(step.verb, actors[name], meeting, "because")
        for step in ACTION_ITEM.steps:
            with pytest.raises(NotAllowed):
                ACTION_ITEM.check(step.verb, actors[name], item, "because")
    assert ActionItem.objects.get().state == ActionState.OPEN


def test_steps_that_need_a_reason_say_so():
    user = make_secretariat_user()
    with pytest.raises(NotAllowed, match="Give a reason"):
        MEETING.check("cancel", user, make_meeting(), "  ")
    assert [step.verb for step in (*MEETING.steps, *ACTION_ITEM.steps) if step.needs_reason] == [
        "cancel",
        "extend_corrections",
        "drop",
        "reopen",
    ]


def test_an_unknown_step_is_refused():
    with pytest.raises(NotAllowed, match="no step"):
        MEETING.check("vanish", make_secretariat_user(), make_meeting())
