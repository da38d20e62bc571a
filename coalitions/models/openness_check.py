from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from coalitions.enums import OpennessResult, OpennessSubject


class OpennessCheckQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-checked_on", "-pk")

    def by_person(self, user):
        return self.filter(recorded_by_id=user.pk)

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)


class OpennessCheck(models.Model):
    """What somebody found when they tried whether a coalition's membership, list or archive is open."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="openness_checks")
    subject = models.CharField(max_length=12, choices=OpennessSubject.choices)
    result = models.CharField(max_length=12, choices=OpennessResult.choices)
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=120, help_text="Who tried it, for example “IGF Secretariat”.")
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OpennessCheckQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("coalition"), FieldPanel("subject", help_text="What was tried.")]),
        FieldRowPanel(
            [FieldPanel("result", help_text="“Could not be checked” is a finding too."), FieldPanel("checked_on")]
        ),
        FieldPanel("checked_by"),
        FieldPanel("note", help_text="What was found, in a sentence."),
    ]

    class Meta:
        ordering = ["-checked_on", "-pk"]

    def __str__(self):
        return f"{self.get_subject_display()}: {self.get_result_display().lower()}, {self.checked_on:%-d %B %Y}"
