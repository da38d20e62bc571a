from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.models import ChangesByTheClock, ServiceOwnedFields, visible
from coalitions.papers.enums import Audience, ResponseState


class SurveyPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def open(self, now=None):
        """Surveys that take answers now, the nearest deadline first."""
        now = now or timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gte=now).order_by("closes_at", "pk")

    def of_coalitions(self):
        """Those that ask coalitions."""
        return self.filter(audience=Audience.COALITIONS)

    def with_ids(self, ids):
        return self.filter(pk__in=ids)

    def of_paper(self, paper):
        return self.child_of(paper)

    def not_frozen(self, now=None):
        """Those that have opened and do not know yet whom they ask."""
        return self.of_coalitions().filter(population_frozen_at__isnull=True, opens_at__lte=now or timezone.now())

    def closing_between(self, first, last):
        return self.filter(closes_at__gt=first, closes_at__lte=last)

    def newest_first(self):
        return self.order_by("-opens_at", "title")

    def published_results(self):
        return self.filter(results_published_at__isnull=False)

    def without_published_results(self):
        return self.filter(results_published_at__isnull=True)

    def with_late_drafts_of(self, coalition_ids):
        """Those that are closed, for which one of these coalitions has an answer that was not finished in time."""
        late = models.Q(responses__coalition_id__in=coalition_ids, responses__state=ResponseState.LATE)
        return self.filter(late, closes_at__lt=timezone.now()).distinct().order_by("closes_at", "pk")

    def for_listing(self):
        return self.prefetch_related("extensions")


class SurveyPage(ChangesByTheClock, ServiceOwnedFields, Page):
    """A survey for a paper: its questions, whom it asks, and until when."""

    parent_page_types = ["papers.PaperPage"]
    subpage_types = []
    service_owned = ("population_frozen_at", "results_published_at")

    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.COALITIONS)
    opens_at = models.DateTimeField("opens (UTC)")
    closes_at = models.DateTimeField("closes (UTC)")
    intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    guidance = RichTextField(blank=True, features=["h3", "bold", "italic", "link", "ol", "ul"])
    population_frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    results_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(SurveyPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro", help_text="What is asked and why, in short."),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("audience", help_text="Whom it asks."),
                        FieldPanel("opens_at"),
                        FieldPanel("closes_at"),
                    ]
                )
            ],
            "Whom, and until when, in UTC",
            help_text="Once the survey is published, “Move the deadline” moves its end and keeps the history.",
        ),
        FieldPanel("guidance", help_text="How long it takes, what happens with the answers, who reads them."),
        InlinePanel("questions", heading="Questions", label="Question"),
        HelpPanel(template="papers/admin/_survey_record.html", heading="Answers and deadlines moved"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("guidance")]

    class Meta:
        verbose_name = "survey"

    def clean(self):
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": "A survey closes after it opens."})
        stored = SurveyPage.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and stored.audience != self.audience and stored.responses.exists():
            raise ValidationError({"audience": "There are answers already; whom it asks stays as it is."})

    def with_content_json(self, content):
        """A draft never moves the deadline of a published survey back: extensions are a step of their own."""
        page = super().with_content_json(content)
        stored = type(self)._base_manager.filter(pk=self.pk, live=True).values("closes_at").first()
        if stored:
            page.closes_at = stored["closes_at"]
        return page

    @property
    def asks_coalitions(self):
        return self.audience == Audience.COALITIONS

    @property
    def has_opened(self):
        return self.opens_at <= timezone.now()

    @property
    def is_open(self):
        """Whether it takes answers now, to the second."""
        return self.opens_at <= timezone.now() <= self.closes_at

    @property
    def has_results(self):
        """Whether everybody may read what was answered."""
        return self.results_published_at is not None

    @property
    def changed_at(self):
        """When its deadline was set, or moved the last time."""
        moved = [extension.moved_at for extension in self.extensions.all()]
        return max([self.first_published_at or self.opens_at, *moved])

    def has_answers_to(self, name):
        """Whether anybody has answered the question kept under this name, in a draft or for good."""
        return self.responses.filter(answers__has_key=name).exists()

    def moments_of_change(self):
        return [self.opens_at, self.closes_at]

    def get_search_facets(self):
        return {"year": self.opens_at.year, "label": f"Survey, until {self.closes_at:%-d %B %Y}"}


class SurveyExtension(models.Model):
    """A survey's deadline as it was before it was moved, and why it was. Public; written by the services only."""

    survey = models.ForeignKey(SurveyPage, on_delete=models.CASCADE, related_name="extensions")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self):
        return f"moved on {self.moved_at:%-d %B %Y}"
