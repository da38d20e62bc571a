"""Steps that organisers take with a proposal: submit, withdraw, confirm the slot. A page each, and its button."""

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from coalitions.permissions import coordinated_ids
from coalitions.views.typed import typed_before
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.enums import Answer, ProposalState
from events.proposals.forms.steps import WithdrawForm
from events.proposals.permissions import coordinator_of_a_lead
from events.proposals.readiness import missing_in_proposal
from events.proposals.views.doors import for_those_who_take_part, for_those_who_write, with_proposal
from events.proposals.workflow import PROPOSAL, asked_of


@for_those_who_take_part
@require_http_methods(["GET", "POST"])
def submit(request, proposal):
    """What is still missing, or the last look before it goes. Pressing the button twice submits once."""
    refused = ""
    if request.method == "POST":
        if _is_done(request, proposal, ProposalState.SUBMITTED):
            return _done(proposal, "submitted")
        try:
            services.submit_proposal(proposal, by=request.user, version=_version(request))
            return _done(proposal, "submitted")
        except services.Stale as stale:
            refused = str(stale)
        except NotAllowed as refusal:
            refused = str(refusal)
        proposal = with_proposal(proposal.code)
        # Somebody else, or the same finger, was a moment faster.
        if _is_done(request, proposal, ProposalState.SUBMITTED):
            return _done(proposal, "submitted")
    elif not _may(request, proposal, "submit"):
        return redirect("proposals:proposal", proposal.code)
    context = {
        "proposal": proposal,
        "call": proposal.call,
        "missing": missing_in_proposal(proposal),
        "takes_submission": proposal.takes_submission,
        "late_until": proposal.late_until,
        "unanswered": [row for row in proposal.organisers.all() if row.answer == Answer.INVITED and not row.is_needed],
        "refused": refused,
    }
    return render(request, "proposals/proposal/submit.html", context, status=409 if refused else 200)


@for_those_who_write
@require_http_methods(["GET", "POST"])
def withdraw(request, proposal):
    """Takes a proposal back, with a reason if there is one to give."""
    form = WithdrawForm(request.POST or None, initial=(typed_before(request) or QueryDict()).dict())
    refused = ""
    if request.method == "POST" and form.is_valid():
        if _is_done(request, proposal, ProposalState.WITHDRAWN):
            return _done(proposal, "withdrawn")
        try:
            services.withdraw_proposal(proposal, by=request.user, reason=form.cleaned_data["reason"])
            return _done(proposal, "withdrawn")
        except NotAllowed as refusal:
            refused = str(refusal)
            proposal = with_proposal(proposal.code)
    elif not form.is_bound and not _may(request, proposal, "withdraw"):
        return redirect("proposals:proposal", proposal.code)
    context = {"proposal": proposal, "form": form, "refused": refused}
    return render(request, "proposals/proposal/withdraw.html", context, status=_status(form, refused))


@for_those_who_take_part
@require_http_methods(["GET", "POST"])
def confirm(request, proposal):
    """The offered slot, and a button for each coalition of the user's that has to confirm it."""
    own = coordinated_ids(request.user)
    refused = ""
    if request.method == "POST":
        organiser = _own_row(proposal, own, request.POST.get("organiser"))
        if organiser is not None and organiser.slot_confirmed_at:
            return _done(proposal, "confirmed")
        try:
            if organiser is None:
                raise NotAllowed("Only a coordinator of a lead or co-organiser confirms its slot.")
            services.confirm_slot(proposal, organiser, by=request.user)
            return _done(proposal, "confirmed")
        except NotAllowed as refusal:
            refused = str(refusal)
            proposal = with_proposal(proposal.code)
    asked = [one for one in asked_of(own, proposal) if one.verb == "confirm"]
    if not asked and not refused:
        return redirect("proposals:proposal", proposal.code)
    context = {"proposal": proposal, "asked": asked, "refused": refused}
    return render(request, "proposals/proposal/confirm.html", context, status=409 if refused else 200)


def _own_row(proposal, own, number):
    for row in proposal.organisers.all():
        if str(row.pk) == number and row.coalition_id in own:
            return row
    return None


def _may(request, proposal, verb):
    return verb in [step.verb for step in PROPOSAL.open_to(request.user, proposal)]


def _is_done(request, proposal, state):
    """Whether the step was taken already: by the same button, or by another coordinator of the lead."""
    return proposal.state == state and coordinator_of_a_lead(request.user, proposal)


def _version(request):
    number = request.POST.get("version", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else -1


def _status(form, refused):
    return 409 if refused else 422 if form.errors else 200


def _done(proposal, what):
    return redirect(f"{reverse('proposals:proposal', args=[proposal.code])}?done={what}")
