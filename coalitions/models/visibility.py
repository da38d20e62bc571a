"""What a visitor may see, as part of a query: Wagtail's own `public()` asks for every restriction first."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def unrestricted(path="path"):
    """A condition: no view restriction lies on the page, or on one above it. `path` leads to the page's tree path."""
    outer = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return ~Exists(PageViewRestriction.objects.alias(outer_path=outer).filter(outer_path__startswith=F("page__path")))


def visible(pages):
    """The pages of a queryset that a visitor may see: published, and open to everybody."""
    return pages.live().filter(unrestricted())
