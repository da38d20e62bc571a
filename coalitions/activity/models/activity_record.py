from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string

from coalitions.activity.enums import ActivityKind
from coalitions.fingerprint import fingerprint


class ActivityRecordQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def between(self, first_day, last_day):
        return self.filter(held_on__gte=first_day, held_on__lte=last_day)

    def counted_by_month(self):
        """How many there are of each kind, coalition and month: rows of these three and a count."""
        monthly = self.order_by().annotate(month=TruncMonth("held_on")).values("kind", "coalition_id", "month")
        return monthly.annotate(count=models.Count("pk")).values_list("kind", "coalition_id", "month", "count")

    def first_days(self):
        """{coalition id: the day of its first record}."""
        return dict(
            self.order_by()
            .values("coalition_id")
            .annotate(first=models.Min("held_on"))
            .values_list("coalition_id", "first")
        )

    def last_days(self):
        """{coalition id: the day of its latest record}."""
        latest = self.order_by().values("coalition_id").annotate(latest=models.Max("held_on"))
        return dict(latest.values_list("coalition_id", "latest"))

    def by_person(self, user):
        """What an account recorded."""
        return self.filter(by_id=user.pk).newest_first()

    def last_day(self):
        """The day of the latest record, or None."""
        return self.aggregate(latest=models.Max("held_on"))["latest"]

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def newest_first(self):
        return self.order_by("-held_on", "title", "pk")

    def for_listing(self):
        """What a row shows, fetched at once."""
        return self.select_related("document")


class ActivityRecord(models.Model):
    """Something a coalition did of which the evidence lives elsewhere."""

    coalition = models.ForeignKey(
        "coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="activity_records"
    )
    kind = models.CharField(max_length=12, choices=ActivityKind.choices, default=ActivityKind.CALL)
    title = models.CharField(max_length=200)
    held_on = models.DateField("date", help_text="When it took place or was published.")
    url = models.URLField("address", max_length=500, blank=True, help_text="A public page that shows it.")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name="file",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ActivityRecordQuerySet.as_manager()

    panels = [
        FieldPanel("coalition"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("held_on")]),
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("url"), FieldPanel("document")], "Where one can see it"),
    ]

    class Meta:
        ordering = ["-held_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | Q(document__isnull=False),
                name="activity_record_has_evidence",
                violation_error_message="Give the address of a page that shows it, or choose a file.",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        if self.held_on and self.held_on > timezone.now().date():
            raise ValidationError({"held_on": "Record what has taken place: the date is today or earlier."})
        if self.held_on and self.held_on.year < 2006:
            raise ValidationError({"held_on": "The first IGF met in 2006; give a later date."})

    @property
    def content_key(self):
        """Names what is written, so that whoever changes it says what they read."""
        return fingerprint([self.kind, self.title, self.held_on, self.url, self.document_id])

    @property
    def href(self):
        """Where one can see it: its file here, or its address."""
        return self.document.url if self.document_id else self.url
