import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from coalitions.activity.enums import (
    SETTLED_CRITERIA,
    AppliesTo,
    CriteriaState,
    CriterionKind,
    CriterionRole,
)
from coalitions.enums import OutputKind
from coalitions.fingerprint import fingerprint
from coalitions.models import ServiceOwnedFields


class CriteriaSetQuerySet(models.QuerySet):
    def of_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def of_year(self, year):
        return self.filter(cycle__year=year)

    def in_force(self):
        """The sets that the coalitions agreed on, one a cycle at most."""
        return self.filter(state=CriteriaState.AGREED)

    def taking_slot_requests(self, at=None):
        """Agreed sets under which a slot can be asked for at a moment (default: now)."""
        return self.in_force().filter(slots_until__gt=at or timezone.now())

    def best_first(self):
        """Of several the agreed one, then what was proposed, then what was superseded; the newest first."""
        place = models.Case(
            models.When(state=CriteriaState.AGREED, then=0),
            models.When(state=CriteriaState.PROPOSED, then=1),
            default=2,
        )
        return self.order_by(place, "-version")

    def newest_first(self):
        return self.order_by("-cycle__year", "-version")

    def with_criteria(self):
        """With cycle, groups and criteria, fetched at once."""
        return self.select_related("cycle").prefetch_related("groups", "criteria")

    def years(self):
        """The years that have criteria, the newest first."""
        return list(self.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct())

    def next_version(self, cycle):
        return (self.of_cycle(cycle).aggregate(last=models.Max("version"))["last"] or 0) + 1


class CriteriaSet(ServiceOwnedFields, ClusterableModel):
    """What a coalition has to show, in one cycle, to be considered for a slot at the annual meeting."""

    service_owned = ("state", "agreed_on", "agreed_at", "agreed_by", "agreement", "slots_until")

    cycle = models.ForeignKey("coalitions.Cycle", on_delete=models.PROTECT, related_name="criteria_sets")
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    title = models.CharField(max_length=160, help_text="For example “What is asked for a slot at IGF 2022”.")
    introduction = models.TextField(
        blank=True, help_text="Where the criteria come from and how they are meant. Everybody reads it."
    )
    first_month = models.DateField("first month", help_text="The first month that is looked at.")
    last_month = models.DateField("last month", help_text="The last month that is looked at.")
    new_months = models.PositiveSmallIntegerField(
        "new for so many months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=(
            "A coalition counts as new if it may have been established within so many months before the end. Leave "
            "empty if no difference is made."
        ),
    )
    state = models.CharField(
        max_length=12, choices=CriteriaState.choices, default=CriteriaState.PROPOSED, editable=False
    )
    agreed_on = models.DateField(null=True, blank=True, editable=False)
    agreement = models.CharField(max_length=300, blank=True, editable=False)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    slots_until = models.DateTimeField("slot requests until", null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "criteria set"
        ordering = ["-cycle__year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "version"], name="criteria_set_version_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state=CriteriaState.AGREED), name="one_agreed_criteria_set_per_cycle"
            ),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")),
                name="criteria_period_in_order",
                violation_error_message="The last month cannot come before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.title} (version {self.version})" if self.version > 1 else self.title

    def clean(self):
        for name in ("first_month", "last_month"):
            month = getattr(self, name)
            if month is not None and not datetime.date(2006, 1, 1) <= month <= datetime.date(2100, 12, 1):
                raise ValidationError({name: "Give a month between 2006 and 2100."})

    def content_key(self):
        """Names what is written in the set and its criteria, so that whoever changes it says what they read."""
        return fingerprint(self.serializable_data())

    @property
    def is_agreed(self):
        return self.state == CriteriaState.AGREED

    @property
    def is_settled(self):
        """Whether it stays as it is: what should be otherwise is a new, proposed set."""
        return self.state in SETTLED_CRITERIA

    @property
    def takes_slot_requests(self):
        return self.is_agreed and self.slots_until is not None and self.slots_until > timezone.now()


class CriterionGroup(Orderable):
    """Criteria of which so many are enough."""

    criteria_set = ParentalKey(CriteriaSet, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=60, help_text="For example “Report or output”.")
    needed = models.PositiveSmallIntegerField(
        "at least", default=1, validators=[MinValueValidator(1)], help_text="How many of them are enough."
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["criteria_set", "name"], name="criterion_group_name_once")]

    def __str__(self):
        return self.name


class Criterion(Orderable):
    """One thing a coalition has to show: an indicator that reaches a number, or a document that is filed."""

    criteria_set = ParentalKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    text = models.CharField(max_length=300, help_text="The criterion’s own words, for example “An annual report”.")
    kind = models.CharField(max_length=12, choices=CriterionKind.choices, default=CriterionKind.DOCUMENT)
    indicator = models.CharField(max_length=60, blank=True, help_text="Of the list of indicators.")
    threshold = models.PositiveIntegerField(
        "at least", default=1, validators=[MinValueValidator(1)], help_text="The number that is enough."
    )
    document = models.CharField("kind of document", max_length=16, choices=OutputKind.choices, blank=True)
    last_months = models.PositiveSmallIntegerField(
        "in the last months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Only so many months at the end of the period count. Leave empty for the whole period.",
    )
    role = models.CharField(max_length=12, choices=CriterionRole.choices, default=CriterionRole.REQUIRED)
    group = models.CharField(max_length=60, blank=True, help_text="The name of its group, as written above.")
    applies_to = models.CharField(max_length=12, choices=AppliesTo.choices, default=AppliesTo.EVERYBODY)
    takes_equivalent = models.BooleanField(
        "other evidence is possible",
        default=True,
        help_text="The coalition may offer other evidence, and the Secretariat says whether it is equivalent.",
    )

    class Meta(Orderable.Meta):
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=CriterionKind.INDICATOR, document="") & ~Q(indicator="")
                | Q(kind=CriterionKind.DOCUMENT, indicator="") & ~Q(document=""),
                name="criterion_names_what_it_looks_at",
                violation_error_message="Choose an indicator, or a kind of document, as the criterion’s kind says.",
            ),
            models.CheckConstraint(
                condition=Q(role=CriterionRole.GROUP) & ~Q(group="") | ~Q(role=CriterionRole.GROUP) & Q(group=""),
                name="criterion_names_its_group",
                violation_error_message="Name the group if it is one of a group, and only then.",
            ),
        ]

    def __str__(self):
        return self.text
