from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coalitions.activity.enums import ReportState
from coalitions.models import visible
from coalitions.models.coalition_page import CoalitionPage


class AnnualReportQuerySet(models.QuerySet):
    def of_coalition(self, coalition):
        return self.filter(coalition_id=coalition.pk)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def in_year(self, year):
        return self.filter(year=year)

    def drafts(self):
        return self.filter(state=ReportState.DRAFT)

    def filed(self):
        return self.filter(state=ReportState.FILED)

    def public(self):
        """Those that are filed, of coalitions everybody may see."""
        coalitions = visible(CoalitionPage.objects.all())
        return self.filed().filter(coalition__in=coalitions.order_by().values("pk"))

    def by_person(self, user):
        """What an account wrote last."""
        return self.filter(updated_by=user)

    def newest_first(self):
        return self.order_by("-year", "-pk")

    def for_listing(self):
        return self.select_related("coalition", "updated_by").defer("coalition__body")


class AnnualReport(models.Model):
    """A coalition's report on a calendar year: begun from the portal's records, written and filed by the coalition."""

    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="annual_reports")
    year = models.PositiveSmallIntegerField()
    is_light = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    parts = models.JSONField(default=list)  # [{"key": …, "title": …, "text": …}] in order
    dissenting_views = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, blank=True)
    output = models.OneToOneField(
        "coalitions.Output", null=True, blank=True, on_delete=models.SET_NULL, related_name="annual_report"
    )

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "coalition"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "year"], name="annual_report_once_per_year"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(filed_at__isnull=False), name="filed_report_says_when"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_filed(self):
        return self.state == ReportState.FILED
