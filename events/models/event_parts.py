"""What belongs to one preparatory event: its organisers and speakers, and how its time changed."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from coalitions.models import CoalitionPage, visible
from events.enums import ORGANISING, EventChangeKind, OrganiserRole

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class EventOrganiserQuerySet(models.QuerySet):
    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def of_events(self, events):
        return self.filter(event__in=events)

    def with_coalitions(self):
        """With the coalition of each, for those who plan."""
        return self.select_related("coalition").defer("coalition__body")


def public_coalition():
    """To be prefetched with organisers: the coalition of each, but for those whose page visitors may not see."""
    return Prefetch("coalition", visible(CoalitionPage.objects.defer_streamfields()))


def public_organisers():
    """To be prefetched with events: their organisers in order, as `public_coalition`."""
    return Prefetch("organisers", EventOrganiser.objects.prefetch_related(public_coalition()))


class EventOrganiser(Orderable):
    """A coalition that organises a preparatory event, in a role."""

    event = ParentalKey("events.PreparatoryEventPage", on_delete=models.CASCADE, related_name="organisers")
    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="organised_events"
    )
    role = models.CharField(max_length=12, choices=OrganiserRole.choices, default=OrganiserRole.LEAD)

    objects = EventOrganiserQuerySet.as_manager()

    panels = [FieldRowPanel([FieldPanel("coalition"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["event", "coalition"],
                name="organiser_once_per_event",
                violation_error_message="This coalition organises the event already.",
            )
        ]

    def __str__(self):
        return f"{self.coalition}, {self.get_role_display().lower()}"

    @property
    def shown_coalition(self):
        """The coalition, fetched as `public_coalition`; None where visitors may not see its page."""
        return getattr(self, "coalition", None)

    @property
    def speaks_for_event(self):
        return self.role in ORGANISING


class EventSpeaker(Orderable):
    """A person who speaks at a preparatory event."""

    event = ParentalKey("events.PreparatoryEventPage", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=160)
    affiliation = models.CharField(max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("affiliation")])]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return f"{self.name}, {self.affiliation}" if self.affiliation else self.name

    def clean(self):
        errors = {
            field: "Leave e-mail addresses out: everybody can read this."
            for field in ("name", "affiliation")
            if _ADDRESS.search(getattr(self, field))
        }
        if errors:
            raise ValidationError(errors)


class EventChangeQuerySet(models.QuerySet):
    def of_event(self, event):
        return self.filter(event_id=event.pk)

    def of_events(self, events):
        return self.filter(event__in=events)

    def newest_first(self):
        return self.order_by("-changed_at", "-pk")


class EventChange(models.Model):
    """A line of a preparatory event's public changelog: what happened to its time, when, and why."""

    event = models.ForeignKey("events.PreparatoryEventPage", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=EventChangeKind.choices)
    from_starts_at = models.DateTimeField()
    from_ends_at = models.DateTimeField()
    to_starts_at = models.DateTimeField(null=True, blank=True)
    to_ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EventChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} on {self.changed_at:%-d %B %Y}"
