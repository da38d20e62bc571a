"""The one place that writes a proposal's timeline."""

from django.utils import timezone

from events.proposals.models import ProposalStep


def keep_step(proposal, verb, label, *, by, from_state="", to_state="", reason="", is_public=False):
    """Leave a row in a proposal's timeline. `is_public`: its organisers read it; some verbs, later, everybody."""
    return ProposalStep.objects.create(
        proposal=proposal,
        verb=verb,
        label=label,
        from_state=from_state,
        to_state=to_state,
        reason=reason.strip(),
        is_public=is_public,
        at=timezone.now(),
        by=by,
    )
