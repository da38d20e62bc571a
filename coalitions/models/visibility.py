"""What a visitor may see, as part of a query: Wagtail's own `public()` asks for every restriction first."""

from django.db.models import BooleanField, Func
from wagtail.models import Page, PageViewRestriction


class _Unrestricted(Func):
    """In SQL, because Django takes longer to build this condition than a database to answer it, on every page.

    CROSS JOIN holds SQLite to this order: the few restrictions first, not every page of the tree for every row.
    """

    arity = 1
    output_field = BooleanField()
    template = (
        f"NOT EXISTS (SELECT 1 FROM {PageViewRestriction._meta.db_table} closed"
        f" CROSS JOIN {Page._meta.db_table} above WHERE above.id = closed.page_id"
        " AND substr(%(expressions)s, 1, length(above.path)) = above.path)"
    )


def unrestricted(path="path"):
    """A condition: no view restriction lies on the page, or on one above it. `path` leads to the page's tree path."""
    return _Unrestricted(path)


def visible(pages):
    """The pages of a queryset that a visitor may see: published, and open to everybody."""
    return pages.live().filter(unrestricted())
