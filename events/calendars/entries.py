"""The entries of calendars: meetings, preparatory events, and deadlines.

An entry keeps its UID for good, wherever the portal is hosted. What was called off stays, as CANCELLED. The same
content gives the same bytes.
"""

import datetime

from icalendar import Event

from coalitions.api.rendering import page_address
from coalitions.sanitize import SanitizeError, header_safe, plain_text
from events.enums import ActionState
from events.sections import deadline_sources

UID_DOMAIN = "dc-portal"
CALLED_OFF = (ActionState.DROPPED, ActionState.SUPERSEDED)
JOIN_NOTE = "The link to join stands on the event's page from 30 minutes before the event until its end."


def meeting_entries(request, meetings):
    """An entry for each meeting. The join link is in it until the meeting is over."""
    entries = []
    for meeting in meetings:
        words = [_words(meeting.intro)]
        if meeting.shows_join_link:
            words.append(f"Join: {header_safe(meeting.join_url)}")
        entries.append(_page_entry(request, meeting, words))
    return entries


def event_entries(request, events):
    """An entry for each preparatory event, whoever organises it. The join link is only ever on its page."""
    entries = []
    for event in events:
        organisers = [one.shown_coalition.short_name for one in event.organisers.all() if one.shown_coalition]
        words = [
            f"Organised by: {header_safe(', '.join(organisers))}" if organisers else "",
            _words(event.description),
            f"Register: {header_safe(event.registration_url)}" if event.registration_url else "",
            JOIN_NOTE if event.join_url and not event.is_cancelled else "",
        ]
        entries.append(_page_entry(request, event, words))
    return entries


def _page_entry(request, page, words):
    entry = _entry(
        f"{page.uid}@{UID_DOMAIN}",
        title=page.title,
        words=words,
        address=page_address(request, page),
        sequence=page.calendar_sequence,
        changed_at=page.changed_at,
        cancelled=page.is_cancelled,
    )
    entry.add("dtstart", _utc(page.starts_at))
    entry.add("dtend", _utc(page.ends_at))
    entry.add("location", header_safe(page.where))
    return entry


def deadline_entries(request, meetings, items):
    """An entry for the corrections to each report of `meetings`, and for each of the items with a deadline."""
    moments = [_corrections(request, meeting) for meeting in meetings if _has_corrections(meeting)]
    dated = items.with_deadline().select_related("meeting").defer("meeting__report")
    dated = dated.prefetch_related("deadline_changes").order_by("due_at", "pk")
    moments += [_deadline(request, item) for item in dated]
    return moments


def other_deadlines(request):
    """An entry for each deadline that higher rooms know."""
    return [
        _moment(
            deadline.at,
            f"{deadline.uid}@{UID_DOMAIN}",
            title=f"Deadline: {deadline.title}",
            words=[_words(deadline.text), *map(header_safe, deadline.notes)],
            address=page_address(request, deadline.page),
            sequence=deadline.sequence,
            changed_at=deadline.changed_at,
        )
        for deadlines_of in deadline_sources.values()
        for deadline in deadlines_of()
    ]


def _has_corrections(meeting):
    return meeting.report_is_public and meeting.corrections_until is not None


def _corrections(request, meeting):
    # Corrections are only ever extended, so the minute they end in rises with every change, as a SEQUENCE must.
    return _moment(
        meeting.corrections_until,
        f"{meeting.uid}-corrections@{UID_DOMAIN}",
        title=f"Deadline: corrections to the report of {meeting.title}",
        words=["Until then participants may send corrections to the summary report."],
        address=page_address(request, meeting),
        sequence=int(meeting.corrections_until.timestamp() // 60),
        changed_at=meeting.changed_at,
    )


def _deadline(request, item):
    changes = [change.changed_at for change in item.deadline_changes.all()]
    words = [_words(item.text), f"Agreed at: {header_safe(item.meeting.title)}", f"State: {item.get_state_display()}"]
    if item.owner:
        words.insert(1, f"Owner: {item.get_owner_display()}")
    return _moment(
        item.due_at,
        f"{item.uid}@{UID_DOMAIN}",
        title=f"Deadline: {item}" + (" (done)" if item.state == ActionState.DONE else ""),
        words=words,
        address=page_address(request, item.meeting, item.anchor),
        sequence=item.calendar_sequence,
        changed_at=max([item.meeting.changed_at, *changes, *filter(None, [item.closed_at])]),
        cancelled=item.state in CALLED_OFF,
    )


def _moment(moment, uid, **fields):
    """An entry that takes no time: without an end it ends when it starts, and it blocks nobody's hour."""
    entry = _entry(uid, **fields)
    entry.add("dtstart", _utc(moment))
    entry.add("transp", "TRANSPARENT")
    return entry


def _entry(uid, *, title, words, address, sequence, changed_at, cancelled=False):
    entry = Event()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("dtstamp", _utc(changed_at))
    entry.add("last-modified", _utc(changed_at))
    entry.add("summary", header_safe(title))
    text = "\n\n".join(filter(None, words))
    if text:
        entry.add("description", text)
    if address:
        entry.add("url", address)
    return entry


def _words(markup):
    try:
        return plain_text(markup)
    except SanitizeError:
        # One text that cannot be read must not take everybody's calendar down.
        return ""


def _utc(moment):
    return moment.astimezone(datetime.UTC)
