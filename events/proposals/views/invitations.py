"""A coalition's answer to an invitation: from the signed link in a mail, or from “My coalition”."""

import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coalitions.links import read
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.enums import WRITABLE, Answer
from events.proposals.forms.steps import AnswerForm
from events.proposals.models import ProposalOrganiser
from events.proposals.permissions import can_answer_for
from events.proposals.views.doors import with_proposal

LASTS = datetime.timedelta(days=90)

TOO_OLD = "This link is older than 90 days. If your coalition is still asked, “My coalition” says so."
NOT_OURS = "This link is not complete, or it was not made here."
NOT_YOURS = "This link was sent to another account."
TAKEN_BACK = "The invitation was taken back."
NO_LONGER = "You do not coordinate this coalition any more."


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request, token):
    """The link in the mail. It opens for the one account it was sent to, and says in words why it does not open."""
    meant = read("proposals.invitation", token)
    if not is_meant(meant):
        return closed(request, NOT_OURS, status=404)
    if read("proposals.invitation", token, max_age=LASTS) is None:
        return closed(request, TOO_OLD, status=410)
    return _by_link(request, *meant)


@login_required
def _by_link(request, organiser_pk, account_pk):
    if request.user.pk != account_pk:
        return closed(request, NOT_YOURS, status=403)
    organiser = ProposalOrganiser.objects.with_id(organiser_pk).first()
    if organiser is None:
        return closed(request, TAKEN_BACK, status=410)
    if not can_answer_for(request.user, organiser):
        return closed(request, NO_LONGER, status=403)
    return _answer(request, with_proposal(organiser.proposal.code), organiser.pk)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def answer(request, code, organiser_pk):
    """The same question, asked on the site."""
    proposal = with_proposal(code)
    organiser = _row(proposal, int(organiser_pk))
    if organiser is None or not can_answer_for(request.user, organiser):
        raise Http404
    return _answer(request, proposal, organiser.pk)


def _answer(request, proposal, organiser_pk):
    organiser = _row(proposal, organiser_pk)
    form = AnswerForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        confirm = form.cleaned_data["answer"] == "confirm"
        try:
            services.answer_invitation(organiser, confirm=confirm, by=request.user)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            if confirm:
                return redirect(f"{reverse('proposals:proposal', args=[proposal.code])}?done=taking-part")
            return redirect("proposals:proposal-answer", proposal.code, organiser.pk)
    context = {
        "proposal": proposal,
        "organiser": organiser,
        "form": form,
        "refused": refused,
        "is_open": proposal.state in WRITABLE,
        "is_answered": organiser.answer != Answer.INVITED,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "proposals/links/invitation.html", context, status=status)


def is_meant(meant):
    return isinstance(meant, list) and len(meant) == 2 and all(isinstance(number, int) for number in meant)


def _row(proposal, pk):
    return next((row for row in proposal.organisers.all() if row.pk == pk), None)


def closed(request, why, *, status):
    return render(request, "proposals/links/invitation_closed.html", {"why": why}, status=status)
