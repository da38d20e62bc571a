from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class FormerNameQuerySet(models.QuerySet):
    def holding(self, word):
        """Names that hold a word, in the name or in its acronym."""
        return self.filter(Q(name__icontains=word) | Q(acronym__icontains=word))


class FormerName(Orderable):
    """A name a coalition went by, and when. Readers and importers find the coalition under it."""

    coalition = ParentalKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=255)
    acronym = models.CharField(max_length=40, blank=True)
    used_from = models.DateField(null=True, blank=True)
    used_until = models.DateField(null=True, blank=True, help_text="Leave empty if the day is not known.")

    objects = FormerNameQuerySet.as_manager()

    panels = [
        FieldRowPanel(
            [
                FieldPanel("name", help_text="As it was written then. Search and imports find the coalition by it."),
                FieldPanel("acronym"),
            ]
        ),
        FieldRowPanel([FieldPanel("used_from"), FieldPanel("used_until")]),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.name

    def clean(self):
        if self.used_from and self.used_until and self.used_until < self.used_from:
            raise ValidationError({"used_until": "A name cannot end before it began."})
