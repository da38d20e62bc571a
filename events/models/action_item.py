import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from coalitions.models import ServiceOwnedFields, unrestricted
from coalitions.sanitize import plain_text
from events.enums import REPORT_PUBLIC, UNFINISHED, ActionKind, ActionState, Owner
from events.models.meeting_page import MeetingPage
from events.report_text.prose import first_sentence, shortened

DUE_SOON = datetime.timedelta(days=7)


class ActionItemQuerySet(models.QuerySet):
    def public(self):
        """What a visitor may see: agreed at a meeting whose report is published."""
        return self.filter(unrestricted("meeting__path"), meeting__live=True, meeting__state__in=REPORT_PUBLIC)

    def unfinished(self):
        return self.filter(state__in=UNFINISHED)

    def overdue(self, now=None):
        return self.unfinished().filter(due_at__lt=now or timezone.now())

    def due_soon(self, now=None):
        """Unfinished, and due within a week."""
        now = now or timezone.now()
        return self.unfinished().filter(due_at__gte=now, due_at__lte=now + DUE_SOON)

    def due_after(self, moment):
        return self.filter(due_at__gte=moment)

    def with_deadline(self):
        return self.filter(due_at__isnull=False)

    def of_meeting(self, meeting):
        return self.filter(meeting_id=meeting.pk)

    def of_meetings(self, meetings):
        return self.filter(meeting__in=meetings)

    def in_series(self, series):
        return self.filter(meeting__path__startswith=series.path, meeting__depth=series.depth + 1)

    def managed_by(self, user):
        """Items of the meetings whose pages the user may publish."""
        return self.filter(meeting__in=MeetingPage.objects.managed_by(user))

    def other_than(self, item):
        """The other items of the same series, the newest meeting first."""
        meetings = MeetingPage.objects.sibling_of(item.meeting, inclusive=True)
        return self.filter(meeting__in=meetings).exclude(pk=item.pk).order_by("-meeting__starts_at", "order")

    def of_coalition(self, coalition):
        """What a coalition has to do: items with a part of it."""
        # Not by a join: `for_listing` would then count this coalition's parts alone.
        return self.filter(pk__in=ActionItemPart.objects.of_coalitions([coalition.pk]).values("item_id"))

    def by_deadline(self):
        """The nearest deadline first, those without one last."""
        return self.order_by(models.F("due_at").asc(nulls_last=True), "meeting__starts_at", "order")

    def in_order(self):
        return self.order_by("order", "pk")

    def for_listing(self):
        """What a row shows, fetched at once, with the count of parts and of those done."""
        return (
            self.select_related("meeting")
            .defer("meeting__report")
            .prefetch_related("coalitions")
            .annotate(
                parts_total=models.Count("parts", distinct=True),
                parts_done=models.Count("parts", filter=Q(parts__done_at__isnull=False), distinct=True),
            )
        )

    def for_report(self):
        """What the report shows of an item besides: lines, earlier deadlines, who did their part, what replaced it."""
        return (
            self.for_listing()
            .select_related("superseded_by__meeting")
            .defer("superseded_by__meeting__report")
            .prefetch_related("sub_items", "deadline_changes", "parts__coalition")
        )


class ActionItem(ServiceOwnedFields, index.Indexed, ClusterableModel):
    """A task agreed at a meeting."""

    service_owned = ("state", "closed_at", "outcome", "superseded_by", "calendar_sequence")

    meeting = models.ForeignKey("events.MeetingPage", on_delete=models.CASCADE, related_name="action_items")
    kind = models.CharField(max_length=16, choices=ActionKind.choices, default=ActionKind.ACTION)
    text = RichTextField(features=["bold", "italic", "link"])
    owner = models.CharField(max_length=16, choices=Owner.choices, blank=True, default=Owner.UNASSIGNED)
    coalitions = ParentalManyToManyField(
        "coalitions.CoalitionPage",
        blank=True,
        related_name="+",
        help_text="Which ones, if only some coalitions own it.",
    )
    due_at = models.DateTimeField("due (UTC)", null=True, blank=True)
    due_to_be_announced = models.BooleanField("deadline to be announced", default=False)
    order = models.PositiveSmallIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    state = models.CharField(max_length=12, choices=ActionState.choices, default=ActionState.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=500, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="supersedes"
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = ActionItemQuerySet.as_manager()

    panels = [
        FieldRowPanel(
            [
                FieldPanel("meeting"),
                FieldPanel(
                    "kind", help_text="An action is to be done, a planned activity is foreseen, a conclusion stands."
                ),
                FieldPanel("order", help_text="Its place among the conclusions of the meeting."),
            ]
        ),
        FieldPanel("text", help_text="As it was agreed. The first sentence stands in lists."),
        InlinePanel("sub_items", heading="Sub-items", label="Sub-item"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "owner",
                    help_text="Who does it. All or some coalitions each get a part of their own to mark as done.",
                ),
                FieldPanel("coalitions"),
            ],
            "Owners",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("due_at", help_text="A day without a time ends at 23:59 UTC."),
                        FieldPanel("due_to_be_announced"),
                    ]
                )
            ],
            "Deadline",
            help_text="Once set, a deadline is moved with “Move the deadline”, which keeps its history.",
        ),
    ]

    search_fields = [
        index.SearchField("text"),
        index.RelatedFields("sub_items", [index.SearchField("text")]),
    ]

    class Meta:
        ordering = ["meeting", "order", "pk"]

    def __str__(self):
        return shortened(" ".join(plain_text(self.text).split()), 90)

    def clean(self):
        if self.due_at and self.due_to_be_announced:
            raise ValidationError({"due_to_be_announced": "A deadline is either set or to be announced, not both."})

    @property
    def headline(self):
        """Its first sentence, for lists. The deadline stands beside it, and the rest at the meeting."""
        return shortened(first_sentence(" ".join(plain_text(self.text).split())), 160)

    @property
    def anchor(self):
        """The permanent anchor on the meeting's page."""
        return f"item-{self.uid.hex[:8]}"

    def get_search_page(self):
        """The meeting's page, once everybody can read the conclusions there."""
        return self.meeting if self.meeting.report_is_public else None

    def get_search_facets(self):
        own = set(self.coalitions.values_list("pk", flat=True)) | set(self.parts.values_list("coalition", flat=True))
        return {
            "year": self.meeting.starts_at.year,
            "coalitions": sorted(own),
            "label": f"{self.get_kind_display()}, {self.meeting.starts_at:%-d %B %Y}",
            "anchor": self.anchor,
        }

    @property
    def is_unfinished(self):
        return self.state in UNFINISHED

    @property
    def is_overdue(self):
        return self.is_unfinished and self.due_at is not None and self.due_at < timezone.now()

    @property
    def is_due_soon(self):
        if not self.is_unfinished or self.due_at is None:
            return False
        return datetime.timedelta() <= self.due_at - timezone.now() <= DUE_SOON


class ActionSubItem(Orderable):
    """A line under an action item."""

    item = ParentalKey(ActionItem, on_delete=models.CASCADE, related_name="sub_items")
    text = RichTextField(features=["bold", "italic", "link"])

    panels = [FieldPanel("text")]

    class Meta(Orderable.Meta):
        pass

    def __str__(self):
        return self.text


class ActionItemPartQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(done_at__isnull=True, item__state__in=UNFINISHED)

    def of_coalitions(self, coalition_ids):
        return self.filter(coalition_id__in=coalition_ids)

    def by_person(self, user):
        return self.filter(by_id=user.pk)

    def public(self):
        return self.filter(item__in=ActionItem.objects.public())

    def for_listing(self):
        return self.select_related("item__meeting", "coalition").order_by(
            models.F("item__due_at").asc(nulls_last=True), "coalition__title"
        )


class ActionItemPart(models.Model):
    """One coalition's part in an action item that several own."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="parts")
    coalition = models.ForeignKey("coalitions.CoalitionPage", on_delete=models.CASCADE, related_name="action_parts")
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = ActionItemPartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "coalition"], name="part_once_per_coalition")]

    def __str__(self):
        return f"{self.coalition}: {self.item}"


class DeadlineChangeQuerySet(models.QuerySet):
    def by_person(self, user):
        return self.filter(by_id=user.pk)


class DeadlineChange(models.Model):
    """A deadline as it was before it was moved, and why it was."""

    item = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="deadline_changes")
    from_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DeadlineChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self):
        return f"moved on {self.changed_at:%-d %B %Y}"
