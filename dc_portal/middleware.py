"""Middleware of the site."""

from dc_portal import page_cache


class AnonymousPageCache:
    """Answers visitors who are not signed in from the page cache. Stands first, so that a kept page costs no query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not page_cache.may_be_kept(request):
            return self.get_response(request)
        key = page_cache.key_of(request)
        response = page_cache.load(key, request)
        if response is None:
            response = self.get_response(request)
            page_cache.keep(key, request, response)
        return response
