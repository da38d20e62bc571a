"""The cache of finished pages for visitors who are not signed in.

A page is kept under its address and the content's version. Whatever an editor saves gives the content a new version, so
that every page is made anew; old entries are never asked for again and leave the cache by age.
"""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import get_max_age
from wagtail.signals import page_published, page_unpublished, post_page_move

VERSION_KEY = "pages:version"
# Rows that change without any page looking different.
INVISIBLE = {
    "sessions.session",
    "contenttypes.contenttype",
    "wagtailcore.revision",
    "wagtailcore.pagelogentry",
    "wagtailcore.modellogentry",
    "wagtailcore.referenceindex",
    "wagtailcore.pagesubscription",
    "wagtailcore.comment",
    "wagtailcore.uploadedfile",
    "wagtailadmin.editingsession",
    "wagtailusers.userprofile",
    "wagtailsearch.indexentry",
    "modelsearch.indexentry",
    "home.portalrendition",
}


def content_version():
    """The version every page is kept under. Made when there is none."""
    version = cache.get(VERSION_KEY)
    if version is None:
        version = str(time.time_ns())
        cache.add(VERSION_KEY, version, timeout=None)
    return version


def forget_pages(**kwargs):
    """Give the content a new version once the change is committed."""
    transaction.on_commit(lambda: cache.set(VERSION_KEY, str(time.time_ns()), timeout=None))


def _row_changed(sender, **kwargs):
    if sender._meta.label_lower not in INVISIBLE:
        forget_pages()


def connect_invalidation():
    """Let every visible change of a row or of the page tree forget the pages."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_row_changed, dispatch_uid=f"page_cache.{id(signal)}")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_pages, dispatch_uid=f"page_cache.{id(signal)}")


def may_be_kept(request):
    """Whether the request is one that every visitor would get the same answer to."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(settings.PAGE_CACHE_EXEMPT):
        return False
    return not (settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES)


def key_of(request):
    """The key of a request's page: content version, scheme, host and full path."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{content_version()}:{hashlib.md5(address.encode(), usedforsecurity=False).hexdigest()}"


def load(key, request):
    """The kept answer to a request, or None. Answers 304 where the visitor has the page already."""
    kept = cache.get(key)
    if kept is None:
        return None
    content, headers = kept
    if request.headers.get("If-None-Match") == headers["ETag"]:
        response = HttpResponseNotModified()
        response["ETag"] = headers["ETag"]
    else:
        response = HttpResponse(content if request.method == "GET" else b"", headers=headers)
    response["X-Cache"] = "hit"
    return response


def keep(key, request, response):
    """Keep an answer if it is a whole public page; its own max-age shortens the time."""
    if request.method != "GET" or response.status_code != 200 or response.streaming or response.cookies:
        return
    directives = response.get("Cache-Control", "")
    if any(word in directives for word in ("private", "no-store", "no-cache")):
        return
    seconds = min(settings.PAGE_CACHE_SECONDS, get_max_age(response) or settings.PAGE_CACHE_SECONDS)
    if seconds <= 0:
        return
    if not response.has_header("ETag"):
        digest = hashlib.md5(response.content, usedforsecurity=False).hexdigest()
        response["ETag"] = f'"{digest}"'
    cache.set(key, (response.content, dict(response.items())), timeout=seconds)
    response["X-Cache"] = "miss"
