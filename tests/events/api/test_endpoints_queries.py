import pytest

from events.enums import MeetingState
from events.models import ActionSubItem, AgendaItem, DeadlineChange, Participant
from tests.events.api.test_endpoints import ITEMS, MEETINGS, REPORT, one
from tests.events.doors import HELD_AT
from tests.factories import make_action_item, make_coalition, make_cycle, make_meeting, make_series

pytestmark = pytest.mark.django_db


def add_rows(series, coalition, count):
    for _ in range(count):
        meeting = make_meeting(series, state=MeetingState.ADOPTED, report=REPORT, cycle=make_cycle(2021))
        fill(meeting, coalition, 1)
    return meeting


def fill(meeting, coalition, count):
    for _ in range(count):
        Participant.objects.create(meeting=meeting, given_name="Ada", coalition=coalition)
        AgendaItem.objects.create(meeting=meeting, title="Point")
        item = make_action_item(meeting, coalitions=[coalition])
        ActionSubItem.objects.create(item=item, text="<p>Sub</p>")
        item.parts.create(coalition=coalition)
        DeadlineChange.objects.create(item=item, reason="x", changed_at=HELD_AT)


@pytest.mark.parametrize(("address", "budget"), [(MEETINGS, 4), (ITEMS, 6)])
def test_the_queries_of_a_list_do_not_grow(client, django_assert_num_queries, address, budget):
    coalition = make_coalition(slug="iot")
    series = make_series(parent=coalition)
    address = f"{address}?limit=100&coalition=iot"
    add_rows(series, coalition, 1)
    client.get(address)
    with django_assert_num_queries(budget):
        client.get(address)
    add_rows(series, coalition, 29)
    with django_assert_num_queries(budget):
        assert client.get(address).json()["count"] == 30


def test_the_queries_of_a_meeting_do_not_grow(client, django_assert_num_queries):
    coalition = make_coalition()
    meeting = add_rows(make_series(parent=coalition), coalition, 1)
    one(client, meeting)
    with django_assert_num_queries(9):
        one(client, meeting)
    fill(meeting, coalition, 29)
    meeting.report = REPORT + [("paragraph", "<p>More.</p>")] * 29
    meeting.save()
    with django_assert_num_queries(9):
        assert len(one(client, meeting)["report"]) == 33
