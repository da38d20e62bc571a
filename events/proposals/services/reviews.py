"""Verbs of reviews: the only code that assigns reviewers and keeps what they think."""

from django.db import transaction
from django.utils import timezone

from coalitions.workflow import NotAllowed
from events.proposals import notifications
from events.proposals.models import Proposal, Review, ReviewAssignment
from events.proposals.permissions import can_review, has_conflict, is_reviewer, secretariat
from events.proposals.services.log import keep_step


@transaction.atomic
def assign_reviewers(proposals, reviewers, *, by):
    """Ask reviewers to review proposals. Who is asked already stays so; who has a conflict of interest is left out.

    Returns `(assignments made, [(reviewer, proposal) left out])`. Raises NotAllowed.
    """
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat assigns reviewers.")
    made, left_out = [], []
    for proposal in Proposal.objects.filter(pk__in=[row.pk for row in proposals]).for_listing().under_review():
        for reviewer in reviewers:
            if not is_reviewer(reviewer) or has_conflict(reviewer, proposal):
                left_out.append((reviewer, proposal))
                continue
            assignment, created = ReviewAssignment.objects.get_or_create(
                proposal=proposal, reviewer=reviewer, defaults={"by": by}
            )
            if created:
                made.append(assignment)
                keep_step(proposal, "assign", f"Reviewer assigned: {reviewer}", by=by)
    notifications.tell_assignments(made)
    return made, left_out


@transaction.atomic
def unassign_reviewer(assignment, *, by):
    """Take an assignment back. A review that was made stays. Raises NotAllowed."""
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat assigns reviewers.")
    keep_step(assignment.proposal, "unassign", f"Reviewer taken off: {assignment.reviewer}", by=by)
    assignment.delete()


@transaction.atomic
def save_review(proposal, *, by, recommendation, comment_to_proposer="", comment_inside=""):
    """Keep a reviewer's only review of a proposal, or change it while the review is open. Raises NotAllowed."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not can_review(by, proposal):
        raise NotAllowed("You cannot review this proposal now.")
    now = timezone.now()
    review, _created = Review.objects.update_or_create(
        proposal=proposal,
        reviewer=by,
        defaults={
            "recommendation": recommendation,
            "comment_to_proposer": comment_to_proposer,
            "comment_inside": comment_inside,
            "changed_at": now,
        },
        create_defaults={
            "recommendation": recommendation,
            "comment_to_proposer": comment_to_proposer,
            "comment_inside": comment_inside,
            "made_at": now,
            "changed_at": now,
        },
    )
    return review
