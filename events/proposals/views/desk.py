"""The Secretariat's desk in the admin: the board of a call, steps of proposals and written inputs, reviewers.

A step that tells the organisers something shows the mail before it goes. The mail may be changed; what is then sent is
what was shown.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed
from events.clashes import clashes
from events.proposals import services
from events.proposals.board import board_of
from events.proposals.forms.desk import TIMES, AssignForm, DecisionForm, InputDecisionForm, MailForm
from events.proposals.models import CallPage, Proposal, ReviewAssignment, WrittenInput
from events.proposals.notifications import draft_step_mail, reviewer_accounts
from events.proposals.workflow import PROPOSAL, WRITTEN_INPUT

PROPOSAL_SERVICES = {
    "request_changes": services.request_changes,
    "hold": services.hold_proposal,
    "resume": services.resume_proposal,
    "accept": services.accept_proposal,
    "decline": services.decline_proposal,
    "schedule": services.schedule_proposal,
    "reschedule": services.reschedule_proposal,
    "cancel": services.cancel_proposal,
}
INPUT_SERVICES = {
    "return": services.return_input,
    "publish": services.publish_input,
    "reflect": services.reflect_input,
}


@for_the_secretariat
@require_safe
def board(request, call_id=None):
    """The proposals of a call by state, the newest call if none is named, and the form that assigns reviewers."""
    calls = list(CallPage.objects.newest_first())
    call = _chosen(calls, call_id)
    context = {"calls": calls, "call": call}
    if call is not None:
        context |= {"columns": board_of(call), "drafts": Proposal.objects.of_call(call).drafts().count()}
        context["reviewers"] = reviewer_accounts()
    return render(request, "proposals/admin/board.html", context)


def _chosen(calls, call_id):
    if call_id is None:
        return calls[0] if calls else None
    found = [call for call in calls if call.pk == call_id]
    if not found:
        raise Http404
    return found[0]


@for_the_secretariat
@require_POST
def assign(request, call_id):
    """Gives the chosen proposals to the chosen reviewers, and says who was left out and why."""
    call = get_object_or_404(CallPage, pk=call_id)
    proposals = Proposal.objects.of_call(call).under_review()
    form = AssignForm(request.POST, proposals=proposals, reviewers=reviewer_accounts())
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return redirect("proposals_admin:board", call.pk)
    made, left_out = services.assign_reviewers(
        form.cleaned_data["proposals"], form.cleaned_data["reviewers"], by=request.user
    )
    messages.success(request, f"{len(made)} assigned.")
    for reviewer, proposal in left_out:
        messages.warning(request, f"{reviewer} has a conflict of interest in {proposal.code} and was left out.")
    return redirect("proposals_admin:board", call.pk)


@for_the_secretariat
@require_POST
def unassign(request, assignment_id):
    """Takes one assignment back."""
    assignment = get_object_or_404(ReviewAssignment.objects.for_listing(), pk=assignment_id)
    services.unassign_reviewer(assignment, by=request.user)
    messages.success(request, f"{assignment.reviewer} does not review {assignment.proposal.code} any more.")
    return redirect(_inspect(assignment.proposal))


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def proposal_step(request, proposal_id, verb):
    """One step of a proposal's life: what it needs, then the mail it sends, then the step."""
    proposal = get_object_or_404(Proposal.objects.submitted_or_later().for_page(), pk=proposal_id)
    step = _step(PROPOSAL, verb, PROPOSAL_SERVICES)
    if request.method == "GET":
        if step not in PROPOSAL.open_to(request.user, proposal):
            return _not_now(request, step, proposal)
        return _ask(request, proposal, step, DecisionForm(step=step, initial={"starts_at": _first_time(proposal)}))
    form = DecisionForm(request.POST, step=step)
    if not form.is_valid():
        return _ask(request, proposal, step, form)
    draft = draft_step_mail(proposal, verb, **form.cleaned_data)
    letter = MailForm(request.POST) if "text" in request.POST else None
    if draft is not None and (letter is None or not letter.is_valid()):
        letter = letter or MailForm(initial={"subject": draft.subject, "text": draft.text})
        return _ask(request, proposal, step, form, letter)
    try:
        PROPOSAL_SERVICES[verb](proposal, by=request.user, mail=letter.mail if draft else None, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, proposal, step, form)
    messages.success(request, f"{step.label}: {proposal}")
    if verb == "schedule":
        event = Proposal.objects.select_related("event").get(pk=proposal.pk).event
        messages.info(request, "This is the draft of the event's page. Nobody sees it before you publish it.")
        return redirect("wagtailadmin_pages:edit", event.pk)
    return redirect(_inspect(proposal))


def _ask(request, proposal, step, form, letter=None):
    """The form of a step, or, with a letter, the mail it sends."""
    context = {
        "proposal": proposal,
        "step": step,
        "form": form,
        "letter": letter,
        "warnings": _warnings(proposal, step, form),
        "back": _inspect(proposal),
    }
    return render(request, "proposals/admin/proposal_step.html", context)


def _warnings(proposal, step, form):
    """What speaks against each time that is in question, as (time, clashes) pairs. Warnings; nothing is refused."""
    if step.verb not in TIMES:
        return []
    chosen = getattr(form, "cleaned_data", {}).get("starts_at")
    times = [chosen] if chosen else [time for time in [_first_time(proposal), *_wishes(proposal)] if time]
    whose = {"focus_areas": proposal.focus_areas.all(), "coalitions": proposal.coalitions()}
    found = [
        (time, clashes(time, time + proposal.length, ignoring=proposal.event, **whose))
        for time in dict.fromkeys(times)
    ]
    return [(time, reasons) for time, reasons in found if reasons]


def _wishes(proposal):
    return [wish.starts_at for wish in proposal.preferred_times.all()]


def _first_time(proposal):
    """The time a step begins with: the event's, the slot offered, or what the organisers would like most."""
    if proposal.event:
        return proposal.event.starts_at
    return proposal.offered_starts_at or next(iter(_wishes(proposal)), None)


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def input_step(request, input_id, verb):
    """One step of a written input: back to its coalitions, published, or used somewhere."""
    written_input = get_object_or_404(WrittenInput.objects.submitted_or_later().for_listing(), pk=input_id)
    step = _step(WRITTEN_INPUT, verb, INPUT_SERVICES)
    back = reverse("proposals_writteninput_modeladmin_inspect", args=[written_input.pk])
    if request.method == "GET" and step not in WRITTEN_INPUT.open_to(request.user, written_input):
        messages.error(request, f"“{step.label}” is not possible: {written_input.get_state_display().lower()}.")
        return redirect(back)
    form = InputDecisionForm(request.POST if request.method == "POST" else None, step=step)
    if request.method == "POST" and form.is_valid():
        try:
            INPUT_SERVICES[verb](written_input, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{step.label}: {written_input}")
            return redirect(back)
    context = {"form": form, "subject": written_input, "label": step.label, "back": back}
    return render(request, "events/admin/step.html", context)


def _step(workflow, verb, taken_here):
    """The row of a verb that is taken at the desk; all others do not exist here."""
    if verb not in taken_here:
        raise Http404
    return workflow.step(verb)


def _not_now(request, step, proposal):
    state = proposal.get_current_state_display().lower()
    messages.error(request, f"“{step.label}” is not possible while the state is “{state}”.")
    return redirect(_inspect(proposal))


def _inspect(proposal):
    return reverse("proposals_proposal_modeladmin_inspect", args=[proposal.pk])
