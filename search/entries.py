"""What there is to find, read from the things themselves: the protocol is described in `search/__init__.py`."""

import unicodedata
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Manager, Model
from django.utils.text import Truncator, capfirst, slugify
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from search.models import SearchEntry

MAX_TEXT = 100_000  # characters of one thing that are searched

# Characters of our own, which no text that is searched holds: letters, and controls that no locale takes for letters.
OWN_LETTERS = [chr(code) for code in range(0xE000, 0xE010)]
OWN_CONTROLS = [chr(code) for code in (*range(0x01, 0x09), *range(0x0E, 0x1C))]
_UNSEARCHABLE = dict.fromkeys(map(ord, ["\x00", *OWN_CONTROLS, *OWN_LETTERS]))


@dataclass(frozen=True)
class Description:
    """A thing as a search entry, not yet stored."""

    entry: SearchEntry
    coalitions: frozenset[int]


def is_searchable(model: type[Model]) -> bool:
    """Whether visitors may find things of this model: pages, and what says which page it is shown on."""
    return issubclass(model, Page) or hasattr(model, "get_search_page")


def searchable_models() -> list[type[Model]]:
    """Where to look for things, each once: pages as `Page`, whatever their type."""
    return [Page, *(model for model in apps.get_models() if hasattr(model, "get_search_page"))]


def key_of(thing: Model) -> tuple[int, str]:
    """What an entry is known by: the id of a content type (`Page` for every page), and the primary key as text."""
    model = Page if isinstance(thing, Page) else type(thing)
    return ContentType.objects.get_for_model(model).pk, str(thing.pk)


def describe(thing: Model) -> Description | None:
    """The entry for a thing as it is in the database now, or None if it is not to be found."""
    page = thing if isinstance(thing, Page) else thing.get_search_page()
    if page is None or not page.live or page.get_url_parts() is None:
        return None
    facets = thing.get_search_facets() if hasattr(thing, "get_search_facets") else {}
    name = str(thing._meta.verbose_name)
    fields = [field for field in thing.get_search_fields() if field.field_name != "title"]
    content_type, object_id = key_of(thing)
    year = facets.get("year")
    label = facets.get("label") or (f"{capfirst(name)}, {year}" if year else capfirst(name))
    entry = SearchEntry(
        content_type_id=content_type,
        object_id=object_id,
        page_id=page.pk,
        anchor=facets.get("anchor", ""),
        kind=slugify(name)[:60],
        label=Truncator(label).chars(120),
        title=Truncator(_tidy(str(thing))).chars(255),
        text=_tidy(" · ".join(_words(thing, fields)))[:MAX_TEXT],
        year=year,
    )
    return Description(entry, frozenset(facets.get("coalitions", ())))


def names_of_kinds() -> dict[str, str]:
    """The name of every kind of thing, by its slug."""
    names = [str(model._meta.verbose_name) for model in apps.get_models() if is_searchable(model)]
    return {slugify(name)[:60]: capfirst(name) for name in names}


def restricted_paths() -> list[str]:
    """Tree paths of the pages that are not open to everybody; nor is anything below them."""
    return list(PageViewRestriction.objects.order_by("pk").values_list("page__path", flat=True))


def _words(thing, fields):
    """The texts of these search fields, in their order."""
    for field in fields:
        if isinstance(field, index.RelatedFields):
            related = field.get_value(thing)
            for part in related.all() if isinstance(related, Manager) else filter(None, [related]):
                yield from _words(part, field.fields)
        elif isinstance(field, index.SearchField):
            yield from _texts(field.get_value(thing))


def _texts(value):
    if isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value not in (None, ""):
        yield str(value)


def _tidy(text):
    return " ".join(unicodedata.normalize("NFC", text).translate(_UNSEARCHABLE).split())
