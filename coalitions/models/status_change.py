from django.conf import settings
from django.db import models

from coalitions.enums import CoalitionStatus


class StatusChangeQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-changed_on", "-pk")

    def by_person(self, user):
        return self.filter(by_id=user.pk)

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)


class StatusChange(models.Model):
    """A dated, reasoned step in a coalition's life. Written by `services.change_status` only."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="status_changes")
    from_status = models.CharField(max_length=10, choices=CoalitionStatus.choices, blank=True)
    to_status = models.CharField(max_length=10, choices=CoalitionStatus.choices)
    changed_on = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_on", "-pk"]

    def __str__(self):
        return f"{self.get_to_status_display()} since {self.changed_on:%-d %B %Y}"
