"""An action item's life: steps, deadlines, and the parts of the coalitions that own it."""

import datetime

import pytest
import time_machine
from wagtail.models import ModelLogEntry

from coalitions.enums import CoalitionStatus
from coalitions.workflow import NotAllowed
from events import services
from events.enums import ActionState, MeetingState, Owner
from events.models import ActionItem, ActionItemPart, DeadlineChange
from tests.factories import make_action_item, make_coalition, make_meeting, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
DUE = datetime.datetime(2021, 5, 24, 23, 59, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user():
    return make_secretariat_user()


def _public_meeting():
    return make_meeting(state=MeetingState.CORRECTIONS_OPEN, starts_at=NOW - datetime.timedelta(days=4))


def _parts(item):
    return set(item.parts.values_list("coalition_id", flat=True))


def _actions(item):
    return list(ModelLogEntry.objects.for_instance(item).order_by("pk").values_list("action", flat=True))


def test_steps_are_written_with_outcome_moment_and_log(user):
    item = make_action_item()
    assert services.start_item(item, by=user).state == ActionState.IN_PROGRESS
    dropped = services.drop_item(item, by=user, reason=" No longer needed ")
    assert (dropped.state, dropped.outcome, dropped.closed_at) == (ActionState.DROPPED, "No longer needed", NOW)
    reopened = services.reopen_item(item, by=user, reason="It is")
    assert (reopened.state, reopened.outcome, reopened.closed_at) == (ActionState.OPEN, "It is", None)
    assert reopened.calendar_sequence == 3
    assert _actions(item) == ["events.item_start", "events.item_drop", "events.item_reopen"]


def test_superseding_keeps_the_successor_and_refuses_circles(user):
    first, second, third = make_action_item(), make_action_item(), make_action_item()
    assert services.supersede_item(first, by=user, successor=second).superseded_by == second
    second.refresh_from_db()
    assert services.supersede_item(second, by=user, successor=third).superseded_by == third
    second.refresh_from_db()
    first.refresh_from_db()
    for successor in (third, second, first):
        with pytest.raises(NotAllowed, match="superseded by itself"):
            services.supersede_item(third, by=user, successor=ActionItem.objects.get(pk=successor.pk))
    assert services.reopen_item(first, by=user, reason="Again").superseded_by is None


def test_a_deadline_moves_with_its_history(user):
    item = make_action_item(due_at=DUE)
    later = DUE + datetime.timedelta(days=7)
    services.move_deadline(item, to=later, reason=" Holidays ", by=user)
    services.move_deadline(item, to=None, reason="Unclear", by=user)
    item.refresh_from_db()
    assert (item.due_at, item.due_to_be_announced, item.calendar_sequence) == (None, True, 2)
    changes = DeadlineChange.objects.values_list("from_at", "to_at", "reason", "changed_at", "by")
    assert list(changes) == [(DUE, later, "Holidays", NOW, user.pk), (later, None, "Unclear", NOW, user.pk)]


@pytest.mark.parametrize(
    ("state", "to", "reason", "said"),
    [
        (ActionState.OPEN, DUE, "x", "already"),
        (ActionState.OPEN, None, "  ", "Give a reason"),
        (ActionState.DONE, None, "x", "closed"),
    ],
)
def test_a_deadline_does_not_move_without_cause(user, state, to, reason, said):
    item = make_action_item(state=state, due_at=DUE)
    with pytest.raises(NotAllowed, match=said):
        services.move_deadline(item, to=to, reason=reason, by=user)
    with pytest.raises(NotAllowed, match="may not"):
        services.move_deadline(item, to=None, reason="x", by=make_user())
    assert DeadlineChange.objects.count() == 0


def test_all_coalitions_are_those_active_when_it_is_shared_out():
    first, second = make_coalition(), make_coalition()
    make_coalition(status=CoalitionStatus.INACTIVE)
    make_coalition(kind="bpf")
    make_coalition(live=False)
    item = make_action_item(owner=Owner.ALL_COALITIONS)
    assert services.share_out_item(item) == 2
    make_coalition()
    assert services.share_out_item(item) == 2
    assert _parts(item) == {first.pk, second.pk}


def test_an_item_of_some_coalitions_follows_its_owners_but_keeps_what_is_done(user):
    first, second, third = (make_coalition() for _ in range(3))
    item = make_action_item(_public_meeting(), coalitions=[first, second])
    services.share_out_item(item)
    services.finish_part(item.parts.get(coalition=first), by=user)
    item.coalitions.set([third])
    item.save()
    assert services.share_out_item(item) == 2
    assert _parts(item) == {first.pk, third.pk}


def test_owners_that_change_to_all_coalitions_add_those_that_lack_a_part():
    coalitions = [make_coalition() for _ in range(3)]
    item = make_action_item(_public_meeting(), coalitions=coalitions[:1])
    services.share_out_item(item)
    item.owner = Owner.ALL_COALITIONS
    item.save()
    services.item_saved(item, changed=["owner"])
    assert _parts(item) == {coalition.pk for coalition in coalitions}
    assert ActionItem.objects.get().calendar_sequence == 1


@pytest.mark.parametrize("owner", [Owner.SECRETARIAT, Owner.FACILITATORS, Owner.MAG, Owner.UNASSIGNED])
def test_other_owners_have_no_parts(owner):
    make_coalition()
    assert services.share_out_item(make_action_item(owner=owner)) == 0


def test_nothing_is_shared_out_before_the_report_is_public():
    item = make_action_item(make_meeting(state=MeetingState.REPORT_DRAFT), coalitions=[make_coalition()])
    services.item_saved(item, changed=["owner"])
    assert (item.parts.count(), item.calendar_sequence) == (0, 0)


def test_the_item_is_done_when_the_last_part_is(user):
    coordinators = [make_user(), make_user()]
    coalitions = [make_coalition(coordinators=[person]) for person in coordinators]
    item = make_action_item(_public_meeting(), coalitions=coalitions)
    services.share_out_item(item)
    first, second = (item.parts.get(coalition=coalition) for coalition in coalitions)
    with pytest.raises(NotAllowed, match="coordinators"):
        services.finish_part(first, by=coordinators[1])
    done = services.finish_part(first, by=coordinators[0], note=" Sent. ")
    assert (done.done_at, done.by, done.note) == (NOW, coordinators[0], "Sent.")
    item.refresh_from_db()
    assert item.state == ActionState.OPEN
    with pytest.raises(NotAllowed, match=f"done by {coordinators[0]} on {NOW:%-d %B %Y, %H:%M} UTC"):
        services.finish_part(first, by=coordinators[0], note="Again")
    first.refresh_from_db()
    assert first.note == "Sent."
    services.finish_part(second, by=user)
    item.refresh_from_db()
    assert (item.state, item.closed_at) == (ActionState.DONE, NOW)
    assert _actions(item) == ["events.item_part_done", "events.item_part_done", "events.item_finish"]


def test_a_part_of_a_closed_item_stays(user):
    item = make_action_item(_public_meeting(), coalitions=[make_coalition()])
    services.share_out_item(item)
    services.drop_item(item, by=user, reason="Moot")
    part = item.parts.get()
    with pytest.raises(NotAllowed, match="closed"):
        services.finish_part(part, by=user)
    ActionItemPart.objects.all().delete()
    with pytest.raises(NotAllowed, match="not asked for any more"):
        services.finish_part(part, by=user)


def _row(text, **fields):
    row = {"kind": "action", "text": text, "owner": "", "due_at": None, "due_to_be_announced": False, "sub_items": []}
    return {**row, **fields}


def test_conclusions_become_items_once(user):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT)
    rows = [_row("DCs to review the summary.", due_at=DUE, sub_items=["In one text."]), _row("Survey to follow.")]
    assert services.take_up_conclusions(meeting, rows, by=user) == (True, [])
    before = list(ActionItem.objects.values_list("pk", "uid", "text", "due_at", "order"))
    assert services.take_up_conclusions(meeting, rows, by=user) == (False, [])
    assert list(ActionItem.objects.values_list("pk", "uid", "text", "due_at", "order")) == before
    assert [sub_item.text for sub_item in ActionItem.objects.first().sub_items.all()] == ["In one text."]


def test_a_corrected_text_is_the_same_item_and_one_left_out_goes(user):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT)
    services.take_up_conclusions(meeting, [_row("DCs to review the sumary soon."), _row("Survey to follow.")], by=user)
    first = ActionItem.objects.get(order=0)
    corrected = "DCs to review the summary soon."
    assert services.take_up_conclusions(meeting, [_row(corrected, owner="mag")], by=user) == (True, [])
    item = ActionItem.objects.get()
    assert (item.pk, item.uid, item.text, item.owner) == (first.pk, first.uid, corrected, "mag")


def test_what_somebody_has_worked_on_stays_as_it_is(user):
    meeting = make_meeting(state=MeetingState.REPORT_DRAFT)
    services.take_up_conclusions(meeting, [_row("Review it."), _row("Write the survey.")], by=user)
    review, survey = ActionItem.objects.in_order()
    services.start_item(review, by=user)
    services.move_deadline(survey, to=DUE, reason="Agreed", by=user)
    changed, kept = services.take_up_conclusions(meeting, [_row("Review it.", owner="mag")], by=user)
    assert (changed, kept) == (False, [review, survey])
    assert list(ActionItem.objects.in_order().values_list("owner", "due_at")) == [("", None), ("", DUE)]


def test_items_of_a_public_report_change_with_history_and_none_goes(user):
    coalition = make_coalition()
    meeting = _public_meeting()
    services.take_up_conclusions(meeting, [_row("Review it.", due_at=DUE), _row("Write the survey.")], by=user)
    later = DUE + datetime.timedelta(days=3)
    rows = [_row("Review it.", due_at=later, owner=Owner.ALL_COALITIONS), _row("Something quite new.")]
    changed, kept = services.take_up_conclusions(meeting, rows, by=user)
    assert (changed, [str(item) for item in kept]) == (True, ["Write the survey."])
    review = ActionItem.objects.get(text="Review it.")
    assert (review.due_at, [change.from_at for change in review.deadline_changes.all()]) == (later, [DUE])
    assert _parts(review) == {coalition.pk}
    assert ActionItem.objects.count() == 3


def test_somebody_may_say_which_earlier_item_is_which(user):
    meeting = _public_meeting()
    services.take_up_conclusions(meeting, [_row("Review it.", due_at=DUE), _row("Write the survey.")], by=user)
    review, survey = ActionItem.objects.in_order()
    services.start_item(review, by=user)
    rows = [_row("The paper to be read by everybody.", owner="mag"), _row("A survey follows."), _row("Quite new.")]
    changed, kept = services.take_up_conclusions(meeting, rows, by=user, same=(review.pk, survey.pk, None))
    assert (changed, kept) == (True, [])
    assert [
        (item.pk, item.text, item.state, item.owner, item.due_at) for item in ActionItem.objects.in_order()[:2]
    ] == [
        (review.pk, "The paper to be read by everybody.", "in-progress", "", DUE),  # the work keeps what is its own
        (survey.pk, "A survey follows.", "open", "", None),
    ]
    assert ActionItem.objects.count() == 3


def test_an_item_of_another_meeting_is_not_taken_for_an_earlier_one(user):
    other = services.take_up_conclusions(_public_meeting(), [_row("Elsewhere.")], by=user)
    assert other == (True, [])
    elsewhere = ActionItem.objects.get()
    meeting = _public_meeting()
    services.take_up_conclusions(meeting, [_row("Here.")], by=user, same=(elsewhere.pk,))
    assert [item.text for item in ActionItem.objects.of_meeting(meeting)] == ["Here."]
    elsewhere.refresh_from_db()
    assert elsewhere.text == "Elsewhere."
