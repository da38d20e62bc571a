"""Who comes in at views of several rooms."""

import functools

from django.core.exceptions import PermissionDenied

from coalitions.permissions import is_secretariat


def for_the_secretariat(view):
    """Decorator: everybody else is refused."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_secretariat(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
