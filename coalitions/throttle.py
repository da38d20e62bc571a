"""How often one client may post to a view."""

import functools
import ipaddress
import logging
import time

from django.core.cache import cache
from django.shortcuts import render
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)


def throttled(name, *, limit, seconds):
    """Decorator of a view: at most `limit` POSTs from one client address in `seconds`; then 429 with a page.

    Views with the same name share the count. Reading is never counted. What was typed is on the page, to be sent
    again. Where the cache is down everybody is let in, and the log says so. The address is REMOTE_ADDR: behind a
    proxy the site must have put the client's there.
    """

    def decorator(view):
        @functools.wraps(view)
        def counted(request, *args, **kwargs):
            if request.method == "POST" and is_over(name, client_of(request), limit=limit, seconds=seconds):
                return too_many(request, seconds)
            return view(request, *args, **kwargs)

        return counted

    return decorator


def is_over(name, client, *, limit, seconds):
    """Count one more for this client in the window of time that runs now, and say whether that is too many."""
    window, started = divmod(int(time.time()), seconds)
    digest = salted_hmac("coalitions.throttle", f"{name} {client} {window}").hexdigest()
    key = f"throttle:{digest}"
    try:
        cache.add(key, 0, timeout=seconds - started + 1)
        return cache.incr(key) > limit
    except Exception:
        # Whatever a cache raises when it is down, or when it lost the key in between.
        logger.exception("Posts to “%s” are not counted: the cache does not answer", name)
        return False


def client_of(request):
    """The client's address; of IPv6 the network, of which a single client has a whole one."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)


def too_many(request, seconds):
    """The page with status 429: when to come back, and what was typed, ready to be sent again."""
    context = {"typed": shown_again(request.POST), "minutes": max(1, round(seconds / 60))}
    response = render(request, "coalitions/typed/too_many.html", context, status=429)
    response.headers["Retry-After"] = str(seconds - int(time.time()) % seconds)
    return response


def shown_again(fields):
    """(name, value) of the fields of a form that its sender may see again: not the token, not a password."""
    hidden = ("csrfmiddlewaretoken", "password")
    return [
        (name, value)
        for name, values in fields.lists()
        for value in values
        if not any(part in name.lower() for part in hidden)
    ]
