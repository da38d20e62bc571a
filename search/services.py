"""Verbs of the search: the only code that writes its entries.

Entries follow the things they describe when a transaction has committed, when all parts of a thing are in their place.
A failure there is logged and never undoes an editor's work; `manage.py rebuild_search` brings everything up to date.
"""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction
from django.db.models import Model, Q
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from search.entries import describe, is_searchable, key_of, searchable_models
from search.models import SearchEntry

BATCH = 200
_KEY = ("content_type", "object_id")
_STATED = ("page", "anchor", "kind", "label", "title", "text", "year")


def write_entries(things: Iterable[Model]) -> int:
    """Bring the entries of these things up to date. What is not to be found any more loses its entry.

    Pages are expected as their specific type. Returns the number of things that can be found.
    """
    described = {key_of(thing): describe(thing) for thing in things}
    # Always in the same order, so that of two writers at once one waits and neither is thrown out.
    found = [description for _key, description in sorted(described.items()) if description]
    with transaction.atomic():
        _entries_of(key for key, description in described.items() if not description).delete()
        entries = SearchEntry.objects.bulk_create(
            [description.entry for description in found],
            update_conflicts=True,
            unique_fields=_KEY,
            update_fields=_STATED,
        )
        link = SearchEntry.coalitions.through
        link.objects.filter(searchentry__in=entries).delete()
        link.objects.bulk_create(
            link(searchentry_id=entry.pk, page_id=coalition)
            for entry, description in zip(entries, found, strict=True)
            for coalition in sorted(description.coalitions)
        )
    return len(found)


@transaction.atomic
def refresh_entry(model: type[Model], pk) -> int:
    """Bring the entry of one thing up to date, and those of its dependants. Returns how many can be found."""
    # Locked, so that of two refreshes at once the later one has the last word.
    thing = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if thing is None:
        return 0
    if isinstance(thing, Page):
        thing = thing.specific
    return write_entries([thing, *_dependants_of(thing)])


def rebuild_entries() -> tuple[int, int]:
    """Bring every entry up to date.

    Returns `(found, removed)`: how many things can be found now, and how many entries were left over.
    """
    found, kept = 0, set()
    for model in searchable_models():
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2_000)
        while batch := list(islice(keys, BATCH)):
            things = model._default_manager.filter(pk__in=batch)
            things = list(things.specific() if model is Page else things)
            found += write_entries(things)
            kept.update(key_of(thing) for thing in things)
    stored = SearchEntry.objects.values_list("pk", "content_type_id", "object_id")
    left_over = [pk for pk, *key in stored.iterator(chunk_size=2_000) if tuple(key) not in kept]
    for start in range(0, len(left_over), BATCH):
        SearchEntry.objects.filter(pk__in=left_over[start : start + BATCH]).delete()
    return found, len(left_over)


def thing_changed(sender, instance, raw=False, **kwargs):
    """Receiver of every save: a thing that can be found follows, or the thing whose part was saved."""
    if raw:
        return
    if is_searchable(sender):
        _refresh_later(instance)
    for owner_field in _owner_fields(sender):
        _refresh_later_by_key(owner_field.related_model, getattr(instance, owner_field.attname))


def links_changed(sender, instance, action, reverse=False, **kwargs):
    """Receiver of changes of many-to-many relations, such as an output's coalitions."""
    if action.startswith("post_") and not reverse and is_searchable(type(instance)):
        _refresh_later(instance)


def thing_deleting(sender, instance, **kwargs):
    """Receiver before every deletion: what depended on the thing is looked at again when it is gone."""
    for owner_field in _owner_fields(sender):
        _refresh_later_by_key(owner_field.related_model, getattr(instance, owner_field.attname))
    if not is_searchable(sender):
        return
    for dependant in _dependants_of(instance):
        _refresh_later(dependant)
    _entries_of([key_of(instance)]).delete()


def page_moved(sender, instance, **kwargs):
    """Receiver of a page's move: it and everything below may now belong to another coalition."""
    for pk in Page.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True):
        _refresh_later_by_key(Page, pk)


def restriction_changed(sender, instance, **kwargs):
    """Receiver of a page's restriction: what can be shown on another page instead is shown there.

    Everything else needs nothing: restrictions are asked for with every search.
    """
    below = Page.objects.descendant_of(instance.page, inclusive=True)
    for page in below.specific().iterator(chunk_size=BATCH):
        for dependant in _dependants_of(page):
            _refresh_later(dependant)


def _dependants_of(thing):
    return list(thing.get_search_dependants()) if hasattr(thing, "get_search_dependants") else []


def _owner_fields(model):
    """Fields of a part (an agenda item, a sub-item) that name the thing it is a part of."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ParentalKey) and is_searchable(field.related_model)
    ]


def _entries_of(keys):
    wanted = Q(pk__in=[])
    for content_type, object_id in keys:
        wanted |= Q(content_type=content_type, object_id=object_id)
    return SearchEntry.objects.filter(wanted)


def _refresh_later(thing):
    _refresh_later_by_key(Page if isinstance(thing, Page) else type(thing), thing.pk)


def _refresh_later_by_key(model, pk):
    model = Page if issubclass(model, Page) else model

    def refresh():
        refresh_entry(model, pk)

    transaction.on_commit(refresh, robust=True)
