"""What meetings and events tell of a coalition's activity."""

import datetime

import pytest
import time_machine

from coalitions.activity.indicators import NO_SOURCE, NOT_MEASURED, Period, indicators
from events.enums import Capacity, EventState, MeetingState, OrganiserRole
from events.models import EventOrganiser, Participant, PreparatoryEventPage, PreparatoryPhasePage
from tests.factories import make_coalition, make_cycle, make_home_page, make_meeting, make_series

pytestmark = pytest.mark.django_db

YEAR = Period.of_year(2021)
TODAY = datetime.date(2021, 6, 15)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2021-06-15T12:00Z", tick=False):
        yield


def cells_of(key, coalition, *, exactly=False):
    measured = indicators.measure([indicators.get(key)], period=YEAR, today=TODAY, exactly=exactly)[key]
    months = [measured.month(coalition.pk, month) for month in YEAR.months]
    return measured.total(coalition.pk), [cell.value if cell.is_number else cell for cell in months]


def at(month, day=10, hour=14, year=2021):
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.UTC)


def make_person(meeting, name="Ada Example", *, coalition=None, capacity=Capacity.PARTICIPANT):
    given, _space, family = name.partition(" ")
    return Participant.objects.create(
        meeting=meeting, given_name=given, family_name=family, coalition=coalition, capacity=capacity
    )


def test_calls_held():
    coalition, other, third = make_coalition(), make_coalition(), make_coalition()
    calls, more_calls = make_series("Calls", parent=coalition), make_series("Working group", parent=coalition)
    make_meeting(calls, starts_at=at(2))
    make_meeting(calls, starts_at=at(4), state=MeetingState.ADOPTED)
    make_meeting(more_calls, starts_at=at(4, 30, 23), state=MeetingState.HELD)
    make_meeting(calls, starts_at=at(5), state=MeetingState.CANCELLED)
    make_meeting(calls, starts_at=at(6, 20))  # is still to come
    make_meeting(calls, starts_at=at(3), live=False)
    make_meeting(make_series("Calls", parent=other), starts_at=at(6, 1))
    make_meeting(make_series("Coordination group"), starts_at=at(1))
    total, months = cells_of("calls-held", coalition)
    assert (total.value, total.source, total.as_of) == (3, "meetings on this portal", TODAY)
    assert months == [NOT_MEASURED, 1, 0, 2, 0, 0, *[NOT_MEASURED] * 6]
    assert cells_of("calls-held", other)[1][4:7] == [NOT_MEASURED, 1, NOT_MEASURED]
    assert cells_of("calls-held", third) == (NO_SOURCE, [NO_SOURCE] * 12)


def test_coordination_meetings_attended():
    coalition, other = make_coalition(), make_coalition()
    group = make_series("Coordination group")
    reported = [make_meeting(group, starts_at=at(month), state=MeetingState.ADOPTED) for month in (1, 3, 4)]
    in_draft = make_meeting(group, starts_at=at(5), state=MeetingState.REPORT_DRAFT)
    own_call = make_meeting(make_series(parent=coalition), starts_at=at(2), state=MeetingState.ADOPTED)
    for meeting in (*reported[:2], in_draft, own_call):
        make_person(meeting, coalition=coalition)
    make_person(reported[0], "Ben Example", coalition=coalition)
    make_person(reported[2], "Cas Example")
    total, months = cells_of("coordination-attended", coalition)
    assert (total.value, total.note) == (2, "of 3 with a public report")
    assert months == [1, NOT_MEASURED, 1, 0, *[NOT_MEASURED] * 8]
    total, months = cells_of("coordination-attended", other)
    assert (total.value, months[:4]) == (0, [0, NOT_MEASURED, 0, 0])


def test_without_a_reported_meeting_of_the_group_nothing_is_measured():
    coalition = make_coalition()
    make_meeting(make_series("Coordination group"), starts_at=at(5))
    assert cells_of("coordination-attended", coalition) == (NOT_MEASURED, [NOT_MEASURED] * 12)


def test_people_who_attended_a_call():
    coalition, other = make_coalition(), make_coalition()
    calls, more = make_series("Calls", parent=coalition), make_series("Working group", parent=coalition)
    first = make_meeting(calls, starts_at=at(2), state=MeetingState.ADOPTED)
    second = make_meeting(more, starts_at=at(3), state=MeetingState.CORRECTIONS_OPEN)
    unreported = make_meeting(calls, starts_at=at(4))
    for name in ("Ada Example", "Ben Example", "Cas Example"):
        make_person(first, name)
    for name in ("ADA Example", "Dan Example", "Eve Example"):
        make_person(second, name)
    make_person(second, "Sam Staff", capacity=Capacity.SECRETARIAT_SUPPORT)
    make_person(unreported, "Fay Example")
    total, months = cells_of("attended-a-call", coalition, exactly=True)
    assert (total.value, total.source) == (5, "participants named in public reports")
    assert months == [NOT_MEASURED, 3, 3, *[NOT_MEASURED] * 9]
    hidden, _months = cells_of("attended-a-call", coalition)
    measured = indicators.measure([indicators.get("attended-a-call")], period=YEAR, today=TODAY)["attended-a-call"]
    assert (hidden.text, measured.month(coalition.pk, datetime.date(2021, 2, 1)).text) == ("5", "fewer than 5")
    assert cells_of("attended-a-call", other)[0] == NO_SOURCE


def make_event(phase, starts_at, organisers, **fields):
    event = PreparatoryEventPage(
        title=f"Event {starts_at:%j}",
        slug=f"event-{starts_at:%j}",
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=1),
        **fields,
    )
    phase.add_child(instance=event)
    for coalition, role in organisers:
        EventOrganiser.objects.create(event=event, coalition=coalition, role=role)
    return event


def test_preparatory_events_held():
    coalition, other, supporter = make_coalition(), make_coalition(), make_coalition()
    phase = make_home_page().add_child(
        instance=PreparatoryPhasePage(title="Phase", slug="phase", cycle=make_cycle(2021))
    )
    lead, joint, support = OrganiserRole.LEAD, OrganiserRole.CO_ORGANISER, OrganiserRole.SUPPORTER
    make_event(phase, at(2), [(coalition, lead), (other, joint), (supporter, support)])
    make_event(phase, at(4), [(coalition, lead)])
    make_event(phase, at(5), [(coalition, lead)], state=EventState.CANCELLED)
    make_event(phase, at(6, 20), [(coalition, lead)])
    make_event(phase, at(3), [(coalition, lead)], live=False)
    assert cells_of("preparatory-events", coalition)[1] == [NOT_MEASURED, 1, 0, 1, 0, 0, *[NOT_MEASURED] * 6]
    assert [cells_of("preparatory-events", one)[0].value for one in (coalition, other, supporter)] == [2, 1, None]
    assert cells_of("preparatory-events", supporter)[0] == NO_SOURCE
