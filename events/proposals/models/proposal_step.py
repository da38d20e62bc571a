from django.conf import settings
from django.db import models

from events.proposals.enums import PUBLIC_LABELS, ProposalState


class ProposalStepQuerySet(models.QuerySet):
    def of_proposal(self, proposal):
        return self.filter(proposal_id=proposal.pk).select_related("by")

    def public(self):
        return self.filter(is_public=True)


class ProposalStep(models.Model):
    """A step in a proposal's life: who took it, when, and why. Written by the services only; never changed."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=24)
    label = models.CharField(max_length=120)
    from_state = models.CharField(max_length=20, choices=ProposalState.choices, blank=True)
    to_state = models.CharField(max_length=20, choices=ProposalState.choices, blank=True)
    reason = models.TextField(blank=True)
    is_public = models.BooleanField(default=False, help_text="Shown outside the Secretariat, with its reason.")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ProposalStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.label}, {self.at:%-d %B %Y, %H:%M} UTC"

    @property
    def public_to_state(self):
        """What the step led to, in public words."""
        return PUBLIC_LABELS.get(self.to_state, "")
