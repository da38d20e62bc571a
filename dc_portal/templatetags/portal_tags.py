"""Template tags of the roof."""

import hashlib

from django import template
from django.core.cache import cache
from django.utils.safestring import mark_safe

from dc_portal.page_cache import LONGEST_ADDRESS, content_version

register = template.Library()

SECONDS = 300


class KeepNode(template.Node):
    """Renders its content once for each address and version of the content."""

    def __init__(self, name, nodelist):
        self.name = name
        self.nodelist = nodelist

    def render(self, context):
        request = context.get("request")
        page = context.get("page")
        if request is None or page is None or request.method != "GET" or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        address = request.get_full_path()
        if len(address) > LONGEST_ADDRESS:
            return self.nodelist.render(context)
        name = f"{content_version()}:{self.name}:{request.get_host()}{address}"
        key = f"part:{hashlib.blake2b(name.encode(), digest_size=20).hexdigest()}"
        kept = cache.get(key)
        if kept is not None:
            return mark_safe(kept)
        was_personal = self._is_personal(request)
        html = self.nodelist.render(context)
        # A page about to look different by itself says for how many seconds it will not.
        fresh_for = context.get("fresh_for")
        seconds = SECONDS if fresh_for is None else min(SECONDS, fresh_for)
        if self._is_personal(request) == was_personal and seconds > 0:
            cache.set(key, str(html), timeout=seconds)
        return html

    @staticmethod
    def _is_personal(request):
        """What tells that somebody's own session or form went into the rendering."""
        session = getattr(request, "session", None)
        return (getattr(session, "accessed", False), request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False))


@register.tag
def keep(parser, token):
    """`{% keep name %}…{% endkeep %}`: keeps a part of a page for everybody, until the content changes.

    A part that asked for the session or for a form's token while it was made is personal, and is not kept.
    """
    name = token.split_contents()[1]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)
