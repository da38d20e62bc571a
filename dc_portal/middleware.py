"""What every visit passes: the page cache, the site it asks for, the content security policy."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

from dc_portal import page_cache


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


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with a second policy: the admin's pages, previews included, get their own."""

    def get_policy_parts(self, request, response, report_only=False):
        if not report_only and request.path_info.startswith("/admin/"):
            return PolicyParts(config=settings.ADMIN_CONTENT_SECURITY_POLICY)
        return super().get_policy_parts(request, response, report_only)
