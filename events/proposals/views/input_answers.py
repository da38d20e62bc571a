"""A coalition's answer to the invitation to stand behind a text: from the signed link in a mail, or on the site."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coalitions.links import read
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.enums import Answer, InputState
from events.proposals.forms.steps import AnswerForm
from events.proposals.models import InputCoalition
from events.proposals.permissions import can_answer_for
from events.proposals.views.inputs import with_input
from events.proposals.views.invitations import (
    LASTS,
    NO_LONGER,
    NOT_OURS,
    NOT_YOURS,
    TAKEN_BACK,
    TOO_OLD,
    closed,
    is_meant,
)

PURPOSE = "proposals.input-invitation"


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request, token):
    """The link in the mail. It opens for the one account it was sent to, and says in words why it does not open."""
    meant = read(PURPOSE, token)
    if not is_meant(meant):
        return closed(request, NOT_OURS, status=404)
    if read(PURPOSE, token, max_age=LASTS) is None:
        return closed(request, TOO_OLD, status=410)
    return _by_link(request, *meant)


@login_required
def _by_link(request, row_pk, account_pk):
    if request.user.pk != account_pk:
        return closed(request, NOT_YOURS, status=403)
    row = InputCoalition.objects.with_id(row_pk).first()
    if row is None:
        return closed(request, TAKEN_BACK, status=410)
    if not can_answer_for(request.user, row):
        return closed(request, NO_LONGER, status=403)
    return _answer(request, with_input(row.written_input.code), row.pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def answer(request, code, row_pk):
    """The same question, asked on the site."""
    written_input = with_input(code)
    row = _row(written_input, int(row_pk))
    if row is None or not can_answer_for(request.user, row):
        raise Http404
    return _answer(request, written_input, row.pk)


def _answer(request, written_input, row_pk):
    row = _row(written_input, row_pk)
    form = AnswerForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_for_input(row, confirm=form.cleaned_data["answer"] == "confirm", by=request.user)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{reverse('proposals:input', args=[written_input.code])}?done=answered")
    context = {
        "written_input": written_input,
        "row": row,
        "form": form,
        "refused": refused,
        "is_open": written_input.state == InputState.DRAFT,
        "is_answered": row.answer != Answer.INVITED,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "proposals/inputs/answer.html", context, status=status)


def _row(written_input, pk):
    return next((row for row in written_input.coalitions.all() if row.pk == pk), None)
