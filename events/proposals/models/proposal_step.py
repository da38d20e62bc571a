from django.conf import settings
from django.db import models

from events.proposals.enums import PUBLIC_LABELS, ProposalState

# The steps that everybody may know of once a proposal is public, and those whose reason is meant for everybody.
FOR_EVERYBODY = ("submit", "accept", "schedule", "reschedule", "cancel", "reinstate", "report")
REASON_FOR_EVERYBODY = ("reschedule", "cancel", "reinstate")
# The steps that the Secretariat takes as such: who it was by name stays inside.
OF_THE_SECRETARIAT = (
    *("request_changes", "hold", "resume", "accept", "decline", "schedule", "reschedule", "cancel", "reinstate"),
)


class ProposalStepQuerySet(models.QuerySet):
    def of_proposal(self, proposal):
        return self.filter(proposal_id=proposal.pk).select_related("by")

    def reason_for(self, state):
        """Why the last step that led to a state was taken; "" where nobody said."""
        return self.filter(to_state=state).values_list("reason", flat=True).last() or ""

    def of_person(self, user):
        """What somebody did, the earliest first."""
        return self.filter(by=user).select_related("proposal")

    def public(self):
        """The steps that organisers may know of, with who took them."""
        return self.filter(is_public=True).select_related("by")

    def for_everybody(self):
        """The steps that everybody may know of; what was submitted twice was submitted once."""
        steps, found = self.filter(is_public=True, verb__in=FOR_EVERYBODY), []
        for step in steps:
            if step.verb != "submit" or "submit" not in [one.verb for one in found]:
                found.append(step)
        return found


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
    def who(self):
        """Whom organisers see behind it."""
        if self.verb in OF_THE_SECRETARIAT:
            return "the Secretariat"
        return str(self.by) if self.by else ""

    @property
    def reason_for_everybody(self):
        return self.reason if self.verb in REASON_FOR_EVERYBODY else ""

    @property
    def public_to_state(self):
        """What the step led to, in public words."""
        return PUBLIC_LABELS.get(self.to_state, "")
