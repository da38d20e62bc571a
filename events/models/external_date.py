from django.db import models
from django.db.models import F, Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from events.enums import ExternalKind


class ExternalDateQuerySet(models.QuerySet):
    def between(self, first, last):
        """Dates that take up some day between two days, both included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def to_come(self, today):
        return self.filter(ends_on__gte=today)

    def over(self, today):
        return self.filter(ends_on__lt=today)

    def named(self, title, year):
        """Dates of this name that begin in a year: what an import knows a date by."""
        return self.filter(title__iexact=title, starts_on__year=year).order_by("starts_on", "pk")


class ExternalDate(models.Model):
    """A date of somebody else that events should keep clear of: an IETF or ICANN meeting, a holiday of the UN."""

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=ExternalKind.choices, default=ExternalKind.OTHER)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    url = models.URLField("address", blank=True)

    objects = ExternalDateQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("url", help_text="Where it is announced."),
    ]

    class Meta:
        ordering = ["starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="external_date_ends_after_it_starts",
                violation_error_message="The last day cannot come before the first.",
            ),
            models.UniqueConstraint(
                fields=["title", "starts_on"],
                name="external_date_once",
                violation_error_message="This date is in the list already.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.days}"

    @property
    def days(self):
        """Its days written out: "8 to 12 November 2021", "20 July 2021"."""
        first, last = self.starts_on, self.ends_on
        if first == last:
            return f"{last:%-d %B %Y}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%-d} to {last:%-d %B %Y}"
        return f"{first:%-d %B}{f' {first.year}' if first.year != last.year else ''} to {last:%-d %B %Y}"
