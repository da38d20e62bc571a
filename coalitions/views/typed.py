"""What somebody typed survives a session that ended meanwhile.

    @keeps_what_was_typed
    def edit(request, pk):
        form = ProposalForm(request.POST or typed_before(request))

A decorator in the place of `login_required`. Somebody who sends the form without being signed in any more is led to
the sign-in, and what was typed waits in the session. Signed in again, they come back to the form: the view gets the
typed fields from `typed_before`, shows them, and says that they are not saved yet (`coalitions/_typed_before.html`).
"""

import functools
import time

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import render

from coalitions.throttle import client_of, is_over, shown_again, too_many

SESSION_KEY = "coalitions.typed"
MAX_TYPED = 200_000  # characters of the encoded form; sessions are rows of the database
MAX_FORMS = 3
MAX_AGE = 2 * 3600  # seconds; not longer, because at a shared computer somebody else may sign in next
KEPT_AN_HOUR = 30


def keeps_what_was_typed(view):
    """Decorator of a form's view: asks to sign in, and keeps what was sent without being signed in."""

    @functools.wraps(view)
    def signed_in(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            if is_over("typed", client_of(request), limit=KEPT_AN_HOUR, seconds=3600):
                return too_many(request, 3600)
            if not _keep(request):
                context = {"typed": shown_again(request.POST)}
                return render(request, "coalitions/typed/not_kept.html", context, status=403)
        return redirect_to_login(request.get_full_path())

    return signed_in


def typed_before(request):
    """The fields sent to this address before the sign-in, as a QueryDict, once; None where there are none."""
    kept = request.session.get(SESSION_KEY, {})
    found = kept.pop(request.get_full_path(), None)
    if found is None:
        return None
    request.session[SESSION_KEY] = kept
    sent_at, encoded = found
    return QueryDict(encoded) if time.time() - sent_at <= MAX_AGE else None


def _keep(request):
    """Into the session, without files; of several forms the newest few. False for a text too long to be kept."""
    fields = QueryDict(mutable=True)
    for name, value in shown_again(request.POST):
        fields.appendlist(name, value)
    encoded = fields.urlencode()
    if len(encoded) > MAX_TYPED:
        return False
    kept = {**request.session.get(SESSION_KEY, {}), request.get_full_path(): [time.time(), encoded]}
    request.session[SESSION_KEY] = dict(list(kept.items())[-MAX_FORMS:])
    messages.info(request, "You were no longer signed in. What you typed is kept: sign in, and go on where you were.")
    return True
