"""The cache of finished pages for visitors who are not signed in.

A page is kept under its address and the content's version. Whatever an editor saves gives the content a new version,
so that every page is made anew; old entries are never asked for again and leave the cache by age.
"""

import hashlib
import random
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.exceptions import DisallowedHost
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponse
from django.utils.cache import cc_delim_re, get_conditional_response, get_max_age
from wagtail.models import Site
from wagtail.signals import page_published, page_unpublished, post_page_move

VERSION_KEY = "pages:version"
SITE_SECONDS = 300
LONGEST_ADDRESS = 500
LARGEST_BODY = 1024 * 1024
# Rows that change without any page looking different.
INVISIBLE = {
    "sessions.session",
    "contenttypes.contenttype",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflowstate",
    "wagtailadmin.editingsession",
    "wagtailusers.userprofile",
    "wagtailsearch.indexentry",
    "modelsearch.indexentry",
    "django_tasks_database.dbtaskresult",
    "home.portalrendition",
    "coalitions.notice",
    "post_office.email",
    "post_office.log",
    "account.emailaddress",
    "papers.surveyreminder",
    "papers.surveystep",
    "proposals.draftcomment",
    "proposals.review",
    "proposals.reviewassignment",
    "mfa.authenticator",
}


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An answer as it left the portal: its body, its headers and the moment it was made (Unix seconds)."""

    body: bytes
    headers: dict[str, str]
    made_at: float

    def answer(self, request) -> HttpResponse:
        """The page for this request: its headers alone for HEAD, 304 where the visitor has it already."""
        response = HttpResponse(self.body, headers=self.headers)
        response.headers["Age"] = str(max(0, int(time.time() - self.made_at)))
        if "HTTP_IF_NONE_MATCH" in request.META:
            response = get_conditional_response(request, etag=self.headers["ETag"], response=response)
        response.headers["X-Cache"] = "hit"
        if request.method == "HEAD":
            response.headers["Content-Length"] = str(len(self.body))
            response.content = b""
        return response


class FileCache(FileBasedCache):
    """Django's cache on disk, which counts its files only now and then: it does so with every entry it writes."""

    COUNT_ONE_IN = 50

    def _cull(self):
        if random.randrange(self.COUNT_ONE_IN) == 0:
            super()._cull()


def content_version() -> str:
    """The version every page is kept under. Made when there is none."""
    return cache.get(VERSION_KEY) or new_content_version()


def new_content_version() -> str:
    """Start a new version of the content, which puts every kept page out of reach, and return it."""
    version = secrets.token_hex(8)
    cache.set(VERSION_KEY, version, timeout=None)
    return version


def forget_pages(**kwargs) -> None:
    """Give the content a new version once the change is committed."""
    transaction.on_commit(new_content_version)


def _row_changed(sender, update_fields=None, **kwargs) -> None:
    if sender._meta.label_lower not in INVISIBLE and set(update_fields or ()) != {"last_login"}:
        forget_pages()


def connect_invalidation() -> None:
    """Let every visible change of a row or of the page tree forget the pages."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_row_changed, dispatch_uid="dc_portal.row_changed")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_pages, dispatch_uid="dc_portal.forget_pages")


def site_of(request) -> Site | None:
    """The site that a request asks for, with its front page. Kept: to find them takes every visit three questions."""
    if not is_for_us(request):
        return Site.find_for_request(request)
    key = f"site:{content_version()}:{request.get_host()}"
    site = cache.get(key)
    if site is None and (site := Site.find_for_request(request)) is not None:
        site.root_page = site.root_page.specific
        cache.set(key, site, timeout=SITE_SECONDS)
    return site


def is_for_us(request) -> bool:
    """Whether the host that is asked for is one of ours. Who asks for another is refused further on, with a page."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def may_be_kept(request) -> bool:
    """Whether every visitor would get the same answer: it only reads, nobody is signed in, no message waits."""
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META:
        return False
    if len(request.get_full_path()) > LONGEST_ADDRESS or not is_for_us(request):
        return False
    return not knows_the_visitor(request)


def knows_the_visitor(request) -> bool:
    """Whether the request carries something of this visitor's own: a session, a form's token, a message."""
    personal = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
    return "HTTP_COOKIE" in request.META and any(name in request.COOKIES for name in personal)


def key_of(request, part="page") -> str:
    """The key of a request's page, or of a part of it: content version, scheme, host and full path."""
    address = f"{content_version()} {request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"{part}:{hashlib.blake2b(address.encode(), digest_size=20).hexdigest()}"


def load(key: str, request) -> HttpResponse | None:
    """The kept answer to a request, if there is one."""
    kept = cache.get(key)
    return kept and kept.answer(request)


def keep(key: str, request, response: HttpResponse) -> HttpResponse:
    """Keep an answer if everybody may have it; return it, marked as a miss."""
    response.headers["X-Cache"] = "miss"
    seconds = seconds_to_keep(response) if request.method == "GET" else 0
    if seconds > 0:
        etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        response.headers.setdefault("ETag", etag)
        headers = {name: value for name, value in response.items() if name != "X-Cache"}
        cache.set(key, KeptPage(response.content, headers, time.time()), timeout=seconds)
    return response


def seconds_to_keep(response: HttpResponse) -> int:
    """How long an answer may be given to others: 0 seconds for what is personal, private, streamed or not a page.

    A page that speaks of the clock shortens the time with `patch_cache_control(response, max_age=…)`.
    """
    if response.status_code != 200 or response.streaming or response.cookies or len(response.content) > LARGEST_BODY:
        return 0
    directives = {part.split("=")[0].lower() for part in cc_delim_re.split(response.get("Cache-Control", ""))}
    if directives & {"no-store", "no-cache", "private"}:
        return 0
    # Without personal cookies, and with the language in the address, these three change nothing.
    varies_on = {name.lower() for name in cc_delim_re.split(response.get("Vary", "")) if name}
    if varies_on - {"cookie", "accept-language", "accept-encoding"}:
        return 0
    max_age = get_max_age(response)
    return settings.PAGE_CACHE_SECONDS if max_age is None else min(max_age, settings.PAGE_CACHE_SECONDS)
