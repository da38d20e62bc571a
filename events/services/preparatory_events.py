"""Verbs of preparatory events: the only code that writes an event's state, its report, and its time once it is known.

Every step is a row of `workflow.PREPARATORY_EVENT`: it locks the page, writes, leaves a row in the page's log, and
tells those who follow events (`sections.event_followers`) before the transaction ends.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from coalitions.sanitize import SanitizeError, clean_html, clean_line, clean_text, clean_url
from coalitions.workflow import NotAllowed
from events.enums import EventChangeKind, MeetingFormat
from events.models import EventChange, EventOrganiser, EventSpeaker, PreparatoryEventPage
from events.models.preparatory_event_page import LONGEST
from events.permissions import can_create_event
from events.sections import event_followers
from events.services.calendar_entries import note_calendar_change
from events.workflow import PREPARATORY_EVENT

KEEP = object()


def _locked(event):
    return PreparatoryEventPage.objects.select_for_update().get(pk=event.pk)


def _said(reason):
    """A reason as it is kept and shown: one line. Raises NotAllowed for one that is too long."""
    try:
        return clean_line(reason, max_length=300)
    except SanitizeError as error:
        raise NotAllowed(str(error)) from error


def _take(event, verb, by, reason="", *, data=None, **changes):
    """Take one step of a locked event's life with the fields it changes, and log it. Returns the event."""
    step = PREPARATORY_EVENT.check(verb, by, event, reason)
    before = event.shown_state
    event.state = step.to_state
    for name, value in changes.items():
        setattr(event, name, value)
    event.save(update_fields=["state", *changes], clean=False)
    data = {"from": before, "to": event.shown_state, "reason": _said(reason), **(data or {})}
    log(event, f"events.event_{verb}", user=by, data=data)
    return event


def _tell(event, verb, by, reason=""):
    for follow in event_followers.values():
        follow(event, verb=verb, by=by, reason=_said(reason))
    return event


def _keep_change(event, kind, by, reason, *, was, now=(None, None)):
    """A line of the public changelog; what nobody could see yet leaves none."""
    if event.first_published_at:
        EventChange.objects.create(
            event=event,
            kind=kind,
            from_starts_at=was[0],
            from_ends_at=was[1],
            to_starts_at=now[0],
            to_ends_at=now[1],
            reason=_said(reason),
            changed_at=timezone.now(),
            by=by,
        )


@transaction.atomic
def create_event(
    phase,
    *,
    title,
    starts_at,
    ends_at,
    organisers,
    by,
    format=MeetingFormat.ONLINE,
    place="",
    focus_areas=(),
    policy_questions=(),
    speakers=(),
    description="",
    accessibility="",
    languages="",
    expected_outcome="",
    registration_url="",
    join_url="",
):
    """Make the page of an event below its phase, as a draft that somebody has to publish. Returns it.

    `organisers` are (coalition, role) pairs and `speakers` (name, affiliation) pairs, each in order; `description` is
    HTML; all other texts are plain. Everything is sanitised. Raises NotAllowed for somebody who may not plan events
    here, and, with sentences for people, for what does not make an event.
    """
    if not can_create_event(by, phase):
        raise NotAllowed("You may not plan events in this phase.")
    organisers = list(organisers)
    if len({coalition.pk for coalition, _role in organisers}) != len(organisers):
        raise NotAllowed("A coalition organises an event once, in one role.")
    try:
        event = PreparatoryEventPage(
            title=clean_line(title),
            starts_at=starts_at,
            ends_at=ends_at,
            format=format,
            place=clean_line(place, max_length=200),
            description=clean_html(description),
            accessibility=clean_text(accessibility, max_length=2_000),
            languages=clean_line(languages, max_length=200),
            expected_outcome=clean_text(expected_outcome, max_length=2_000),
            registration_url=_address(registration_url, "registration"),
            join_url=_address(join_url, "join link"),
            live=False,
            owner=by,
        )
        event.clean_time_and_place()
        if not slugify(event.title, allow_unicode=True):
            event.slug = f"event-{event.uid.hex[:8]}"
        event.organisers = [
            EventOrganiser(coalition=coalition, role=role, sort_order=order)
            for order, (coalition, role) in enumerate(organisers)
        ]
        event.speakers = [
            EventSpeaker(name=clean_line(name, max_length=160), affiliation=clean_line(affiliation), sort_order=order)
            for order, (name, affiliation) in enumerate(speakers)
        ]
        event.focus_areas = list(focus_areas)
        event.policy_questions = list(policy_questions)
        for speaker in event.speakers.all():
            speaker.clean_fields(exclude=["event"])
            speaker.clean()
        # Fetched anew: the tree's counts in memory may be older than the last child.
        type(phase).objects.get(pk=phase.pk).add_child(instance=event)
        # Wagtail asks little of a page that is not live; what stands here has been decided.
        event.full_clean()
    except SanitizeError as error:
        raise NotAllowed(str(error)) from error
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    event.save_revision(user=by, log_action=True)
    return event


def _address(url, name):
    address = clean_url(url)
    if url and not address:
        raise NotAllowed(f"The {name} is not an address that begins with http:// or https://.")
    return address


@transaction.atomic
def reschedule_event(event, *, starts_at, ends_at, by, reason):
    """Move an event to another time and tell readers: changelog, feeds, and a higher SEQUENCE in every calendar.

    Raises NotAllowed for a time that is none or that has passed; of an event that is over, the record is put right.
    """
    event = _locked(event)
    was, now = (event.starts_at, event.ends_at), (starts_at, ends_at)
    if ends_at <= starts_at:
        raise NotAllowed("An event ends after it starts.")
    if ends_at - starts_at > LONGEST:
        raise NotAllowed(f"An event lasts at most {LONGEST.days} days.")
    if now == was:
        raise NotAllowed("That is the time it has already.")
    if starts_at <= timezone.now() and not event.is_over:
        raise NotAllowed("That time has passed; an event is moved to a time to come.")
    data = {name: moment.isoformat() for name, moment in zip(("was", "now"), (was[0], now[0]), strict=True)}
    event = _take(event, "reschedule", by, reason, data=data, starts_at=starts_at, ends_at=ends_at)
    _keep_change(event, EventChangeKind.RESCHEDULED, by, reason, was=was, now=now)
    return _tell(note_calendar_change(event), "reschedule", by, reason)


@transaction.atomic
def cancel_event(event, *, by, reason):
    """Call an event off. Its page stays and says so, and calendars keep it as CANCELLED."""
    event = _take(_locked(event), "cancel", by, reason)
    _keep_change(event, EventChangeKind.CANCELLED, by, reason, was=(event.starts_at, event.ends_at))
    return _tell(note_calendar_change(event), "cancel", by, reason)


@transaction.atomic
def reinstate_event(event, *, by, reason):
    """Let a cancelled event take place after all, at the time it had."""
    event = _take(_locked(event), "reinstate", by, reason)
    times = (event.starts_at, event.ends_at)
    _keep_change(event, EventChangeKind.REINSTATED, by, reason, was=times, now=times)
    return _tell(note_calendar_change(event), "reinstate", by, reason)


@transaction.atomic
def report_event(event, *, by, outcome="", outcome_url="", outcome_document=KEEP, recording_url="", seen=None):
    """Publish what came of an event, or put a published report right. The log keeps the report there was before.

    `outcome` is HTML. The document stays where none is named; None takes it out. `seen` names the report the writer
    had before them (`event.report_version`): where it is not the present one, somebody else has reported meanwhile.
    Raises NotAllowed then, and for a report that says nothing.
    """
    event = _locked(event)
    try:
        outcome = clean_html(outcome)
    except SanitizeError as error:
        raise NotAllowed(str(error)) from error
    report = {
        "outcome": outcome,
        "outcome_url": _address(outcome_url, "report"),
        "outcome_document_id": _document_id(event, outcome_document),
        "recording_url": _address(recording_url, "recording"),
    }
    before = {name: getattr(event, name) for name in report}
    PREPARATORY_EVENT.check("report", by, event)
    if seen is not None and seen != event.report_version:
        raise NotAllowed("Somebody else has reported on this event meanwhile.")
    if not any(report.values()):
        raise NotAllowed("Say what came of the event, or where that or its recording can be found.")
    if report == before:
        return event
    data = {"before": before} if any(before.values()) else None
    event = _take(event, "report", by, data=data, reported_at=event.reported_at or timezone.now(), **report)
    return _tell(event, "report", by)


def _document_id(event, document):
    if document is KEEP:
        return event.outcome_document_id
    return document.pk if document else None


@transaction.atomic
def event_published(event):
    """What follows when an event's page is published: its calendar entry."""
    return note_calendar_change(_locked(event))
