"""What the admin's templates of this room ask for."""

from django import template
from django.urls import reverse

from events.proposals.views.desk import INPUT_SERVICES, PROPOSAL_SERVICES
from events.proposals.workflow import PROPOSAL, WRITTEN_INPUT

register = template.Library()


@register.simple_tag
def proposal_record(proposal, user):
    """What happened to a proposal and what may follow.

    Keys: steps, (address, label) of each; reviews; waiting, the assignments without a review; log, the newest first.
    """
    reviews = proposal.reviews.of_proposal(proposal)
    reviewed = {review.reviewer_id for review in reviews}
    return {
        "steps": steps_of(proposal, user),
        "reviews": reviews,
        "waiting": [row for row in proposal.assignments.all() if row.reviewer_id not in reviewed],
        "log": proposal.steps.of_proposal(proposal).order_by("-at", "-pk"),
    }


def steps_of(proposal, user):
    """(address, label) of every step a user may take at the desk now, the report included."""
    found = []
    for step in PROPOSAL.open_to(user, proposal):
        if step.verb in PROPOSAL_SERVICES:
            found.append((reverse("proposals_admin:proposal-step", args=[proposal.pk, step.verb]), step.label))
        elif step.verb == "report":
            found.append((reverse("events_admin:event-step", args=[proposal.event_id, "report"]), step.label))
    return found


@register.simple_tag
def input_steps(written_input, user):
    """(address, label) of every step a user may take with a written input at the desk now."""
    return [
        (reverse("proposals_admin:input-step", args=[written_input.pk, step.verb]), step.label)
        for step in WRITTEN_INPUT.open_to(user, written_input)
        if step.verb in INPUT_SERVICES
    ]
