"""Things of ours as other programs read them: absolute addresses and safe HTML."""

import re
from functools import lru_cache

from django.utils.html import escape, strip_tags

from coalitions.rich_text import expand_links
from coalitions.sanitize import SanitizeError, clean_html

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
    origin = request.build_absolute_uri("/")
    return [_cleaned(_OWN_ADDRESS.sub(rf"\g<1>{origin}", markup)) for markup in expand_links(markups)]


# Cleaning takes a millisecond or two a piece, and the same pieces are asked for again and again.
@lru_cache(maxsize=1000)
def _cleaned(markup):
    try:
        return clean_html(markup, max_length=len(markup) + 1)
    except SanitizeError:
        # Too deep or too much markup to be trusted: its words alone.
        return escape(strip_tags(markup))
