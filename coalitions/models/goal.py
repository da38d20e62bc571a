from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from coalitions.enums import GoalProgress


class GoalQuerySet(models.QuerySet):
    def in_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def not_started(self):
        return self.filter(progress=GoalProgress.NOT_STARTED)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)


class Goal(Orderable):
    """Something a coalition set out to reach, and how far it came."""

    coalition = ParentalKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(max_length=300)
    cycle = models.ForeignKey("coalitions.Cycle", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=300, blank=True, help_text="How one can tell that it is reached.")
    progress = models.CharField(max_length=12, choices=GoalProgress.choices, default=GoalProgress.NOT_STARTED)
    progress_reason = models.CharField("why", max_length=300, blank=True)
    evidence_url = models.URLField("evidence", blank=True, help_text="A public address that shows it.")

    objects = GoalQuerySet.as_manager()

    panels = [
        FieldPanel("text", help_text="What the coalition wants to reach, in one sentence."),
        FieldRowPanel(
            [
                FieldPanel("cycle", help_text="The year it is meant for. Leave empty for a goal without a year."),
                FieldPanel("progress", help_text="As the coalition itself sees it."),
            ]
        ),
        FieldPanel("measure"),
        FieldPanel(
            "progress_reason", help_text="A sentence on why it stands there. Needed for a goal that was dropped."
        ),
        FieldPanel("evidence_url"),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.text

    def clean(self):
        if self.progress == GoalProgress.DROPPED and not self.progress_reason:
            raise ValidationError({"progress_reason": "Say in a sentence why the goal was dropped."})
