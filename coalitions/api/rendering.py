"""Things of ours as other programs read them: absolute addresses and safe HTML."""

import re
from functools import lru_cache

from django.utils.html import escape, strip_tags
from wagtail.rich_text import expand_db_html

from coalitions.sanitize import SanitizeError, clean_html

# Stands between pieces of rich text while their links are looked up together; no text of ours holds it.
_BETWEEN = "\x1e"
_OWN_ADDRESS = re.compile(r'(\b(?:href|src)=")/(?!/)')


def absolute_address(request, address: str | None) -> str:
    """An address with scheme and host, as the request came in; "" stays ""."""
    return request.build_absolute_uri(address) if address else ""


def page_address(request, page, anchor: str = "") -> str:
    """The absolute address of a page, or of an anchor on it; "" for a page outside every site."""
    address = absolute_address(request, page.get_url())
    return f"{address}#{anchor}" if address and anchor else address


def safe_html(request, markups) -> list[str]:
    """Pieces of editors' rich text as HTML for other programs: sanitised, every link absolute.

    As many come back as went in, in order. The pages and documents they link to are looked up once for all of them.
    """
    markups = [(markup or "").replace(_BETWEEN, "") for markup in markups]
    if not any(markups):
        return markups
    origin = request.build_absolute_uri("/")
    expanded = _OWN_ADDRESS.sub(rf"\g<1>{origin}", expand_db_html(_BETWEEN.join(markups)))
    return [_cleaned(piece) for piece in expanded.split(_BETWEEN)]


# Cleaning takes a millisecond or two a piece, and the same pieces are asked for again and again.
@lru_cache(maxsize=1000)
def _cleaned(markup):
    try:
        return clean_html(markup, max_length=len(markup) + 1)
    except SanitizeError:
        # Too deep or too much markup to be trusted: its words alone.
        return escape(strip_tags(markup))
