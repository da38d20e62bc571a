"""Verbs of action items: the only code that writes their state, their deadline once set, and their parts."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from coalitions.enums import CoalitionKind
from coalitions.models import CoalitionPage
from coalitions.sanitize import plain_text
from coalitions.workflow import NotAllowed
from events.enums import UNFINISHED, ActionState, Owner
from events.likeness import same_texts
from events.models import ActionItem, ActionItemPart, ActionSubItem, DeadlineChange
from events.permissions import can_finish_part, can_manage_item
from events.workflow import ACTION_ITEM

# What belongs to the work on an item, and not to the words of the report.
OF_THE_WORK = ("owner", "due_at", "due_to_be_announced")


def _lock(item):
    """The item as it is now; nobody else changes it before this transaction ends."""
    return ActionItem.objects.select_for_update().get(pk=item.pk)


def _take(item, verb, by, reason="", **changes):
    item = _lock(item)
    step = ACTION_ITEM.check(verb, by, item, reason)
    before = item.state
    item.state = step.to_state
    item.closed_at = None if step.to_state in UNFINISHED else timezone.now()
    item.outcome = reason.strip()
    for name, value in changes.items():
        setattr(item, name, value)
    item.calendar_sequence += 1
    item.save(update_fields=["state", "closed_at", "outcome", "calendar_sequence", *changes])
    log(item, f"events.item_{verb}", user=by, data={"from": before, "to": item.state, "reason": item.outcome})
    return item


@transaction.atomic
def start_item(item, *, by, reason=""):
    """Record that work on an item has begun."""
    return _take(item, "start", by, reason)


@transaction.atomic
def finish_item(item, *, by, reason=""):
    """Close an item as done; parts that were not marked stay as they are and are shown so."""
    return _take(item, "finish", by, reason)


@transaction.atomic
def drop_item(item, *, by, reason):
    """Close an item that will not be done, with the reason."""
    return _take(item, "drop", by, reason)


@transaction.atomic
def supersede_item(item, *, by, successor, reason=""):
    """Close an item because a later one takes its place. Raises NotAllowed for itself or a circle."""
    seen, follow = {item.pk}, successor
    while follow is not None:
        if follow.pk in seen:
            raise NotAllowed("An item cannot be superseded by itself, directly or through others.")
        seen.add(follow.pk)
        follow = follow.superseded_by
    return _take(item, "supersede", by, reason, superseded_by=successor)


@transaction.atomic
def reopen_item(item, *, by, reason):
    """Take a closed item up again, with the reason."""
    return _take(item, "reopen", by, reason, superseded_by=None)


@transaction.atomic
def move_deadline(item, *, to, reason, by):
    """Give an item another deadline (`None`: to be announced) and keep the earlier one. Raises NotAllowed."""
    item = _lock(item)
    if not can_manage_item(by, item):
        raise NotAllowed("You may not move this deadline.")
    if item.state not in UNFINISHED:
        raise NotAllowed("This item is closed; reopen it before you move its deadline.")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is shown with the deadline's history.")
    if to == item.due_at:
        raise NotAllowed("That is the deadline it has already.")
    change = DeadlineChange.objects.create(
        item=item, from_at=item.due_at, to_at=to, reason=reason.strip(), changed_at=timezone.now(), by=by
    )
    item.due_at = to
    item.due_to_be_announced = to is None
    item.calendar_sequence += 1
    item.save(update_fields=["due_at", "due_to_be_announced", "calendar_sequence"])
    log(
        item,
        "events.item_move_deadline",
        user=by,
        data={
            "from": change.from_at and change.from_at.isoformat(),
            "to": to and to.isoformat(),
            "reason": change.reason,
        },
    )
    return change


@transaction.atomic
def share_out_item(item, *, owners_changed=False):
    """Give each coalition that owns an item its part. Parts already there stay; safe to repeat.

    "All coalitions" means the dynamic coalitions active on the day it is first shared out (or its owners change);
    those that come later owe nothing. Parts of coalitions no longer named go, unless they were marked done. Returns
    the number of parts.
    """
    _lock(item)
    present = set(item.parts.values_list("coalition_id", flat=True))
    if item.owner == Owner.ALL_COALITIONS:
        wanted = present
        if owners_changed or not present:
            active = CoalitionPage.objects.live().active().of_kind(CoalitionKind.DYNAMIC_COALITION)
            wanted = present | set(active.values_list("pk", flat=True))
    else:
        wanted = set()
        if item.owner == Owner.SOME_COALITIONS:
            wanted = set(item.coalitions.values_list("pk", flat=True))
        item.parts.filter(done_at__isnull=True).exclude(coalition_id__in=wanted).delete()
    ActionItemPart.objects.bulk_create(
        ActionItemPart(item=item, coalition_id=coalition_id) for coalition_id in sorted(wanted - present)
    )
    return item.parts.count()


@transaction.atomic
def item_saved(item, *, changed):
    """What follows when an editor saved an item: its calendar entry, and parts for those who own it now.

    `changed` names the fields that were changed.
    """
    if not item.meeting.live or not item.meeting.report_is_public:
        return
    if changed:
        item.calendar_sequence = _lock(item).calendar_sequence + 1
        item.save(update_fields=["calendar_sequence"])
    share_out_item(item, owners_changed=bool({"owner", "coalitions"} & set(changed)))


def share_out_items(meeting):
    """Share out every unfinished item of a meeting whose report is published."""
    for item in ActionItem.objects.of_meeting(meeting).unfinished():
        share_out_item(item)


@transaction.atomic
def take_up_conclusions(meeting, wanted, *, by, same=None):
    """Make a meeting's action items those of its report, as an import does.

    `wanted` are rows in order: kind, text, owner, due_at, due_to_be_announced, and the texts of `sub_items`. An item
    is the same if its text is nearly the same, or if somebody says so: `same` then holds, for each row, the earlier
    item's id or None. What somebody has worked on since stays as it is, but for new words that were confirmed; so
    does, once the report is public, an item that the new report leaves out. Returns (whether anything changed, the
    items left as they were).
    """
    items = list(ActionItem.objects.of_meeting(meeting).in_order())
    pairs = _confirmed_pairs(items, same) if same is not None else _alike_pairs(items, wanted)
    public = meeting.live and meeting.report_is_public
    changed, kept = False, []
    for order, row in enumerate(wanted):
        row = {**row, "order": order}
        if order not in pairs:
            item = _write_item(ActionItem(meeting=meeting), row)
            changed = True
            if public:
                share_out_item(item)
            continue
        item = pairs[order]
        if not _differs(item, row):
            continue
        if is_worked_on(item):
            row = {**row, **{name: getattr(item, name) for name in OF_THE_WORK}}
            if same is None or not _differs(item, row):
                kept.append(item)
                continue
            log(item, "events.item_reworded", user=by, data={"before": plain_text(item.text)})
        changed = True
        owners_changed = item.owner != row["owner"]
        if public and row["due_at"] != item.due_at:
            move_deadline(item, to=row["due_at"], reason="A corrected report was imported.", by=by)
            item.refresh_from_db()
        item.calendar_sequence += public
        _write_item(item, row)
        if public:
            share_out_item(item, owners_changed=owners_changed)
    taken_up = {item.pk for item in pairs.values()}
    for item in items:
        if item.pk in taken_up:
            continue
        if public or is_worked_on(item):
            kept.append(item)
        else:
            item.delete()
            changed = True
    return changed, kept


def _alike_pairs(items, wanted):
    pairs = same_texts([plain_text(item.text) for item in items], [plain_text(row["text"]) for row in wanted])
    return {order: items[place] for order, place in pairs.items()}


def _confirmed_pairs(items, same):
    by_id = {item.pk: item for item in items}
    return {order: by_id[pk] for order, pk in enumerate(same) if pk in by_id}


def is_worked_on(item):
    """Whether somebody has done something with an item since it was written: a step, a part, a deadline, an edit."""
    return (
        item.state != ActionState.OPEN
        or item.parts.filter(done_at__isnull=False).exists()
        or item.deadline_changes.exists()
        or log_registry.get_logs_for_instance(item).exists()
    )


def _differs(item, row):
    sub_items = [sub_item.text for sub_item in item.sub_items.all()]
    return any(getattr(item, name) != value for name, value in row.items() if name != "sub_items") or (
        sub_items != row["sub_items"]
    )


def _write_item(item, row):
    for name, value in row.items():
        if name != "sub_items":
            setattr(item, name, value)
    item.sub_items = [ActionSubItem(text=text, sort_order=order) for order, text in enumerate(row["sub_items"])]
    item.save()
    return item


@transaction.atomic
def finish_part(part, *, by, note=""):
    """Mark one coalition's part as done. The item itself is done when the last part is.

    Returns the part. Raises NotAllowed, also where somebody was quicker, saying who and when.
    """
    item = ActionItem.objects.select_for_update().filter(pk=part.item_id).first()
    part = ActionItemPart.objects.select_related("coalition", "by").filter(pk=part.pk).first()
    if item is None or part is None:
        raise NotAllowed("This part is not asked for any more: the item was given to others, or deleted.")
    if not can_finish_part(by, part):
        raise NotAllowed("Only the coalition's coordinators, or the meeting's editors, mark this part.")
    if part.done_at:
        who = f" by {part.by}" if part.by else ""
        raise NotAllowed(f"This part was marked as done{who} on {part.done_at:%-d %B %Y, %H:%M} UTC.")
    if item.state not in UNFINISHED:
        raise NotAllowed("This item is closed.")
    part.done_at, part.by, part.note = timezone.now(), by, note.strip()
    part.save(update_fields=["done_at", "by", "note"])
    log(item, "events.item_part_done", user=by, data={"coalition": part.coalition_id, "note": part.note})
    if not item.parts.filter(done_at__isnull=True).exists():
        item.state, item.closed_at = ActionState.DONE, timezone.now()
        item.calendar_sequence += 1
        item.save(update_fields=["state", "closed_at", "calendar_sequence"])
        log(
            item,
            "events.item_finish",
            user=by,
            data={"to": item.state, "reason": "Every coalition has done its part."},
        )
    return part
