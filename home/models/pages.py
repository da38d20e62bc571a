from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import SiteBodyBlock


class HomePage(Page):
    """The front page: what is next, what is due, what is new, and the way to every coalition."""

    parent_page_types = ["wagtailcore.Page"]

    headline = models.CharField(max_length=160, blank=True, help_text="One sentence: what this site is.")
    intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    body = StreamField(SiteBodyBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("intro", help_text="One or two sentences under the headline."),
        FieldPanel("body"),
    ]

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = "front page"

    def route(self, request, path_components):
        """Find a page by its whole address at once; step by step, as Wagtail does, only where that fails."""
        if path_components:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            page = Page.objects.filter(url_path=address).live().first()
            if page is not None:
                return page.specific.route(request, [])
        return super().route(request, path_components)


class StandardPage(Page):
    """A plain page: about, guides, notes."""

    intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    body = StreamField(SiteBodyBlock(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = "page"
