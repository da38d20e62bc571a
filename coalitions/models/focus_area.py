from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from coalitions.enums import FocusAreaBasket


class FocusAreaQuerySet(models.QuerySet):
    def in_order(self):
        """Newest cycle first, main focus before emerging, then as the editors ordered them."""
        return self.order_by("-cycle__year", "-basket", "order", "title")

    def in_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def of_newest_cycle(self):
        """Those of the latest cycle that has any."""
        return self.filter(cycle__year=self.aggregate(year=models.Max("cycle__year"))["year"])

    def counting_coalitions(self):
        """With `coalition_count`: how many published coalitions work on each."""
        return self.annotate(
            coalition_count=models.Count("coalitions", filter=models.Q(coalitions__live=True), distinct=True)
        )

    def with_cycle(self):
        return self.select_related("cycle")


class FocusArea(ClusterableModel):
    """An issue area that a cycle's annual meeting is built around."""

    cycle = models.ForeignKey("coalitions.Cycle", on_delete=models.PROTECT, related_name="focus_areas")
    basket = models.CharField(max_length=10, choices=FocusAreaBasket.choices, default=FocusAreaBasket.MAIN)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first within the basket.")

    objects = FocusAreaQuerySet.as_manager()

    panels = [
        FieldRowPanel(
            [
                FieldPanel("cycle"),
                FieldPanel("basket", help_text="Main focus comes first in every list."),
                FieldPanel("order"),
            ]
        ),
        FieldPanel("title"),
        FieldPanel("description", help_text="A sentence or two for visitors. May stay empty."),
        InlinePanel("policy_questions", heading="Policy questions", label="Policy question"),
    ]

    class Meta:
        ordering = ["-cycle__year", "-basket", "order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "title"],
                name="focus_area_once_per_cycle",
                violation_error_message="This cycle already has a focus area with that title.",
            )
        ]

    def __str__(self):
        return self.title


class PolicyQuestionQuerySet(models.QuerySet):
    def of_focus_areas(self, areas):
        return self.filter(focus_area__in=areas)

    def in_cycle(self, cycle):
        return self.filter(focus_area__cycle=cycle)

    def in_order(self):
        """By focus area, then as the editors ordered them."""
        return self.select_related("focus_area").order_by(
            "-focus_area__basket", "focus_area__order", "focus_area__title", "sort_order"
        )


class PolicyQuestion(Orderable):
    """A question the community discusses under a focus area."""

    focus_area = ParentalKey(FocusArea, on_delete=models.CASCADE, related_name="policy_questions")
    label = models.CharField(max_length=160, help_text="A few words, as they stand in a list.")
    text = models.TextField(blank=True, help_text="The question in full.")

    objects = PolicyQuestionQuerySet.as_manager()

    panels = [FieldPanel("label"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.label
