"""Every state × every actor, for every workflow: what each may do next."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from coalitions.enums import ContactRole
from coalitions.workflow import NotAllowed
from events.enums import ActionState, EventState, MeetingState, OrganiserRole
from events.models import ActionItem, PreparatoryEventPage
from events.views.event_steps import EVENT_SERVICES
from events.views.steps import ITEM_SERVICES, MEETING_SERVICES
from events.workflow import ACTION_ITEM, MEETING, PREPARATORY_EVENT
from tests.factories import (
    make_action_item,
    make_coalition,
    make_contact,
    make_event,
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
# Read with the clock: "held" is a scheduled event that is over.
EVENT_STEPS = {
    EventState.SCHEDULED: ["reschedule", "cancel"],
    EventState.HELD: ["reschedule", "cancel", "report"],
    EventState.REPORTED: ["report"],
    EventState.CANCELLED: ["reinstate"],
}
# What the coordinators of a lead or co-organiser may do of it.
ORGANISERS_STEPS = {
    EventState.SCHEDULED: [],
    EventState.HELD: ["report"],
    EventState.REPORTED: ["report"],
    EventState.CANCELLED: [],
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
    assert list(EVENT_STEPS) == list(ORGANISERS_STEPS) == list(EventState)


def test_every_step_has_its_service():
    assert list(MEETING_SERVICES) == [step.verb for step in MEETING.steps]
    assert list(ITEM_SERVICES) == [step.verb for step in ACTION_ITEM.steps]
    assert list(EVENT_SERVICES) == [step.verb for step in PREPARATORY_EVENT.steps]


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


@pytest.mark.parametrize("state", EventState)
def test_preparatory_events(state):
    lead, co_organiser, supporter = make_coalition(), make_coalition(), make_coalition()
    users = {name: make_user() for name in ("lead", "co-organiser", "supporter", "former lead", "another")}
    for coalition, name in ((lead, "lead"), (co_organiser, "co-organiser"), (supporter, "supporter")):
        make_contact(coalition, user=users[name])
    make_contact(lead, user=users["former lead"], to_date=datetime.date(2020, 1, 1))
    make_contact(make_coalition(), user=users["another"])
    make_contact(lead, user=(secretary := make_user()), role=ContactRole.REPRESENTATIVE)
    roles = ((lead, OrganiserRole.LEAD), (co_organiser, OrganiserRole.CO_ORGANISER), (supporter, "supporter"))
    event = make_event(state=state, organisers=roles)
    actors = {
        "anonymous": AnonymousUser(),
        **users,
        "representative of the lead": secretary,
        "facilitator": make_facilitator_user(make_series()),
        "lead, inactive": make_user(is_active=False),
        "secretariat": make_secretariat_user(),
    }
    make_contact(lead, user=actors["lead, inactive"])

    found = {name: [step.verb for step in PREPARATORY_EVENT.open_to(user, event)] for name, user in actors.items()}

    organisers = ORGANISERS_STEPS[state]
    assert found == {
        "anonymous": [],
        "lead": organisers,
        "co-organiser": organisers,
        "supporter": [],
        "former lead": [],
        "another": [],
        "representative of the lead": [],
        "facilitator": [],
        "lead, inactive": [],
        "secretariat": EVENT_STEPS[state],
    }


def test_whoever_may_not_is_refused_by_the_services_of_events_too():
    event = make_event(state=EventState.HELD)
    for actor in (AnonymousUser(), make_user()):
        for step in PREPARATORY_EVENT.steps:
            with pytest.raises(NotAllowed, match="You may not do this"):
                PREPARATORY_EVENT.check(step.verb, actor, event, "because")
    assert PreparatoryEventPage.objects.get().state == EventState.SCHEDULED


def test_a_refusal_names_the_state_as_readers_see_it():
    with pytest.raises(NotAllowed, match="is not possible while the state is “held”"):
        PREPARATORY_EVENT.check("reinstate", make_secretariat_user(), make_event(state=EventState.HELD), "because")


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
    steps = (*MEETING.steps, *ACTION_ITEM.steps, *PREPARATORY_EVENT.steps)
    assert [step.verb for step in steps if step.needs_reason] == [
        *("cancel", "extend_corrections", "drop", "reopen"),
        *("reschedule", "cancel", "reinstate"),
    ]


def test_an_unknown_step_is_refused():
    with pytest.raises(NotAllowed, match="no step"):
        MEETING.check("vanish", make_secretariat_user(), make_meeting())
