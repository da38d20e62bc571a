from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel


class CycleQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-year")

    def current(self, on):
        """The cycle whose annual meeting comes next on or after the date `on`, else the latest one, else None."""
        return self.filter(ends_on__gte=on).order_by("ends_on").first() or self.order_by("-year").first()


class Cycle(models.Model):
    """One IGF year, from the call for issues to the annual meeting."""

    year = models.PositiveSmallIntegerField(unique=True, help_text="The year of the annual meeting, for example 2021.")
    name = models.CharField(max_length=80, help_text="For example “IGF 2021”.")
    host_city = models.CharField(max_length=120, blank=True)
    theme = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True, help_text="First day of the annual meeting.")
    ends_on = models.DateField(null=True, blank=True, help_text="Last day of the annual meeting.")
    preparation_starts_on = models.DateField(
        null=True, blank=True, help_text="The preparatory window is soft: events outside it are not refused."
    )
    preparation_ends_on = models.DateField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("name")]),
        FieldRowPanel(
            [
                FieldPanel("host_city", help_text="Where the annual meeting takes place."),
                FieldPanel("theme", help_text="The overall theme, in the host’s words."),
            ]
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], "Annual meeting"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("preparation_starts_on"), FieldPanel("preparation_ends_on")])],
            "Preparatory window",
        ),
    ]

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="cycle_ends_after_it_starts",
                violation_error_message="The annual meeting cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=models.Q(preparation_ends_on__gte=models.F("preparation_starts_on")),
                name="cycle_preparation_ends_after_it_starts",
                violation_error_message="The preparatory window cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.year is not None and not 2006 <= self.year <= 2100:
            raise ValidationError({"year": "The first IGF met in 2006; give a year between 2006 and 2100."})
