import datetime
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from coalitions.models import unrestricted
from coalitions.papers.enums import StageKind, StageState
from coalitions.papers.models.draft_records import DraftExtension


@dataclass(frozen=True)
class Move:
    """A deadline that was moved, of whatever it is."""

    from_at: datetime.datetime | None
    to_at: datetime.datetime
    reason: str
    moved_at: datetime.datetime


class PaperStageQuerySet(models.QuerySet):
    def with_deadline(self):
        """Stages that end at a moment that is known, and were not skipped."""
        return self.filter(ends_at__isnull=False, is_skipped=False).select_related("paper")

    def public(self):
        """The stages of papers that everybody may see."""
        return self.filter(unrestricted("paper__path"), paper__live=True)

    def of_papers(self, paper_ids):
        return self.filter(paper_id__in=paper_ids)


class PaperStage(Orderable):
    """A step of the work on a paper: when it is open, or that this is to be announced, and what came of it."""

    paper = ParentalKey("papers.PaperPage", on_delete=models.CASCADE, related_name="stages")
    # What history refers to: the row itself may be written anew when an older draft of the page is published.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=StageKind.choices)
    title = models.CharField(max_length=120, blank=True, help_text="Where the kind alone does not say it.")
    starts_at = models.DateTimeField("opens (UTC)", null=True, blank=True)
    ends_at = models.DateTimeField("closes (UTC)", null=True, blank=True)
    is_skipped = models.BooleanField("skipped", default=False, help_text="It will not take place.")
    text = models.CharField("what happens", max_length=300, blank=True)
    outcome = RichTextField(
        blank=True, features=["bold", "italic", "link", "document-link"], help_text="What came of it, and where it is."
    )

    objects = PaperStageQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldRowPanel(
            [
                FieldPanel("starts_at", help_text="Leave both empty where this is still to be announced."),
                FieldPanel("ends_at"),
            ]
        ),
        FieldPanel("text"),
        FieldPanel("outcome"),
        FieldPanel("is_skipped"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="stage_closes_after_opening",
                violation_error_message="A stage closes after it opens.",
            )
        ]

    def __str__(self):
        return self.title or self.get_kind_display()

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "A stage closes after it opens."})

    @property
    def state(self):
        """Where it stands now, to the second."""
        now = timezone.now()
        if self.is_skipped:
            return StageState.SKIPPED
        if self.starts_at is None and self.ends_at is None:
            return StageState.TO_BE_ANNOUNCED
        if self.ends_at is not None and self.ends_at < now:
            return StageState.CLOSED
        return StageState.PLANNED if self.starts_at is not None and self.starts_at > now else StageState.OPEN

    @property
    def next_moment(self):
        """When it changes next: its opening while it is planned, its end while it is open; None where nobody knows."""
        return self.starts_at if self.state == StageState.PLANNED else self.ends_at


class StageExtensionQuerySet(models.QuerySet):
    def moves_of(self, paper_ids, draft_ids):
        """Every moved deadline of these papers and drafts, in one query.

        Key (a stage's key in hexadecimal digits, or a draft's number) → Moves, the earliest first.
        """
        fields = ("thing", "from_at", "to_at", "reason", "moved_at")
        of_stages = self.filter(paper_id__in=paper_ids).annotate(thing=Cast("stage_key", models.TextField()))
        of_drafts = DraftExtension.objects.filter(draft_id__in=draft_ids)
        of_drafts = of_drafts.annotate(thing=Cast("draft_id", models.TextField()))
        rows = of_stages.order_by().values_list(*fields).union(of_drafts.order_by().values_list(*fields), all=True)
        found = {}
        for thing, *move in sorted(rows, key=lambda row: row[4]):
            found.setdefault(thing.replace("-", ""), []).append(Move(*move))
        return found


class StageExtension(models.Model):
    """The end of a stage as it was before it was moved, and why it was. Public; written by the services only."""

    paper = models.ForeignKey("papers.PaperPage", on_delete=models.CASCADE, related_name="extensions")
    stage_key = models.UUIDField()
    from_at = models.DateTimeField(null=True)
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StageExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self):
        return f"moved on {self.moved_at:%-d %B %Y}"
