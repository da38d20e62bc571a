from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from coalitions.models.coalition_page import CoalitionPage
from coalitions.models.visibility import visible


class CoalitionIndexPage(Page):
    """The directory of coalitions."""

    subpage_types = ["coalitions.CoalitionPage"]

    intro = RichTextField(blank=True, features=["bold", "italic", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro", help_text="A sentence above the list.")]

    class Meta:
        verbose_name = "coalition directory"
        verbose_name_plural = "coalition directories"

    @classmethod
    def can_create_at(cls, parent):
        return super().can_create_at(parent) and not isinstance(parent.specific_deferred, CoalitionPage)

    def coalitions(self):
        """The directory's coalitions that a visitor may see."""
        return visible(CoalitionPage.objects.child_of(self))
