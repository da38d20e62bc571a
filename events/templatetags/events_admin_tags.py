"""What the admin's templates of this room ask for."""

from django import template
from django.urls import reverse
from wagtail.log_actions import registry as log_registry

from events.clashes import clashes_of
from events.enums import MeetingState
from events.models import ActionItem
from events.permissions import can_edit_meeting, can_finish_part, can_manage_event, can_manage_item, can_manage_meeting
from events.workflow import ACTION_ITEM, MEETING, PREPARATORY_EVENT

register = template.Library()


@register.simple_tag
def meeting_record(meeting, user):
    """What happened to a meeting and what may follow: steps and items with addresses, log of steps (newest first)."""
    may_manage = can_manage_meeting(user, meeting)
    items = ActionItem.objects.of_meeting(meeting).in_order()
    return {
        "steps": steps_of(meeting, user),
        "items": [
            (item, reverse("events_actionitem_modeladmin_inspect", args=[item.pk]) if may_manage else "")
            for item in items
        ],
        "log": _steps_so_far(meeting),
    }


@register.simple_tag
def event_record(event, user):
    """What happened to a preparatory event and what may follow: steps with addresses, clashes, log (newest first)."""
    is_dated = event.starts_at and event.ends_at
    return {
        "steps": steps_of_event(event, user),
        "clashes": clashes_of(event) if is_dated and not event.is_over and not event.is_cancelled else [],
        "log": _steps_so_far(event),
    }


def _steps_so_far(page):
    entries = log_registry.get_logs_for_instance(page).order_by("-timestamp", "-pk").select_related("user")
    return [entry for entry in entries if entry.action.startswith("events.")]


@register.simple_tag
def item_record(item, user):
    """What happened to an item and what may follow: steps with addresses, parts, deadlines, log (newest first)."""
    steps = [
        (reverse("events_admin:item-step", args=[item.pk, step.verb]), step.label)
        for step in ACTION_ITEM.open_to(user, item)
    ]
    if item.is_unfinished and can_manage_item(user, item):
        steps.append((reverse("events_admin:item-move-deadline", args=[item.pk]), "Move the deadline"))
    parts = item.parts.select_related("coalition", "by").order_by("coalition__title")
    return {
        "steps": steps,
        "parts": [(part, item.is_unfinished and not part.done_at and can_finish_part(user, part)) for part in parts],
        "deadlines": item.deadline_changes.select_related("by"),
        "log": log_registry.get_logs_for_instance(item).order_by("-timestamp", "-pk").select_related("user"),
    }


def steps_of(meeting, user):
    """(address, label) of every step a user may take with a meeting now, the carry-over included."""
    steps = [
        (reverse("events_admin:meeting-step", args=[meeting.pk, step.verb]), step.label)
        for step in MEETING.open_to(user, meeting)
    ]
    if meeting.state == MeetingState.PLANNED and can_edit_meeting(user, meeting):
        address = reverse("events_admin:meeting-carry-over", args=[meeting.pk])
        steps.insert(0, (address, "Take up what earlier meetings left"))
    return steps


def steps_of_event(event, user):
    """(address, label) of every step a user may take with a preparatory event in the admin now."""
    if not can_manage_event(user, event):
        return []
    return [
        (reverse("events_admin:event-step", args=[event.pk, step.verb]), step.label)
        for step in PREPARATORY_EVENT.open_to(user, event)
    ]
