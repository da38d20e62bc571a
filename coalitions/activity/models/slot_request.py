from django.conf import settings
from django.db import models
from django.utils import timezone

from coalitions.activity.enums import AssessmentState, Decision, Finding, SlotState
from coalitions.activity.models.assessment import Assessment


class SlotRequestQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def in_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def of_year(self, year):
        return self.filter(cycle__year=year)

    def to_answer(self):
        return self.filter(state=SlotState.SENT)

    def by_person(self, user):
        """What an account wrote last."""
        return self.filter(updated_by=user)

    def newest_first(self):
        return self.order_by("-cycle__year", "-sent_at", "-pk")

    def with_assessments(self):
        """With what was found and decided under the criteria of the same cycle, the newest set first."""
        of_the_same = Assessment.objects.filter(
            coalition_id=models.OuterRef("coalition_id"), criteria_set__cycle_id=models.OuterRef("cycle_id")
        ).order_by("-criteria_set__version")
        names = ("pk", "state", "finding", "decision")
        return self.annotate(**{f"assessment_{name}": models.Subquery(of_the_same.values(name)[:1]) for name in names})

    def for_listing(self):
        return self.select_related("coalition", "cycle", "updated_by").defer("coalition__body")


class SlotRequest(models.Model):
    """A coalition's request for a slot at a cycle's annual meeting. It is asked for, never guaranteed."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="slot_requests")
    cycle = models.ForeignKey("coalitions.Cycle", on_delete=models.PROTECT, related_name="slot_requests")
    state = models.CharField(max_length=12, choices=SlotState.choices, default=SlotState.SENT)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=160)
    purpose = models.TextField()
    evidence = models.TextField()
    needs = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SlotRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle", "-sent_at"]
        constraints = [models.UniqueConstraint(fields=["coalition", "cycle"], name="slot_request_once_per_cycle")]

    def __str__(self):
        return f"{self.title} ({self.coalition.short_name})"

    @property
    def assessed_as(self):
        """What the assessment beside it says, in words; for rows fetched `with_assessments`."""
        if self.assessment_pk is None:
            return "none"
        said = Decision(self.assessment_decision).label if self.assessment_decision else ""
        found = Finding(self.assessment_finding).label if self.assessment_finding else ""
        return "; ".join(filter(None, [AssessmentState(self.assessment_state).label, found, said]))
