"""Several people and one action item at the same moment."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from coalitions.workflow import NotAllowed
from events import services
from events.enums import ActionState, MeetingState
from events.models import ActionItem, ActionItemPart, DeadlineChange
from tests.dc_portal.at_once import before_the_first_has_ended
from tests.factories import make_action_item, make_coalition, make_meeting, make_secretariat_user, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting():
    """A meeting whose report is public."""
    held_at = timezone.now() - datetime.timedelta(days=4)
    return make_meeting(state=MeetingState.CORRECTIONS_OPEN, starts_at=held_at)


def steps_logged():
    entries = ModelLogEntry.objects.filter(action__startswith="events.").order_by("pk")
    return list(entries.values_list("action", flat=True))


def test_two_coordinators_finish_the_same_part(meeting):
    people = [make_user(), make_user()]
    item = make_action_item(meeting, coalitions=[make_coalition(coordinators=people)])
    services.share_out_item(item)
    part = item.parts.get()
    done, told = before_the_first_has_ended(
        lambda: services.finish_part(part, by=people[0], note="Sent."),
        lambda: services.finish_part(part, by=people[1], note="Sent again."),
    )
    assert type(told) is NotAllowed
    assert str(told) == f"This part was marked as done by {people[0]} on {done.done_at:%-d %B %Y, %H:%M} UTC."
    part.refresh_from_db()
    assert (part.by, part.note) == (people[0], "Sent.")
    assert steps_logged() == ["events.item_part_done", "events.item_finish"]


def test_the_last_two_parts_close_the_item_once(meeting):
    people = [make_user(), make_user()]
    item = make_action_item(meeting, coalitions=[make_coalition(coordinators=[person]) for person in people])
    services.share_out_item(item)
    parts = [item.parts.get(coalition__contacts__user=person) for person in people]
    before_the_first_has_ended(
        lambda: services.finish_part(parts[0], by=people[0]), lambda: services.finish_part(parts[1], by=people[1])
    )
    assert (ActionItem.objects.get().state, item.parts.filter(done_at=None).count()) == (ActionState.DONE, 0)
    assert steps_logged() == ["events.item_part_done", "events.item_part_done", "events.item_finish"]


def test_the_second_step_is_refused(meeting):
    user, item = make_secretariat_user(), make_action_item(meeting)
    _dropped, told = before_the_first_has_ended(
        lambda: services.drop_item(item, by=user, reason="Moot."), lambda: services.finish_item(item, by=user)
    )
    assert (type(told), ActionItem.objects.get().state) == (NotAllowed, ActionState.DROPPED)
    assert steps_logged() == ["events.item_drop"]


def test_a_deadline_moved_twice_to_the_same_day_has_moved_once(meeting):
    user, due = make_secretariat_user(), timezone.now() + datetime.timedelta(days=9)
    item = make_action_item(meeting, due_at=due)
    later = due + datetime.timedelta(days=7)
    _moved, told = before_the_first_has_ended(
        lambda: services.move_deadline(item, to=later, reason="More time.", by=user),
        lambda: services.move_deadline(item, to=later, reason="Holidays.", by=user),
    )
    assert (type(told), str(told)) == (NotAllowed, "That is the deadline it has already.")
    assert list(DeadlineChange.objects.values_list("from_at", "to_at")) == [(due, later)]


def test_an_editor_who_saves_meanwhile_leaves_the_step_as_it_was_taken(meeting):
    user, item = make_secretariat_user(), make_action_item(meeting)
    edited = ActionItem.objects.get()
    edited.text = "<p>Write the whole of it.</p>"
    before_the_first_has_ended(lambda: services.finish_item(item, by=user), edited.save)
    stored = ActionItem.objects.get()
    assert (stored.text, stored.state, stored.calendar_sequence) == (edited.text, ActionState.DONE, 1)


def test_an_item_shared_out_twice_has_each_part_once(meeting):
    item = make_action_item(meeting, coalitions=[make_coalition(), make_coalition()])
    assert before_the_first_has_ended(*[lambda: services.share_out_item(item)] * 2) == (2, 2)
    assert ActionItemPart.objects.count() == 2


def test_a_part_that_goes_while_it_is_finished(meeting):
    user = make_secretariat_user()
    item = make_action_item(meeting, coalitions=[make_coalition(), make_coalition()])
    services.share_out_item(item)
    first, second = item.parts.order_by("pk")
    item.coalitions.set([second.coalition])
    item.save()
    _left, told = before_the_first_has_ended(
        lambda: services.share_out_item(item), lambda: services.finish_part(first, by=user)
    )
    assert (type(told), ActionItemPart.objects.get()) == (NotAllowed, second)
