"""Verbs of meetings: the only code that writes a meeting's state.

Every step is a row of `workflow.MEETING`: it locks the page, writes, and leaves a row in the page's log.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.workflow import NotAllowed
from events.carry_over import follow_up_title, offered_to
from events.enums import MeetingState
from events.models import AgendaItem, MeetingPage
from events.numbering import numbers_to_adopt
from events.permissions import can_edit_meeting
from events.services.action_items import share_out_items
from events.services.calendar_entries import note_calendar_change
from events.workflow import MEETING


def end_of_day(day):
    """The last minute of a day in UTC: what a deadline given as a date means."""
    return datetime.datetime.combine(day, datetime.time(23, 59), tzinfo=datetime.UTC)


def _locked(meeting):
    return MeetingPage.objects.select_for_update().get(pk=meeting.pk)


def _take(meeting, verb, by, reason="", *, authorised=False, **changes):
    """Take one step of a locked meeting's life with the fields it changes, and log it. Returns the meeting."""
    step = MEETING.check(verb, by, meeting, reason, authorised=authorised)
    before = meeting.state
    meeting.state = step.to_state
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["state", *changes], clean=False)
    data = {"from": before, "to": meeting.state, "reason": reason.strip()}
    if meeting.corrections_until:
        data["corrections_until"] = meeting.corrections_until.isoformat()
    log(meeting, f"events.{verb}", user=by, data=data)
    return meeting


@transaction.atomic
def cancel_meeting(meeting, *, by, reason):
    """Call a planned meeting off. It stays in the calendars as CANCELLED."""
    return note_calendar_change(_take(_locked(meeting), "cancel", by, reason))


@transaction.atomic
def reinstate_meeting(meeting, *, by, reason=""):
    """Plan a cancelled meeting again."""
    return note_calendar_change(_take(_locked(meeting), "reinstate", by, reason))


@transaction.atomic
def hold_meeting(meeting, *, by, reason=""):
    """Record that a meeting took place. Raises NotAllowed before it began."""
    meeting = _locked(meeting)
    if meeting.starts_at > timezone.now():
        raise NotAllowed("The meeting has not begun yet.")
    return _take(meeting, "hold", by, reason)


@transaction.atomic
def draft_report(meeting, *, by, reason="", authorised=False):
    """Begin a meeting's report. Raises NotAllowed before the meeting began."""
    meeting = _locked(meeting)
    if meeting.starts_at > timezone.now():
        raise NotAllowed("The meeting has not begun yet.")
    return _take(meeting, "draft_report", by, reason, authorised=authorised)


@transaction.atomic
def open_corrections(meeting, *, by, until=None, reason="", authorised=False):
    """Let readers see the report and send corrections until a moment (default: the series' number of days from today).

    Shares the action items out to the coalitions that own them. Raises NotAllowed for a page without a published
    report or a moment that has passed.
    """
    meeting = _locked(meeting)
    if not meeting.live or not meeting.report:
        raise NotAllowed("Publish the page first: a report is read on the meeting's page.")
    meeting = _open_corrections(meeting, by, until, reason, authorised=authorised)
    share_out_items(meeting)
    return meeting


@transaction.atomic
def publish_report(meeting, *, by, until=None, reason=""):
    """Publish the newest draft of a meeting's page and open its report to corrections until a moment, in one step.

    Raises NotAllowed as `open_corrections` does, and for a draft that has no report or is not complete.
    """
    meeting = _open_corrections(_locked(meeting), by, until, reason)
    revision = meeting.get_latest_revision() or meeting.save_revision(user=by)
    if not revision.as_object().report:
        raise NotAllowed("The page has no report yet.")
    try:
        revision.publish(user=by)
    except ValidationError as error:
        raise NotAllowed(f"The page is not complete: {' '.join(error.messages)}") from error
    return MeetingPage.objects.get(pk=meeting.pk)


def _open_corrections(meeting, by, until, reason, *, authorised=False):
    if until is None:
        days = meeting.get_parent().specific.corrections_days
        until = end_of_day(timezone.now().date() + datetime.timedelta(days=days))
    if until <= timezone.now():
        raise NotAllowed("Corrections must stay open until some time in the future.")
    return _take(meeting, "open_corrections", by, reason, authorised=authorised, corrections_until=until)


@transaction.atomic
def extend_corrections(meeting, *, by, until, reason):
    """Move the end of the corrections to a later moment. The log keeps the earlier one."""
    meeting = _locked(meeting)
    if until <= timezone.now() or (meeting.corrections_until and until <= meeting.corrections_until):
        raise NotAllowed("An extension ends in the future, and later than what it extends.")
    return _take(meeting, "extend_corrections", by, reason, corrections_until=until)


@transaction.atomic
def adopt_report(meeting, *, by, reason=""):
    """Adopt a report once its corrections are over. From now on its paragraphs keep their numbers."""
    meeting = _locked(meeting)
    if meeting.corrections_until and meeting.corrections_until > timezone.now():
        raise NotAllowed("Corrections are still open; adopt the report when they have ended.")
    if meeting.has_unpublished_changes:
        raise NotAllowed("The page has changes that are not published; publish or discard them first.")
    numbers = numbers_to_adopt(meeting.report)
    return _take(meeting, "adopt", by, reason, adopted_at=timezone.now(), adopted_numbers=numbers)


@transaction.atomic
def meeting_published(meeting, by=None):
    """What follows when a meeting's page is published: its calendar entry, and corrections for a drafted report.

    `by` is only named in the log: who was allowed to publish the page is allowed what follows from it.
    """
    meeting = note_calendar_change(_locked(meeting))
    if meeting.state == MeetingState.REPORT_DRAFT and meeting.report:
        meeting = open_corrections(meeting, by=by, authorised=True)
    if meeting.report_is_public:
        share_out_items(meeting)
    return meeting


@transaction.atomic
def carry_over(meeting, *, by):
    """Put everything earlier meetings left for this one on its agenda, as a draft.

    Returns the titles that were added. Raises NotAllowed for somebody who may not edit the page now, and for a meeting
    that is not planned any more.
    """
    meeting = _locked(meeting)
    refuse_editing(meeting, by)
    if meeting.state != MeetingState.PLANNED:
        raise NotAllowed("Only the agenda of a planned meeting takes up what earlier ones left.")
    draft = meeting.get_latest_revision_as_object()
    offer = offered_to(draft)
    added = [
        AgendaItem(title=item.title, proposer=item.proposer, carried_from_id=item.meeting_id)
        for item in offer.postponed
    ]
    added += [AgendaItem(title=follow_up_title(item), carried_from_id=item.meeting_id) for item in offer.action_items]
    if added:
        draft.agenda_items.add(*added)
        draft.save_revision(user=by, log_action=True)
    return [item.title for item in added]


def refuse_editing(meeting, by):
    """Raise NotAllowed unless `by` may write a draft of the meeting's page now: rights, and nobody's lock."""
    if not can_edit_meeting(by, meeting):
        raise NotAllowed("You may not edit this meeting's page.")
    lock = meeting.get_lock()
    if lock and lock.for_user(by):
        raise NotAllowed("This meeting's page is locked; unlock it first.")
