from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.models import ChangesByTheClock, visible
from coalitions.papers.enums import StageState


class PaperPageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def newest_first(self):
        return self.order_by("-cycle__year", "title")

    def with_cycle(self):
        return self.select_related("cycle")


class PaperPage(ChangesByTheClock, Page):
    """The work on a joint paper: its stages, documents, surveys and discussions.

    Its children name it as their parent; it names none.
    """

    cycle = models.ForeignKey(
        "coalitions.Cycle",
        on_delete=models.PROTECT,
        related_name="papers",
        help_text="The IGF year the paper is written for.",
    )
    intro = RichTextField(
        blank=True, features=["bold", "italic", "link"], help_text="What the paper is for, in two or three sentences."
    )

    objects = PageManager.from_queryset(PaperPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("cycle"),
        FieldPanel("intro"),
        InlinePanel(
            "stages",
            heading="Stages",
            label="Stage",
            help_text="In the order in which they follow. Once the page is published, “Move a deadline” moves the end "
            "of a stage and keeps its history.",
        ),
        HelpPanel(template="papers/admin/_paper_record.html", heading="Deadlines"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = "paper"

    @classmethod
    def can_create_at(cls, parent):
        """Anywhere on a site, but not inside another paper or what belongs to it."""
        if parent.is_root() or not super().can_create_at(parent):
            return False
        return not cls.objects.ancestor_of(parent, inclusive=True).exists()

    def with_content_json(self, content):
        """A draft never moves a stage's end back: extensions are a step of their own."""
        page = super().with_content_json(content)
        moved = {row.stage_key: row.to_at for row in self.extensions.all()} if self.pk and self.live else {}
        for stage in page.stages.all():
            stage.ends_at = moved.get(stage.key, stage.ends_at)
        return page

    @cached_property
    def ordered_stages(self):
        """Its stages in order, fetched once."""
        return list(self.stages.all())

    def moments_of_change(self):
        return [moment for stage in self.ordered_stages for moment in (stage.starts_at, stage.ends_at) if moment]

    @property
    def next_stage(self):
        """The stage whose end or beginning comes next: an open one before a planned one; None where none is."""
        now = timezone.now()
        stages = [stage for stage in self.ordered_stages if stage.state in (StageState.OPEN, StageState.PLANNED)]
        return min(stages, key=lambda stage: (stage.next_moment is None, stage.next_moment or now), default=None)

    def get_search_facets(self):
        return {"year": self.cycle.year, "label": f"Paper, {self.cycle}"}
