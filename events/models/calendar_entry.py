import uuid

from django.db import models
from django.utils import timezone

from coalitions.models import ChangesByTheClock
from events.enums import MeetingFormat


class CalendarEntryFields(ChangesByTheClock, models.Model):
    """Mixin for pages of what takes place at a time: when and where, and how people's calendars follow it.

    The three `calendar_…` fields are written by `services.note_calendar_change` only; a page names them in
    `service_owned`. A page has a `state`, one of which is "cancelled".
    """

    CALENDAR_FIELDS = ("calendar_sequence", "calendar_changed_at", "calendar_content")

    starts_at = models.DateTimeField("starts (UTC)")
    ends_at = models.DateTimeField("ends (UTC)")
    format = models.CharField(max_length=8, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    place = models.CharField(max_length=200, blank=True, help_text="Where it is hybrid or on site.")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    calendar_content = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def time_and_place_errors(self):
        """What `clean` has to say about when and where, by field."""
        errors, name = {}, self._meta.verbose_name
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = f"A {name} ends after it starts."
        if self.format == MeetingFormat.ON_SITE and not self.place:
            errors["place"] = f"Say where an on-site {name.split()[-1]} takes place."
        return errors

    @property
    def is_over(self):
        return self.ends_at < timezone.now()

    @property
    def is_cancelled(self):
        return self.state == "cancelled"

    @property
    def where(self):
        """The place in a few words: "Online", "Katowice", "Katowice and online"."""
        if self.format == MeetingFormat.ON_SITE:
            return self.place
        return f"{self.place} and online" if self.place else MeetingFormat.ONLINE.label

    @property
    def changed_at(self):
        """When its entry last changed; a page that was never published through an editor has no such moment."""
        return self.calendar_changed_at or self.first_published_at or self.starts_at

    def calendar_parts(self):
        """What people's calendars show of it, as texts: where one changes, the entry's SEQUENCE rises."""
        return [
            self.title,
            self.starts_at.isoformat(),
            self.ends_at.isoformat(),
            self.format,
            self.place,
            *self.calendar_addresses(),
            str(self.is_cancelled),
        ]

    def calendar_addresses(self):
        """The addresses in its entry."""
        return []

    def moments_of_change(self):
        return [self.starts_at, self.ends_at]
