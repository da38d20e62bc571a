from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalitions.activity.enums import (
    ANSWERABLE,
    WITH_DECISION,
    AssessmentState,
    Decision,
    Finding,
    OfferState,
)
from coalitions.models import visible
from coalitions.models.coalition_page import CoalitionPage, by_subject


def in_directory_order(assessments):
    """Assessments by the names of their coalitions, as the directory has them. Nothing here ranks."""
    names = CoalitionPage.objects.order_by(*by_subject()).values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(names)}
    return sorted(assessments, key=lambda row: places.get(row.coalition_id, len(places)))


class AssessmentQuerySet(models.QuerySet):
    def of_set(self, criteria_set):
        return self.filter(criteria_set_id=criteria_set.pk)

    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def of_cycle(self, cycle):
        return self.filter(criteria_set__cycle=cycle)

    def with_id(self, pk):
        return self.filter(pk=pk)

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def in_state(self, *states):
        return self.filter(state__in=states)

    def shared(self):
        """Those their coalitions have been shown."""
        return self.filter(shared_at__isnull=False)

    def published(self):
        """Those everybody may read, of coalitions everybody may see."""
        coalitions = visible(CoalitionPage.objects.all())
        return self.filter(published_at__isnull=False, coalition__in=coalitions.order_by().values("pk"))

    def unpublished(self):
        return self.filter(published_at__isnull=True)

    def to_publish(self):
        """Those that are published together, once they are final."""
        return self.unpublished().exclude(state=AssessmentState.LEFT_OUT)

    def left_out(self):
        """Those of coalitions that were not assessed after all, of coalitions everybody may see."""
        coalitions = visible(CoalitionPage.objects.all()).order_by().values("pk")
        return self.in_state(AssessmentState.LEFT_OUT).filter(coalition__in=coalitions)

    def with_open_offers(self):
        """Those with other evidence that nobody has answered yet."""
        return self.filter(pk__in=EvidenceOffer.objects.filter(state=OfferState.OFFERED).values("assessment_id"))

    def overdue(self, at=None):
        """Those whose coalition had its time to reply."""
        return self.filter(reply_by__lte=at or timezone.now())

    def with_time_left(self, start, end):
        """Those whose time to reply ends between two moments, or to appeal where the coalition may want to."""
        to_reply = Q(state=AssessmentState.SHARED, reply_by__gt=start, reply_by__lte=end)
        to_appeal = Q(state=AssessmentState.DECIDED, appeal_by__gt=start, appeal_by__lte=end)
        return self.filter(to_reply | to_appeal & ~Q(decision=Decision.ELIGIBLE)).order_by("pk")

    def newest_first(self):
        return self.order_by("-criteria_set__cycle__year", "-criteria_set__version", "pk")

    def in_directory_order(self):
        return in_directory_order(self)

    def for_listing(self):
        return self.select_related("criteria_set__cycle", "coalition").prefetch_related("offers").defer_body()

    def defer_body(self):
        return self.defer("coalition__body")


class Assessment(models.Model):
    """What a set of criteria says of a coalition, what the coalition says to it, and what was decided.

    Private to the coalition's coordinators and the Secretariat until it is published. Written by services alone.
    """

    criteria_set = models.ForeignKey("activity.CriteriaSet", on_delete=models.PROTECT, related_name="assessments")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="assessments")
    state = models.CharField(max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    evidence = models.JSONField(null=True, blank=True)
    finding = models.CharField(max_length=16, choices=Finding.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateTimeField(null=True, blank=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision = models.CharField(max_length=16, choices=Decision.choices, blank=True)
    # What was decided before an appeal was answered.
    first_decision = models.CharField(max_length=16, choices=Decision.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_by = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_answer = models.TextField(blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    left_out_because = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-criteria_set", "coalition"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "coalition"], name="assessment_once_per_coalition"),
            models.CheckConstraint(
                condition=Q(state__in=(AssessmentState.DRAFT, AssessmentState.LEFT_OUT)) | Q(evidence__isnull=False),
                name="shared_assessment_has_frozen_evidence",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state=AssessmentState.FINAL),
                name="published_assessment_is_final",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_DECISION) | ~Q(decision=""), name="decided_assessment_has_a_decision"
            ),
        ]

    def __str__(self):
        return f"{self.coalition.short_name}, {self.criteria_set.cycle}"

    @property
    def is_shared(self):
        """Whether its coalition has been shown it."""
        return self.shared_at is not None

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_answerable(self):
        """Whether the coalition may reply now."""
        return self.state in ANSWERABLE and self.reply_by is not None and self.reply_by > timezone.now()

    @property
    def may_be_appealed(self):
        return self.state == AssessmentState.DECIDED and self.appeal_by is not None and self.appeal_by > timezone.now()

    def accepted_keys(self):
        """The criteria for which other evidence was accepted."""
        return {offer.criterion for offer in self.offers.all() if offer.state == OfferState.ACCEPTED}


class EvidenceOfferQuerySet(models.QuerySet):
    def accepted_keys(self):
        """The criteria for which other evidence was accepted."""
        return self.filter(state=OfferState.ACCEPTED).values_list("criterion", flat=True)

    def by_person(self, user):
        """What an account offered."""
        return self.filter(offered_by=user)


class EvidenceOffer(models.Model):
    """Other evidence that a coalition offers for one criterion, and what the Secretariat says to it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="offers")
    criterion = models.CharField(max_length=24)  # the criterion's key in the frozen evidence
    text = models.TextField()
    url = models.URLField(max_length=500, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=12, choices=OfferState.choices, default=OfferState.OFFERED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EvidenceOfferQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_offer_per_criterion"),
        ]

    def __str__(self):
        return self.text[:80]


class AssessmentStepQuerySet(models.QuerySet):
    def of_person(self, user):
        return self.filter(by=user).select_related("assessment__coalition", "assessment__criteria_set__cycle")


class AssessmentStep(models.Model):
    """A step in an assessment's life: who took it, when, and why. Written by the services only; never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=16)
    label = models.CharField(max_length=120)
    from_state = models.CharField(max_length=10, choices=AssessmentState.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=AssessmentState.choices, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_of_the_coalition = models.BooleanField(default=False)

    objects = AssessmentStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.label}, {self.at:%-d %B %Y, %H:%M} UTC"

    @property
    def who(self):
        """Whom the coalition sees behind it: its own people by name, the Secretariat as such."""
        if self.is_of_the_coalition:
            return str(self.by) if self.by else ""
        return "the Secretariat"
