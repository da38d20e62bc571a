from django.db import models
from django.db.models import F, Q


class PreferredTime(models.Model):
    """A moment at which the organisers would like the event to begin; up to three, the dearest first."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="preferred_times")
    starts_at = models.DateTimeField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "starts_at"], name="preferred_time_once"),
            models.CheckConstraint(condition=Q(order__lt=3), name="at_most_three_preferred_times"),
        ]

    def __str__(self):
        return f"{self.starts_at:%-d %B %Y, %H:%M} UTC"


class UnavailablePeriod(models.Model):
    """Days on which the organisers cannot, both included."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="unavailable_periods")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="unavailable_until_after_from")
        ]

    def __str__(self):
        if self.first_on == self.last_on:
            return f"{self.first_on:%-d %B %Y}"
        return f"{self.first_on:%-d %B %Y} to {self.last_on:%-d %B %Y}"


class ProposalSpeaker(models.Model):
    """Somebody who is to speak. The e-mail address is for the organisers and the Secretariat alone."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    affiliation = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    has_agreed = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.name}, {self.affiliation}" if self.affiliation else self.name
