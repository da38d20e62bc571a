from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.models import ChangesByTheClock, ServiceOwnedFields, visible
from coalitions.numbering import number_parts
from coalitions.papers.blocks import NUMBERED_BLOCKS, DraftBlock
from coalitions.papers.enums import PUBLISHED_KINDS, CommentPeriod, CommentState, DraftKind


class PaperDraftPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def of_paper(self, paper):
        return self.child_of(paper)

    def waiting_under(self, title):
        """Those with this title that are not published."""
        return self.filter(title=title, live=False)

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def commented_by(self, coalition):
        """Drafts with published comments for a coalition, each with `own_comments`: how many."""
        own = Q(comments__coalition=coalition.pk, comments__state=CommentState.PUBLISHED)
        return self.filter(own).annotate(own_comments=Count("comments", filter=own))

    def newest_first(self):
        return self.order_by("-number", "-pk")

    def taking_comments(self, now=None):
        """Drafts open for comments now, the nearest deadline first."""
        now = now or timezone.now()
        return self.filter(comments_open_at__lte=now, comments_close_at__gte=now).order_by("comments_close_at")

    def with_comment_period(self):
        return self.filter(comments_close_at__isnull=False)

    def papers(self):
        """Final papers and their abridged versions."""
        return self.filter(kind__in=PUBLISHED_KINDS)

    def for_listing(self):
        return self.defer_streamfields()


class PaperDraftPage(ServiceOwnedFields, ChangesByTheClock, Page):
    """A document of the work on a paper, in one version: its numbered paragraphs, and the period for comments."""

    parent_page_types = ["papers.PaperPage"]
    subpage_types = []
    service_owned = ("settled_numbers",)
    exclude_fields_in_copy = ["settled_numbers"]

    kind = models.CharField(max_length=16, choices=DraftKind.choices, default=DraftKind.ADVANCED)
    number = models.PositiveSmallIntegerField("version", default=1, help_text="The first version is 1.")
    label = models.CharField(max_length=80, blank=True, help_text="How the version is called, such as “after review”.")
    change_note = models.TextField(blank=True, max_length=2000, help_text="What changed since the version before.")
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="next_versions",
        verbose_name="version before",
        help_text="Its text is compared with this one, and its comments are led on to.",
    )
    intro = RichTextField(blank=True, features=["bold", "italic", "link"], help_text="What the document is, in short.")
    body = StreamField(DraftBlock(), blank=True)
    comments_open_at = models.DateTimeField("comments open (UTC)", null=True, blank=True)
    comments_close_at = models.DateTimeField("comments close (UTC)", null=True, blank=True)
    # Block id → number, settled when the paragraph was published first.
    settled_numbers = models.JSONField(default=dict, blank=True, editable=False)

    objects = PageManager.from_queryset(PaperDraftPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("label")]),
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("previous"), FieldPanel("change_note")],
            "The version before",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("comments_open_at"), FieldPanel("comments_close_at")])],
            "Comments, in UTC",
            help_text="Leave both empty where none are asked for. Once the page is published, “Move the deadline” "
            "moves the end and keeps its history.",
        ),
        FieldPanel(
            "body",
            help_text="Headings and paragraphs in order. The portal numbers them; a number is settled when its "
            "paragraph is published.",
        ),
        HelpPanel(template="papers/admin/_draft_record.html", heading="Comments and versions"),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("change_note"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "draft of a paper"
        verbose_name_plural = "drafts of papers"

    def clean(self):
        super().clean()
        errors = {}
        opens, closes = self.comments_open_at, self.comments_close_at
        if bool(opens) != bool(closes):
            errors["comments_close_at"] = "Give both moments, or neither."
        elif opens and closes <= opens:
            errors["comments_close_at"] = "Comments close after they open."
        if self.number == 0:
            errors["number"] = "The first version is 1."
        if self.previous_id and self.previous_id == self.pk:
            errors["previous"] = "A version does not follow itself."
        if errors:
            raise ValidationError(errors)

    def with_content_json(self, content):
        """A draft never moves the deadline of a published page back: extensions are a step of their own."""
        page = super().with_content_json(content)
        if self.pk and self.live and self.extensions.exists():
            page.comments_close_at = self.extensions.last().to_at
        return page

    @property
    def version_name(self):
        """How the version is called: "Version 2, after review"."""
        return f"Version {self.number}, {self.label}" if self.label else f"Version {self.number}"

    @property
    def is_paper(self):
        """Whether it is the paper itself, or its abridged version."""
        return self.kind in PUBLISHED_KINDS

    @property
    def comment_period(self):
        """Whether it takes comments now, to the second."""
        now = timezone.now()
        if self.comments_open_at is None or self.comments_close_at is None:
            return CommentPeriod.NONE
        if now < self.comments_open_at:
            return CommentPeriod.PLANNED
        return CommentPeriod.OPEN if now <= self.comments_close_at else CommentPeriod.CLOSED

    @property
    def takes_comments(self):
        return self.comment_period == CommentPeriod.OPEN

    def parts(self):
        """The text in order, each part with its number and anchor."""
        return number_parts(self.body, self.settled_numbers, NUMBERED_BLOCKS)

    def numbered_part(self, anchor):
        """The numbered part at an anchor, or None."""
        return next((part for part in self.parts() if part.anchor == anchor and part.number), None)

    def moments_of_change(self):
        return [moment for moment in (self.comments_open_at, self.comments_close_at) if moment]

    def citation(self, number):
        """How a paragraph is cited: "The paper of 2021, version 2, para 4"."""
        return f"{self.title}, version {self.number}, para {number}"

    def get_search_facets(self):
        year = (self.first_published_at or timezone.now()).year
        return {"year": year, "label": f"{self.get_kind_display()}, version {self.number}"}
