"""What every request passes on its way in and every answer on its way out."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from coalitions.permissions import can_use_admin
from dc_portal import page_cache
from home.permissions import must_use_second_factor

ADMIN = "/admin/"
WAY_OUT = "/admin/logout/"


class PageCacheMiddleware:
    """Answers visitors who are not signed in from the page cache, and says so in `X-Cache: hit|miss`.

    Stands first, so that a kept page costs no query. Off where `PAGE_CACHE_SECONDS` is 0.
    """

    def __init__(self, get_response):
        if not settings.PAGE_CACHE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if not page_cache.may_be_kept(request):
            return self.get_response(request)
        # The version in the key is read before the page is made: where the content changes meanwhile, the page is
        # kept under the old version, and nobody asks for it.
        key = page_cache.key_of(request)
        return page_cache.load(key, request) or page_cache.keep(key, request, self.get_response(request))


class SiteMiddleware:
    """Tells Wagtail which site is asked for, where Wagtail itself keeps it during a request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request._wagtail_site = page_cache.site_of(request)
        return self.get_response(request)


class ClientAddressMiddleware:
    """Puts the client's address into REMOTE_ADDR, where our own proxies stand in front (`TRUSTED_PROXIES`).

    Each proxy adds the address it was asked from to the end of X-Forwarded-For; what stands before those, anybody can
    write. Limits count by the address that the first of our proxies saw.
    """

    def __init__(self, get_response):
        if not settings.TRUSTED_PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(seen) >= settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = seen[-settings.TRUSTED_PROXIES]
        return self.get_response(request)


class SecondFactorMiddleware:
    """The one door of the CMS: whoever is signed in and may enter, with the second factor where it is asked for.

    Stands behind allauth's own. `REQUIRE_SECOND_FACTOR` asks those of `must_use_second_factor` to have one and to have
    used it in this session; who has none is led to where one is set up. Who may not enter the CMS is told so on the
    own page: Wagtail would send them to sign in, and the sign-in back to the CMS, for ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self._turned_away(request) or self.get_response(request)

    def _turned_away(self, request):
        at_the_door = request.path_info.startswith(ADMIN) and request.path_info != WAY_OUT
        if not at_the_door or not request.user.is_authenticated:
            return None
        if not can_use_admin(request.user):
            messages.error(request, "The CMS is not open to your account. Should it be, write to the Secretariat.")
            return redirect("coalitions:my-coalition")
        if not settings.REQUIRE_SECOND_FACTOR or not must_use_second_factor(request.user):
            return None
        if any(record["method"] == "mfa" for record in get_authentication_records(request, request.user)):
            return None
        methods = get_adapter().get_reauthentication_methods(request.user)
        ways = [method["url"] for method in methods if method["id"].startswith("mfa")]
        if ways:
            return redirect(f"{ways[0]}?{urlencode({'next': request.get_full_path()})}")
        messages.warning(request, "The CMS opens to you with a second factor. Set one up here; it takes two minutes.")
        return redirect(reverse("mfa_index"))


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with a second policy: the admin's pages, previews included, get their own."""

    def get_policy_parts(self, request, response, report_only=False):
        if not report_only and request.path_info.startswith(ADMIN):
            return PolicyParts(config=settings.ADMIN_CONTENT_SECURITY_POLICY)
        return super().get_policy_parts(request, response, report_only)
