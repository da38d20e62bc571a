from django.db import models
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.search import index

from coalitions.models import FocusArea, visible


class PreparatoryPhasePageQuerySet(PageQuerySet):
    def visible(self):
        """What a visitor may see."""
        return visible(self)

    def of_cycle(self, cycle):
        return self.filter(cycle=cycle)

    def newest_first(self):
        return self.order_by("-cycle__year")

    def with_cycle(self):
        return self.select_related("cycle")


class PreparatoryPhasePage(RoutablePageMixin, Page):
    """The preparatory phase of a cycle: the months in which coalitions prepare the annual meeting.

    Its children name it as their parent; it names none, so that later rooms may put their pages below it.
    """

    cycle = models.OneToOneField(
        "coalitions.Cycle",
        on_delete=models.PROTECT,
        related_name="preparatory_phase",
        help_text="A cycle has one preparatory phase. Its window of dates is part of the cycle.",
        error_messages={"unique": "This cycle has its preparatory phase already."},
    )
    intro = RichTextField(
        blank=True, features=["bold", "italic", "link"], help_text="What the phase is for, in two or three sentences."
    )

    objects = PageManager.from_queryset(PreparatoryPhasePageQuerySet)()

    content_panels = [*Page.content_panels, FieldPanel("cycle"), FieldPanel("intro")]

    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = "preparatory phase"

    @classmethod
    def can_create_at(cls, parent):
        """Anywhere on a site, but not inside another phase or what belongs to it."""
        if parent.is_root() or not super().can_create_at(parent):
            return False
        return not cls.objects.ancestor_of(parent, inclusive=True).exists()

    def get_search_facets(self):
        return {"year": self.cycle.year, "label": f"Preparatory phase, {self.cycle}"}

    def focus_area_url(self, area, request=None):
        """The address of a focus area's page in this phase; "" for a page outside every site."""
        return self._below(request, "focus-area", self._names(area))

    def coverage_url(self, request=None):
        """The address of the table of coalitions and focus areas."""
        return self._below(request, "coverage")

    def _below(self, request, name, args=()):
        address = self.get_url(request)
        return f"{address}{self.reverse_subpage(name, args=args)}" if address else ""

    @path("focus-areas/<int:pk>-<slug:slug>/", name="focus-area")
    def focus_area_page(self, request, pk, slug):
        """A focus area of this phase. A title that has changed since leads to the right address."""
        area = get_object_or_404(FocusArea.objects.in_cycle(self.cycle), pk=min(pk, 2**31 - 1))
        if (area.pk, slug) != self._names(area):
            return redirect(self.focus_area_url(area, request))
        return self.render(
            request, template="events/phase/focus_area.html", context_overrides={"area": area, "here": area.title}
        )

    @path("coalitions-and-focus-areas/", name="coverage")
    def coverage_page(self, request):
        """Which coalitions work on which focus areas, and where events are still missing."""
        return self.render(
            request,
            template="events/phase/coverage.html",
            context_overrides={"here": "Coalitions and focus areas"},
        )

    def get_sitemap_urls(self, request=None):
        """The phase, its table and the pages of its focus areas, which change as the phase does."""
        [own] = super().get_sitemap_urls(request)
        areas = FocusArea.objects.in_cycle(self.cycle_id)
        names = [("coverage", ()), *(("focus-area", self._names(area)) for area in areas)]
        below = (self.reverse_subpage(name, args=args) for name, args in names)
        return [own, *({**own, "location": f"{own['location']}{address}"} for address in below)]

    @staticmethod
    def _names(area):
        """What a focus area is called in its address: its number finds it."""
        return area.pk, slugify(area.title) or "area"
