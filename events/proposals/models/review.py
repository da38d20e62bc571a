from django.conf import settings
from django.db import models
from django.utils import timezone

from events.proposals.enums import REVIEWABLE, ProposalState, Recommendation


class ReviewAssignmentQuerySet(models.QuerySet):
    def of_reviewer(self, user):
        return self.filter(reviewer_id=user.pk)

    def readable(self):
        """Assignments of proposals that a reviewer may read: not of drafts, nor of what was withdrawn."""
        return self.exclude(proposal__state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN])

    def without_conflict(self, coalition_ids):
        """Leaves out proposals in which one of these coalitions was ever named."""
        return self.exclude(proposal__organisers__coalition_id__in=coalition_ids) if coalition_ids else self

    def to_do(self):
        """Assignments of proposals under review that have no review yet."""
        reviewed = Review.objects.filter(
            proposal_id=models.OuterRef("proposal_id"), reviewer_id=models.OuterRef("reviewer_id")
        )
        return self.filter(~models.Exists(reviewed), proposal__state__in=REVIEWABLE)

    def for_listing(self):
        return self.select_related("proposal__call", "reviewer").prefetch_related(
            "proposal__organisers__coalition", "proposal__focus_areas"
        )


class ReviewAssignment(models.Model):
    """A proposal that a reviewer was asked to review."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="review_assignments")
    assigned_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "reviewer"], name="assigned_once_per_reviewer")]

    def __str__(self):
        return f"{self.reviewer}: {self.proposal}"

    @property
    def is_open(self):
        """Whether its review may be made or changed now."""
        return self.proposal.state in REVIEWABLE


class ReviewQuerySet(models.QuerySet):
    def comments_to_proposer(self):
        """What reviewers say to the organisers: the words alone, in no order that tells whose they are."""
        return sorted(self.exclude(comment_to_proposer="").values_list("comment_to_proposer", flat=True))

    def of_proposal(self, proposal):
        return self.filter(proposal_id=proposal.pk).select_related("reviewer")

    def of_reviewer(self, user):
        return self.filter(reviewer_id=user.pk)

    def of_others(self, user):
        return self.exclude(reviewer_id=user.pk).select_related("reviewer")

    def for_listing(self):
        return self.select_related("reviewer", "proposal__call")


class Review(models.Model):
    """What a reviewer thinks of a proposal: one for each reviewer and proposal."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposal_reviews")
    recommendation = models.CharField(max_length=12, choices=Recommendation.choices)
    comment_to_proposer = models.TextField(blank=True, help_text="The organisers read it, without your name.")
    comment_inside = models.TextField(blank=True, help_text="Only the Secretariat and the other reviewers read it.")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "reviewer"], name="review_once_per_reviewer")]

    def __str__(self):
        return f"{self.reviewer}: {self.get_recommendation_display()}"
