from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from coalitions.activity.enums import ARCHIVES, ListSource


class ListMonthQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def between(self, first, last):
        """Months from the first to the last, both included; each named by its first day."""
        return self.filter(month__gte=first, month__lte=last)

    def from_archives(self):
        return self.filter(source__in=ARCHIVES)

    def by_hand(self):
        return self.filter(source=ListSource.BY_HAND)

    def by_person(self, user):
        """What an account entered by hand."""
        return self.by_hand().filter(by_id=user.pk).order_by("month")

    def newest_months(self):
        """{coalition id: its latest month that is measured}."""
        latest = self.order_by().values("coalition_id").annotate(latest=models.Max("month"))
        return dict(latest.values_list("coalition_id", "latest"))

    def newest_month(self):
        """The latest month that is measured, or None."""
        return self.aggregate(latest=models.Max("month"))["latest"]


class ListMonth(models.Model):
    """What one source says of a month (UTC) of a coalition's mailing list."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="list_months")
    month = models.DateField(help_text="The month’s first day.")
    source = models.CharField(max_length=8, choices=ListSource.choices, default=ListSource.BY_HAND)
    messages = models.PositiveIntegerField()
    threads = models.PositiveIntegerField(
        "conversations begun", null=True, blank=True, help_text="Leave empty if it is not known."
    )
    senders = models.PositiveIntegerField(
        "distinct senders", null=True, blank=True, help_text="How many people wrote. Leave empty if it is not known."
    )
    note = models.CharField(
        "where the number comes from",
        max_length=300,
        blank=True,
        help_text="For example “Counted on the archive’s page of May 2021”.",
    )
    collected_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ListMonthQuerySet.as_manager()

    panels = [
        FieldPanel("coalition"),
        FieldPanel("month"),
        FieldRowPanel([FieldPanel("messages"), FieldPanel("threads"), FieldPanel("senders")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["-month", "coalition", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["coalition", "month", "source"],
                name="list_month_once_per_source",
                violation_error_message="This month of the coalition’s list is entered already; change that entry.",
            ),
            models.CheckConstraint(
                condition=Q(threads__isnull=True) | Q(threads__lte=F("messages")),
                name="list_month_threads_within_messages",
                violation_error_message="There cannot be more conversations than messages.",
            ),
            models.CheckConstraint(
                condition=Q(senders__isnull=True) | Q(senders__lte=F("messages")),
                name="list_month_senders_within_messages",
                violation_error_message="There cannot be more senders than messages.",
            ),
            models.CheckConstraint(
                condition=~Q(source=ListSource.BY_HAND) | ~Q(note=""),
                name="list_month_by_hand_says_where_from",
                violation_error_message="Say where the number comes from.",
            ),
        ]

    def __str__(self):
        return f"{self.month:%B %Y}: {self.messages} message{'' if self.messages == 1 else 's'}"

    def clean(self):
        if self.month is None:
            return
        if self.month.day != 1:
            raise ValidationError({"month": "A month is named by its first day."})
        if self.month > timezone.now().date():
            raise ValidationError({"month": "This month has not begun yet."})

    @property
    def is_by_hand(self):
        return self.source == ListSource.BY_HAND
