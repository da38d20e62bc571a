"""The entries of feeds: meetings and their reports, preparatory events with their changes, outputs, changes of status.

An entry keeps its id for good.
"""

import datetime
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from coalitions.api.rendering import page_address, safe_html
from coalitions.models import Output, StatusChange
from coalitions.sanitize import header_safe
from coalitions.templatetags.coalitions_tags import utc
from events.enums import EventChangeKind, EventState
from events.models import ActionItem, EventChange

SHOWN = 30


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. `key` is its permanent id within the portal; `summary` is safe HTML."""

    key: str
    title: str
    link: str
    updated: datetime.datetime
    summary: str


def meeting_entries(request, meetings):
    """An entry for each meeting: its report where readers can see it, else the meeting itself."""
    meetings = list(meetings.defer_streamfields())
    agreed = {meeting.pk: [] for meeting in meetings if meeting.report_is_public}
    for item in ActionItem.objects.of_meetings(agreed).in_order():
        agreed[item.meeting_id].append(item.text)
    texts = [text for meeting in meetings for text in (meeting.intro, *agreed.get(meeting.pk, []))]
    cleaned = iter(safe_html(request, texts))
    entries = []
    for meeting in meetings:
        intro = mark_safe(next(cleaned))
        if meeting.pk in agreed:
            conclusions = [mark_safe(next(cleaned)) for _text in agreed[meeting.pk]]
            entries.append(_report_entry(request, meeting, intro, conclusions))
        else:
            entries.append(_plain_entry(request, meeting, intro))
    return entries


def _plain_entry(request, meeting, intro):
    link = page_address(request, meeting)
    return Entry(f"meeting/{meeting.uid}", _title(meeting), link, meeting.changed_at, _when(meeting) + intro)


def _title(page):
    return f"Cancelled: {page.title}" if page.is_cancelled else page.title


def event_entries(request, events):
    """Entries for each of the newest events, for its report once there is one, and for each change of its time."""
    newest = list(events.newest_change_first().for_listing()[:SHOWN])
    if not newest:
        return []
    reported = list(events.in_state(EventState.REPORTED).order_by("-reported_at")[:SHOWN])
    texts = safe_html(request, [*(event.description for event in newest), *(event.outcome for event in reported)])
    entries = [
        Entry(
            f"event/{event.uid}",
            _title(event),
            page_address(request, event),
            event.changed_at,
            _when(event) + _organisers(event) + text,
        )
        for event, text in zip(newest, map(mark_safe, texts[: len(newest)]), strict=True)
    ]
    entries += [
        Entry(
            f"event-report/{event.uid}",
            f"Outcome: {event.title}",
            page_address(request, event),
            event.reported_at,
            text or _when(event),
        )
        for event, text in zip(reported, map(mark_safe, texts[len(newest) :]), strict=True)
    ]
    changes = EventChange.objects.of_events(events).newest_first().select_related("event")[:SHOWN]
    return [*entries, *(_change_entry(request, change) for change in changes)]


def _organisers(event):
    names = [one.shown_coalition.short_name for one in event.organisers.all() if one.shown_coalition]
    return format_html("<p>Organised by {}</p>", header_safe(", ".join(names))) if names else ""


def _change_entry(request, change):
    time = utc(change.from_starts_at)
    if change.kind == EventChangeKind.RESCHEDULED:
        time = f"{time} → {utc(change.to_starts_at)}"
    return Entry(
        f"event-change/{change.pk}",
        f"{change.get_kind_display()}: {change.event.title}",
        page_address(request, change.event),
        change.changed_at,
        format_html("<p>{}</p><p>{}</p>", time, header_safe(change.reason)),
    )


def _report_entry(request, meeting, intro, conclusions):
    state = f"Adopted on {utc(meeting.adopted_at)}." if meeting.adopted_at else "Not adopted yet."
    if meeting.corrections_until and not meeting.adopted_at:
        state = f"Participants may send corrections until {utc(meeting.corrections_until)}."
    summary = _when(meeting) + format_html("<p>{}</p>", state) + intro
    if conclusions:
        listed = format_html_join("", "<li>{}</li>", ((conclusion,) for conclusion in conclusions))
        summary += format_html("<h3>Conclusions and action items</h3><ul>{}</ul>", listed)
    updated = max(filter(None, [meeting.adopted_at, meeting.last_published_at, meeting.ends_at]))
    link = page_address(request, meeting)
    return Entry(f"report/{meeting.uid}", f"Report: {meeting.title}", link, updated, summary)


def _when(meeting):
    return format_html("<p>{} to {}</p>", utc(meeting.starts_at), utc(meeting.ends_at))


def output_entries(request, coalition):
    outputs = list(Output.objects.of_coalition(coalition).newest_first().with_files()[:SHOWN])
    summaries = safe_html(request, [output.summary for output in outputs])
    return [
        Entry(
            f"output/{output.pk}",
            f"{output.get_kind_display()}: {output.title}",
            output.href,
            _start_of(output.published_on),
            summary,
        )
        for output, summary in zip(outputs, summaries, strict=True)
    ]


def status_entries(request, coalition):
    changes = StatusChange.objects.of_coalition(coalition).newest_first()[:SHOWN]
    return [
        Entry(
            f"status/{change.pk}",
            f"Status: {change.get_to_status_display()}",
            page_address(request, coalition),
            _start_of(change.changed_on),
            format_html("<p>{}</p>", change.reason),
        )
        for change in changes
    ]


def _start_of(day):
    return datetime.datetime.combine(day, datetime.time(), tzinfo=datetime.UTC)
