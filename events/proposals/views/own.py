"""One's own proposals under a call, and how one is begun."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.models import CoalitionPage
from coalitions.permissions import coordinated_ids
from coalitions.views.typed import keeps_what_was_typed, typed_before
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.forms.steps import StartForm
from events.proposals.models import LateSubmission, Proposal
from events.proposals.sections import own_rows
from events.proposals.views.doors import with_call


@never_cache
@login_required
@require_safe
def call_own(request, call_id):
    """The proposals under a call that the user's coalitions take part in, each with what is to be done."""
    call = with_call(int(call_id))
    own = coordinated_ids(request.user)
    proposals = Proposal.objects.of_call(call).of_coalitions(own).for_own_listing().newest_first()
    late = LateSubmission.objects.of_call(call).of_coalitions(own).valid().last_first().first()
    context = {"call": call, "rows": own_rows(own, proposals), "is_coordinator": bool(own), "late": late}
    return render(request, "proposals/call/own.html", context)


@never_cache
@keeps_what_was_typed
@require_http_methods(["GET", "POST"])
def start(request, call_id):
    """For which coalition, and what kind of event: the draft begins here and goes on in its form."""
    call = with_call(int(call_id))
    own = coordinated_ids(request.user)
    coalitions = CoalitionPage.objects.with_ids(own).order_by("title").defer_streamfields()
    late = LateSubmission.objects.of_call(call).of_coalitions(own).valid().last_first().first()
    form = StartForm(request.POST or typed_before(request), call=call, coalitions=coalitions)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = services.start_proposal(
                call,
                form.cleaned_data["coalition"],
                by=request.user,
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("proposals:proposal-edit", proposal.code)
    context = {
        "call": call,
        "form": form,
        "coalitions": coalitions,
        "late": late,
        "may_start": bool(own) and (call.is_open or late is not None),
        "drafts": Proposal.objects.of_call(call).written_for(own).drafts().newest_first(),
    }
    return render(request, "proposals/call/start.html", context, status=422 if form.errors else 200)
