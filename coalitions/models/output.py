from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.search import index

from coalitions.enums import OutputKind


class OutputQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-published_on", "title")

    def of_coalition(self, coalition):
        return self.filter(coalitions=coalition.pk)

    def of_any(self, coalition_ids):
        return self.filter(coalitions__in=coalition_ids).distinct()

    def only_of(self, coalition_ids):
        """Outputs that these coalitions publish and no other."""
        published_by_others = self.model.coalitions.through.objects.exclude(coalitionpage_id__in=coalition_ids)
        return self.of_any(coalition_ids).exclude(pk__in=published_by_others.values("output_id"))

    def in_year(self, year):
        return self.filter(published_on__year=year)

    def with_publishers(self):
        return self.prefetch_related("coalitions")

    def with_files(self):
        return self.select_related("document", "accessible_document")


class Output(index.Indexed, models.Model):
    """Something one or several coalitions published: a paper, a statement, a report."""

    title = models.CharField(max_length=255)
    kind = models.CharField(max_length=16, choices=OutputKind.choices, default=OutputKind.PAPER)
    coalitions = models.ManyToManyField("coalitions.CoalitionPage", related_name="outputs")
    published_on = models.DateField()
    url = models.URLField("address", blank=True, help_text="Where it is published, if not as a file here.")
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    summary = RichTextField(blank=True, features=["bold", "italic", "link", "ul", "ol"])
    dissenting_views = RichTextField(
        blank=True,
        features=["bold", "italic", "link", "ul", "ol"],
        help_text="Minority or dissenting views. Leave empty only if none were expressed.",
    )
    accessible_document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accessible_url = models.URLField("accessible version", blank=True)

    objects = OutputQuerySet.as_manager()

    panels = [
        FieldPanel("title", help_text="As it stands on the paper itself."),
        FieldRowPanel(
            [
                FieldPanel("kind"),
                FieldPanel("published_on", help_text="The day it was published, not the day it is filed here."),
            ]
        ),
        FieldPanel("coalitions"),
        MultiFieldPanel(
            [
                FieldPanel("url"),
                FieldPanel("document", help_text="The file, if it is kept here. PDF, Word, text or a spreadsheet."),
            ],
            "Where it is",
        ),
        FieldPanel("summary", help_text="Two or three sentences for those who decide whether to open it."),
        FieldPanel("dissenting_views"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "accessible_url",
                    help_text="Where a version stands that a screen reader can read, if the file is not one.",
                ),
                FieldPanel("accessible_document"),
            ],
            "Accessible version",
        ),
    ]

    search_fields = [
        index.SearchField("title", boost=3),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.SearchField("dissenting_views"),
    ]

    class Meta:
        ordering = ["-published_on", "title"]

    def __str__(self):
        return self.title

    def clean(self):
        if not self.url and not self.document_id:
            raise ValidationError("Give the address where the output is published, or upload its file.")

    def get_search_page(self):
        """The page of a coalition that published it: one that everybody may see, if there is one."""
        coalitions = self.coalitions.live().order_by("path")
        return coalitions.public().first() or coalitions.first()

    def get_search_facets(self):
        return {
            "year": self.published_on.year,
            "coalitions": list(self.coalitions.values_list("pk", flat=True)),
            "label": f"{self.get_kind_display()}, {self.published_on:%-d %B %Y}",
            "anchor": "outputs",
        }

    @property
    def href(self):
        """The output's own address: its file here, or where it is published."""
        return self.document.url if self.document_id else self.url

    @property
    def accessible_href(self):
        return self.accessible_document.url if self.accessible_document_id else self.accessible_url
