from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.fields import RichTextField

from coalitions.models import unrestricted


class InterviewQuerySet(models.QuerySet):
    def of_paper(self, paper):
        return self.filter(paper_id=paper.pk)

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def public(self):
        """Those whose points every visitor may read: the coalition agreed, and everybody may see the paper."""
        shown = self.filter(unrestricted("paper__path"), paper__live=True, has_consent=True)
        return shown.exclude(points="").defer("notes")

    def latest_first(self):
        return self.order_by("-held_on", "-pk")

    def for_listing(self):
        return self.select_related("paper", "coalition")


class Interview(models.Model):
    """A 1:1 discussion with a coalition for a paper. Its notes are for the Secretariat and never leave the admin."""

    paper = models.ForeignKey("papers.PaperPage", on_delete=models.CASCADE, related_name="interviews")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.PROTECT, related_name="interviews")
    held_on = models.DateField("date")
    points = RichTextField(
        "key points",
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text="Public, once the coalition has agreed.",
    )
    has_consent = models.BooleanField(
        "the coalition agreed that the key points are published",
        default=False,
        help_text="Without it nothing is shown.",
    )
    notes = models.TextField(blank=True, help_text="Private: they are shown on this page and nowhere else.")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "1:1 discussion"
        verbose_name_plural = "1:1 discussions"
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.coalition.short_name}, {self.held_on:%-d %B %Y}"

    def clean(self):
        if self.held_on and self.held_on > timezone.now().date():
            raise ValidationError({"held_on": "A discussion is recorded once it was held."})
        if self.has_consent and not self.points:
            raise ValidationError({"points": "Give the key points the coalition has agreed to."})

    @property
    def is_public(self):
        return self.has_consent and bool(self.points)

    @property
    def anchor(self):
        return f"discussion-{self.pk}"
