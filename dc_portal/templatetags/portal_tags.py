"""Template tags of the roof."""

from django import template
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import mark_safe

from dc_portal.page_cache import key_of, may_be_kept

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
        if request is None or page is None or getattr(request, "is_preview", False) or not may_be_kept(request):
            return self.nodelist.render(context)
        key = key_of(request, f"part-{self.name}")
        kept = cache.get(key)
        if kept is not None:
            return mark_safe(kept)
        html, is_personal = self._render_watched(request, context)
        # A page about to look different by itself says for how many seconds it will not.
        fresh_for = context.get("fresh_for")
        seconds = SECONDS if fresh_for is None else min(SECONDS, fresh_for)
        if not is_personal and seconds > 0:
            cache.set(key, str(html), timeout=seconds)
        return html

    def _render_watched(self, request, context):
        """The part, and whether somebody's own session or a form's token went into it.

        Both leave a mark on the request, which an earlier part of the page may have left already: it is taken off
        while this part is made, and put back.
        """
        session, marks = getattr(request, "session", None), request.META
        asked, tokened = getattr(session, "accessed", False), marks.get("CSRF_COOKIE_NEEDS_UPDATE", False)
        if session is not None:
            session.accessed = False
        marks["CSRF_COOKIE_NEEDS_UPDATE"] = False
        try:
            html = self.nodelist.render(context)
            is_personal = getattr(session, "accessed", False) or marks["CSRF_COOKIE_NEEDS_UPDATE"]
        finally:
            if session is not None:
                session.accessed = session.accessed or asked
            marks["CSRF_COOKIE_NEEDS_UPDATE"] = marks["CSRF_COOKIE_NEEDS_UPDATE"] or tokened
        return html, is_personal


@register.tag
def keep(parser, token):
    """`{% keep name %}…{% endkeep %}`: keeps a part of a page for everybody, until the content changes.

    A visitor the portal knows (signed in, or with a form's token) gets it made anew, so that nothing of theirs is kept
    and nothing of others' is shown. A part that asked for the session or for a token while it was made is not kept.
    """
    name = token.split_contents()[1]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)


@register.simple_tag
def demo_mail_url():
    """Where a demonstration shows its mail; "" where mail really leaves."""
    return reverse("demo-mail") if settings.DEBUG else ""
