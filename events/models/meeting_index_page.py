from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.search import index


class MeetingIndexPageQuerySet(PageQuerySet):
    def by_title(self):
        return self.order_by("title")

    def above(self, meetings):
        """The series of these meetings."""
        return self.filter(path__in={meeting.path[: -meeting.steplen] for meeting in meetings})

    def open_to_reports_of(self, user):
        """The series a user may import reports into: those they may add pages below."""
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
        return self.filter(pk__in=pages.values("pk"))


class MeetingIndexPage(Page):
    """A series of meetings: the coordination group's, or a coalition's calls."""

    subpage_types = ["events.MeetingPage"]

    intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    abbreviation = models.CharField(
        max_length=20, blank=True, help_text="Used in citations, for example “DCCG” in “DCCG 53, para 4”."
    )
    corrections_days = models.PositiveSmallIntegerField(
        default=14, help_text="How many days participants have to send corrections after a report is published."
    )
    corrections_contact = models.EmailField(
        blank=True, help_text="Where corrections go. Shown to everybody while corrections are open."
    )

    objects = PageManager.from_queryset(MeetingIndexPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("abbreviation"),
        FieldPanel("intro", help_text="Who meets here, how often, and who may come."),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("corrections_days"), FieldPanel("corrections_contact")])],
            "Corrections to reports",
        ),
    ]

    search_fields = [*Page.search_fields, index.SearchField("abbreviation"), index.SearchField("intro")]

    class Meta:
        verbose_name = "meeting series"
        verbose_name_plural = "meeting series"

    def clean(self):
        super().clean()
        if self.corrections_days is not None and not 1 <= self.corrections_days <= 90:
            raise ValidationError({"corrections_days": "Between 1 and 90 days."})

    @property
    def short_name(self):
        """How the series is cited."""
        return self.abbreviation or self.title
