"""Many pages made as cheaply as real rows can be."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page


def add_pages(parent, pages):
    """Put unsaved pages (of one type, with title and slug, otherwise as wanted) below an empty parent, all live.

    Nothing else happens that happens to a page that is saved: search, logs and caches know nothing of them.
    """
    locale, content_type = Locale.get_default(), ContentType.objects.get_for_model(type(pages[0]))
    bases = [
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, place),
            depth=parent.depth + 1,
            title=page.title,
            draft_title=page.title,
            slug=page.slug,
            url_path=f"{parent.url_path}{page.slug}/",
            content_type=content_type,
            locale=locale,
            live=True,
        )
        for place, page in enumerate(pages, 1)
    ]
    for base, page in zip(Page.objects.bulk_create(bases), pages, strict=True):
        page.page_ptr_id = base.pk
        page.save_base(raw=True)
    Page.objects.filter(pk=parent.pk).update(numchild=len(pages))
