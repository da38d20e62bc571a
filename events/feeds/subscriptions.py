"""Atom feeds. An empty feed is valid, and the same content gives the same bytes."""

import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from coalitions.api.rendering import page_address
from coalitions.models import CoalitionPage, FocusArea, visible
from coalitions.sanitize import header_safe
from events.feeds.entries import SHOWN, event_entries, meeting_entries, output_entries, status_entries
from events.models import MeetingPage, PreparatoryEventPage, PreparatoryPhasePage

# Says whose ids these are (RFC 4151); it is no address and never changes.
TAG = "tag:dc-portal,2026:"
BEFORE_ALL = datetime.datetime(2006, 1, 1, tzinfo=datetime.UTC)


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
        return meeting_entries(request, MeetingPage.objects.visible().reported()[:SHOWN])


class CoalitionFeed(EntryFeed):
    """What is new at a coalition: calls and reports, preparatory events, outputs, changes of its status."""

    subtitle = "Calls and reports, preparatory events, outputs, and changes of status."

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
            *meeting_entries(request, newest),
            *event_entries(request, PreparatoryEventPage.objects.visible().of_coalition(coalition)),
            *output_entries(request, coalition),
            *status_entries(request, coalition),
        ]


class EventFeed(EntryFeed):
    """The preparatory events of something: new ones, their reports, and what happened to their times."""

    subtitle = "Preparatory events, what came of them, and changes of their time."

    def title(self, subject):
        return header_safe(f"{self.name_of(subject[1])}: events")

    def entries(self, subject):
        request, thing = subject
        return event_entries(request, self.events_of(PreparatoryEventPage.objects.visible(), thing))


class PhaseFeed(EventFeed):
    """The events of a preparatory phase."""

    name_of = staticmethod(lambda phase: phase.title)
    events_of = staticmethod(lambda events, phase: events.in_phase(phase))

    def __call__(self, request, pk, slug):
        """A slug the phase does not have leads to the one it has."""
        phase = get_object_or_404(PreparatoryPhasePage.objects.visible(), pk=pk)
        if phase.slug != slug:
            return redirect("events:feed-phase", phase.pk, phase.slug)
        return super().__call__(request, phase=phase)

    def get_object(self, request, phase):
        return request, phase

    def feed_guid(self, subject):
        return f"{TAG}feed/phase/{subject[1].pk}"

    def link(self, subject):
        return page_address(*subject)

    def feed_url(self, subject):
        return reverse("events:feed-phase", args=[subject[1].pk, subject[1].slug])


class FocusAreaFeed(EventFeed):
    """The preparatory events in a focus area."""

    name_of = staticmethod(lambda area: f"{area.title}, {area.cycle}")
    events_of = staticmethod(lambda events, area: events.in_focus_area(area))

    def get_object(self, request, pk):
        return request, get_object_or_404(FocusArea.objects.with_cycle(), pk=min(pk, 2**31 - 1))

    def feed_guid(self, subject):
        return f"{TAG}feed/focus-area/{subject[1].pk}"

    def link(self, subject):
        request, area = subject
        phase = PreparatoryPhasePage.objects.visible().of_cycle(area.cycle).first()
        return (phase and phase.focus_area_url(area, request)) or "/"

    def feed_url(self, subject):
        return reverse("events:feed-focus-area", args=[subject[1].pk])


reports = require_safe(conditional_page(ReportFeed()))
of_coalition = require_safe(conditional_page(CoalitionFeed()))
of_phase = require_safe(conditional_page(PhaseFeed()))
of_focus_area = require_safe(conditional_page(FocusAreaFeed()))
