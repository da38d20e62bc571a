"""Atom feeds. An entry keeps its id for good; an empty feed is valid, and the same content gives the same bytes."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe

from coalitions.api.rendering import page_address, safe_html
from coalitions.models import CoalitionPage, Output, StatusChange, visible
from coalitions.sanitize import header_safe
from coalitions.templatetags.coalitions_tags import utc
from events.enums import MeetingState
from events.models import ActionItem, MeetingPage

SHOWN = 30
# Says whose ids these are (RFC 4151); it is no address and never changes.
TAG = "tag:dc-portal,2026:"
BEFORE_ALL = datetime.datetime(2006, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Entry:
    """One entry of a feed. `key` is its permanent id within the portal; `summary` is safe HTML."""

    key: str
    title: str
    link: str
    updated: datetime.datetime
    summary: str


class PortalAtomFeed(Atom1Feed):
    def latest_post_date(self):
        """Django would say "now" for an empty feed, and every answer would differ from the one before."""
        return max((item["updateddate"] for item in self.items), default=BEFORE_ALL)


class EntryFeed(Feed):
    """A feed of entries that `entries(request, subject)` fetches."""

    feed_type = PortalAtomFeed

    def __call__(self, request, **kwargs):
        response = super().__call__(request, **kwargs)
        # The date of the newest entry cannot tell that one has gone; the ETag can.
        response.headers.pop("Last-Modified", None)
        return response

    def get_object(self, request, **kwargs):
        return request

    def author_name(self):
        return settings.WAGTAIL_SITE_NAME

    def items(self, subject):
        return sorted(self.entries(subject), key=lambda entry: (entry.updated, entry.key), reverse=True)[:SHOWN]

    def item_title(self, entry):
        return header_safe(entry.title)

    def item_link(self, entry):
        return entry.link

    def item_guid(self, entry):
        return f"{TAG}{entry.key}"

    def item_updateddate(self, entry):
        return entry.updated

    def item_description(self, entry):
        return entry.summary


class ReportFeed(EntryFeed):
    """Summary reports that readers can see. An entry is updated when its report is adopted."""

    feed_guid = f"{TAG}feed/reports"
    subtitle = "Summary reports of meetings: new ones, and those that were adopted."

    def title(self):
        return f"{settings.WAGTAIL_SITE_NAME}: reports"

    def link(self):
        return "/"

    def feed_url(self):
        return reverse("events:feed-reports")

    def entries(self, request):
        return _meeting_entries(request, MeetingPage.objects.visible().reported()[:SHOWN])


class CoalitionFeed(EntryFeed):
    """What is new at a coalition: calls and reports, outputs, changes of its status."""

    subtitle = "Calls and reports, outputs, and changes of status."

    def __call__(self, request, pk, slug):
        """A slug the coalition does not have leads to the one it has."""
        coalition = get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)
        if coalition.slug != slug:
            return redirect("events:feed-coalition", coalition.pk, coalition.slug)
        return super().__call__(request, coalition=coalition)

    def get_object(self, request, coalition):
        return request, coalition

    def feed_guid(self, subject):
        return f"{TAG}feed/coalition/{subject[1].pk}"

    def title(self, subject):
        return header_safe(str(subject[1]))

    def link(self, subject):
        return page_address(*subject)

    def feed_url(self, subject):
        return reverse("events:feed-coalition", args=[subject[1].pk, subject[1].slug])

    def entries(self, subject):
        request, coalition = subject
        newest = MeetingPage.objects.visible().of_coalition(coalition).order_by("-starts_at")[:SHOWN]
        return [
            *_meeting_entries(request, newest),
            *_output_entries(request, coalition),
            *_status_entries(request, coalition),
        ]


reports = require_safe(conditional_page(ReportFeed()))
of_coalition = require_safe(conditional_page(CoalitionFeed()))


def _meeting_entries(request, meetings):
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
    title = f"Cancelled: {meeting.title}" if meeting.state == MeetingState.CANCELLED else meeting.title
    changed_at = meeting.calendar_changed_at or meeting.first_published_at or meeting.starts_at
    link = page_address(request, meeting)
    return Entry(f"meeting/{meeting.uid}", title, link, changed_at, _when(meeting) + intro)


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


def _output_entries(request, coalition):
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


def _status_entries(request, coalition):
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
