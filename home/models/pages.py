from itertools import accumulate

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import SiteBodyBlock

DEEPEST = 10  # pages below one another that are looked for at once


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
        """Find a page and those above it by address at once; step by step, as Wagtail does, only where that fails."""
        page = self._page_at(path_components) if len(path_components) <= DEEPEST else None
        return page.specific.route(request, []) if page else super().route(request, path_components)

    def _page_at(self, path_components):
        """The live page at an address below this one, or None. It knows the pages above it without asking again."""
        addresses = list(accumulate(path_components, "{}{}/".format, initial=self.url_path))[1:]
        found = {page.url_path: page for page in Page.objects.filter(url_path__in=addresses)}
        above = self
        for address in addresses:
            if address not in found:
                return None
            found[address]._cached_parent_obj = above
            above = found[address]
        return above if addresses and above.live else None


class StandardPage(Page):
    """A plain page: about, guides, notes."""

    intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    body = StreamField(SiteBodyBlock(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]

    search_fields = [*Page.search_fields, index.SearchField("intro"), index.SearchField("body")]

    class Meta:
        verbose_name = "page"
