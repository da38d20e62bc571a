"""Who finds what behind the addresses of this room."""

import functools

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from coalitions.models import visible
from coalitions.views.typed import keeps_what_was_typed
from events.proposals.models import CallPage, Proposal
from events.proposals.permissions import can_follow_proposal


def with_proposal(code):
    """The proposal with a reference, fetched for its page. Raises Http404."""
    return get_object_or_404(Proposal.objects.for_page(), code=code.upper())


def for_those_who_take_part(view, *, sign_in=login_required):
    """Decorator: the view gets the proposal itself, if whoever is signed in takes part in it.

    To everybody else the address leads nowhere, whether there is such a proposal or not. Never kept by any cache.
    """

    @never_cache
    @sign_in
    @functools.wraps(view)
    def opened(request, code, **more):
        proposal = with_proposal(code)
        if not can_follow_proposal(request.user, proposal):
            raise Http404
        return view(request, proposal, **more)

    return opened


def for_those_who_write(view):
    """Decorator: as `for_those_who_take_part`, and what was typed waits where the session has ended meanwhile."""
    return for_those_who_take_part(view, sign_in=keeps_what_was_typed)


def with_call(pk):
    """The call with this id that visitors may see. Raises Http404."""
    return get_object_or_404(visible(CallPage.objects.asking_for_proposals()), pk=pk)
