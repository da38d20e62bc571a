"""Who may do what with meetings, action items and preparatory events: every actor × every question."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events.enums import MeetingState
from events.models import ActionItem, MeetingIndexPage, MeetingPage
from events.permissions import (
    can_create_event,
    can_delete_item,
    can_edit_meeting,
    can_finish_part,
    can_import_reports,
    can_keep_external_dates,
    can_manage_event,
    can_manage_item,
    can_manage_meeting,
    can_report_event,
    is_organiser,
)
from events.services import share_out_item
from tests.factories import (
    make_action_item,
    make_coalition,
    make_contact,
    make_event,
    make_facilitator_user,
    make_meeting,
    make_phase,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    series, coalition = make_series(), make_coalition()
    coordinator, other = make_user(), make_user()
    make_contact(coalition, user=coordinator)
    make_coalition(coordinators=[other])
    calls = make_series("Calls", parent=coalition)
    return {
        "actors": {
            "anonymous": AnonymousUser(),
            "visitor account": make_user(),
            "coordinator of another coalition": other,
            "coordinator of the owning coalition": coordinator,
            "facilitator": make_facilitator_user(series),
            "secretariat": make_secretariat_user(),
            "secretariat, inactive": make_secretariat_user(is_active=False),
        },
        "coalition": coalition,
        "series": series,
        "calls": calls,
    }


@pytest.mark.parametrize(
    ("which", "who"),
    [
        ("series", ["facilitator", "secretariat"]),
        ("calls", ["coordinator of the owning coalition", "secretariat"]),
    ],
)
def test_meetings_belong_to_the_editors_of_their_series(world, which, who):
    series = world[which]
    meeting = make_meeting(series)
    item = make_action_item(meeting)
    for may in (can_edit_meeting, can_manage_meeting):
        assert [name for name, user in world["actors"].items() if may(user, meeting)] == who
    for may in (can_manage_item, can_delete_item):
        assert [name for name, user in world["actors"].items() if may(user, item)] == who
    assert [name for name, user in world["actors"].items() if can_import_reports(user, series)] == who
    for name, user in world["actors"].items():
        expected = 1 if name in who else 0
        assert MeetingPage.objects.managed_by(user).count() == expected, name
        assert ActionItem.objects.managed_by(user).count() == expected, name
        assert MeetingIndexPage.objects.open_to_reports_of(user).filter(pk=series.pk).count() == expected, name


def test_a_part_belongs_to_its_coalition_and_to_the_editors_of_the_meeting(world):
    item = make_action_item(make_meeting(world["series"]), coalitions=[world["coalition"]])
    share_out_item(item)
    assert [name for name, user in world["actors"].items() if can_finish_part(user, item.parts.get())] == [
        "coordinator of the owning coalition",
        "facilitator",
        "secretariat",
    ]


def test_an_item_readers_may_have_seen_is_not_deleted(world):
    user = world["actors"]["secretariat"]
    found = {state: can_delete_item(user, make_action_item(make_meeting(state=state))) for state in MeetingState}
    assert [state for state, may in found.items() if not may] == [MeetingState.CORRECTIONS_OPEN, MeetingState.ADOPTED]


def test_preparatory_events_belong_to_the_secretariat_and_are_reported_by_their_organisers(world):
    phase = make_phase()
    event = make_event(phase, organisers=[world["coalition"]])
    supported = make_event(phase, organisers=[make_coalition(), (world["coalition"], "supporter")])
    questions = {
        "create": lambda user: can_create_event(user, phase),
        "manage": lambda user: can_manage_event(user, event),
        "report": lambda user: can_report_event(user, event),
        "organise": lambda user: is_organiser(user, event),
        "report what it supports": lambda user: can_report_event(user, supported),
        "keep external dates": can_keep_external_dates,
    }

    found = {name: [actor for actor, user in world["actors"].items() if may(user)] for name, may in questions.items()}

    coordinator = "coordinator of the owning coalition"
    assert found == {
        "create": ["secretariat"],
        "manage": ["secretariat"],
        "report": [coordinator, "secretariat"],
        "organise": [coordinator],
        "report what it supports": ["secretariat"],
        "keep external dates": ["secretariat"],
    }
