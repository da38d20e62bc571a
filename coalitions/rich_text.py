"""Rich text as readers see it: what many texts link to is looked up once for all of them.

Wagtail's own way asks two or three questions for each text with a link, and one more for each link.
"""

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.pages import PageLinkHandler

# Stands between texts while their links are looked up together; no text of ours holds it.
_BETWEEN = "\x1e"


class PageLinks(PageLinkHandler):
    """Wagtail's links to pages, in the reader's language, with one question for all links of a text."""

    @classmethod
    def get_many(cls, attrs_list):
        ids = [attrs.get("id") for attrs in attrs_list]
        pages = {str(page.pk): page for page in Page.objects.filter(pk__in=ids).select_related("locale")}
        return [pages.get(str(page_id)) for page_id in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [f'<a href="{escape(url)}">' if (url := _url(page)) else "<a>" for page in cls.get_many(attrs_list)]


def _url(page):
    if page is None:
        return None
    in_language = page if page.locale.language_code == get_language() else page.localized
    # Only a kind of page with addresses of its own has to be fetched as what it is.
    own = in_language.specific_class
    return in_language.url if own is None or own.get_url_parts is Page.get_url_parts else in_language.specific.url


def expand_links(texts):
    """These pieces of rich text with the addresses of what they link to, in order. None becomes ""."""
    texts = [(text or "").replace(_BETWEEN, "") for text in texts]
    return expand_db_html(_BETWEEN.join(texts)).split(_BETWEEN) if any(texts) else texts


def with_links(things, *names):
    """The things as a list, the addresses put into their rich text fields `names`. For showing only: never save them.

    The filter `richtext` then finds nothing left to look up.
    """
    things = list(things)
    fields = [(thing, name) for thing in things for name in names]
    for (thing, name), text in zip(fields, expand_links([getattr(*field) for field in fields]), strict=True):
        setattr(thing, name, text)
    return things
