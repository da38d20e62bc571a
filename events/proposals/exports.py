"""Out: what this room keeps about a person."""

from events.proposals.models import ProposalStep, Review, ReviewAssignment


def personal_data_of(user):
    """What an account did with proposals, by kind, as JSON holds it."""
    return {
        "steps_of_proposals": [
            {"proposal": step.proposal.code, "step": step.label, "reason": step.reason, "at": step.at.isoformat()}
            for step in ProposalStep.objects.of_person(user)
        ],
        "reviews": [
            {
                "proposal": review.proposal.code,
                "recommendation": review.recommendation,
                "comment_to_proposer": review.comment_to_proposer,
                "comment_inside": review.comment_inside,
                "changed_at": review.changed_at.isoformat(),
            }
            for review in Review.objects.of_reviewer(user).select_related("proposal")
        ],
        "asked_to_review": [
            {"proposal": asked.proposal.code, "assigned_at": asked.assigned_at.isoformat()}
            for asked in ReviewAssignment.objects.of_reviewer(user).select_related("proposal")
        ],
    }
