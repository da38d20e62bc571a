"""Written inputs on the public site: begun, written together, submitted; read by everybody once published."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.models import CoalitionPage, visible
from coalitions.permissions import coordinated_ids
from coalitions.views.typed import keeps_what_was_typed, typed_before
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.enums import Answer, InputState
from events.proposals.forms.inputs import InputForm, InviteToInputForm, StartInputForm
from events.proposals.models import CallPage, LateSubmission, WrittenInput
from events.proposals.permissions import can_read_input, can_write_input
from events.proposals.readiness import missing_in_input
from events.proposals.workflow import WRITTEN_INPUT

DONE = {
    "saved": "Saved. Only the coalitions that write it can read it.",
    "invited": "Saved, and the invitation is on its way.",
    "submitted": "Submitted. The Secretariat publishes it.",
    "withdrawn": "Withdrawn.",
    "answered": "Your coalition’s answer is kept.",
}


def with_input(code):
    """The written input with a reference, fetched for its page. Raises Http404."""
    return get_object_or_404(WrittenInput.objects.for_listing(), code=code.upper())


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def start(request, call_id):
    """For which coalition, and on what: the draft begins here and goes on in its form."""
    call = get_object_or_404(visible(CallPage.objects.asking_for_inputs()), pk=int(call_id))
    own = coordinated_ids(request.user)
    coalitions = CoalitionPage.objects.with_ids(own).order_by("title").defer_streamfields()
    late = LateSubmission.objects.of_call(call).of_coalitions(own).valid().last_first().first()
    form = StartInputForm(request.POST or None, call=call, coalitions=coalitions)
    if request.method == "POST" and form.is_valid():
        coalition, area = form.cleaned_data["coalition"], form.cleaned_data["focus_area"]
        try:
            written_input = services.start_input(call, coalition, focus_area=area, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("proposals:input-edit", written_input.code)
    context = {
        "call": call,
        "form": form,
        "late": late,
        "is_coordinator": bool(own),
        "may_start": bool(own) and (call.is_open or late is not None),
        "own_inputs": WrittenInput.objects.of_call(call).of_coalitions(own).for_listing().newest_first(),
    }
    return render(request, "proposals/inputs/start.html", context, status=422 if form.errors else 200)


@require_safe
def page(request, code):
    """A written input: for its coalitions with what is to be done, for everybody once it is published."""
    written_input = with_input(code)
    is_public = WrittenInput.objects.public().of_call(written_input.call).contains(written_input)
    if not is_public and (written_input.is_public or not can_read_input(request.user, written_input)):
        raise Http404
    response = render(request, "proposals/inputs/page.html", _page(request, written_input))
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _page(request, written_input, refused=""):
    own = coordinated_ids(request.user)
    rows = [row for row in written_input.coalitions.all() if row.coalition_id in own]
    steps = [step.verb for step in WRITTEN_INPUT.open_to(request.user, written_input)]
    is_draft = written_input.state == InputState.DRAFT
    return {
        "written_input": written_input,
        "takes_part": bool(rows),
        "to_answer": [row for row in rows if row.answer == Answer.INVITED and is_draft],
        "may_write": can_write_input(request.user, written_input),
        "may_withdraw": "withdraw" in steps,
        "missing": missing_in_input(written_input) if is_draft and rows else [],
        "said": DONE.get(request.GET.get("done"), "") if rows else "",
        "refused": refused,
    }


@never_cache
@keeps_what_was_typed
@require_http_methods(["GET", "POST"])
def edit(request, code):
    """The form. Whatever button is pressed, what was typed is saved first."""
    written_input = with_input(code)
    if not can_read_input(request.user, written_input):
        raise Http404
    if not can_write_input(request.user, written_input):
        return _not_writable(request, written_input)
    if request.method == "POST":
        return _save(request, written_input)
    typed = typed_before(request)
    form = InputForm(typed, written_input=written_input) if typed else InputForm(written_input=written_input)
    if typed and form.is_valid() and form.cleaned_data["version"] != written_input.version:
        form = form.beside(written_input)
    said = "" if typed else DONE.get(request.GET.get("done"), "")
    return _show(request, written_input, form, said=said, waited=bool(typed))


def _not_writable(request, written_input):
    """What was typed too late stands on the page, to be copied."""
    if request.method == "POST":
        form = InputForm(request.POST, written_input=written_input)
        form.is_valid()
        return _show(request, written_input, form, refused="This text can no longer be changed here.", status=409)
    return redirect("proposals:input", written_input.code)


def _save(request, written_input):
    form = InputForm(request.POST, written_input=written_input)
    if not form.is_valid():
        return _show(request, written_input, form, status=422)
    try:
        written_input = services.save_input(
            written_input, version=form.cleaned_data["version"], by=request.user, written=form.written
        )
    except services.Stale:
        stored = with_input(written_input.code)
        return _show(request, stored, form.beside(stored), status=409)
    except NotAllowed as refusal:
        return _show(request, written_input, form, refused=str(refusal), status=409)
    return _then(request, with_input(written_input.code), request.POST.get("do", "save"))


def _then(request, written_input, wanted):
    """What the pressed button does besides saving."""
    done, address = "saved", reverse("proposals:input-edit", args=[written_input.code])
    form = InputForm(written_input=written_input)
    try:
        if wanted == "invite":
            invite = InviteToInputForm(request.POST, written_input=written_input)
            if not invite.is_valid():
                return _show(request, written_input, form, invite=invite, status=422)
            services.invite_to_input(written_input, invite.cleaned_data["coalition"], by=request.user)
            done = "invited"
        elif wanted == "submit":
            services.submit_input(written_input, by=request.user, version=written_input.version)
            done, address = "submitted", reverse("proposals:input", args=[written_input.code])
    except NotAllowed as refusal:
        said = f"What you typed is saved. But: {refusal}"
        return _show(request, written_input, form, said=said, status=409)
    return redirect(f"{address}?done={done}")


def _show(request, written_input, form, *, said="", refused="", waited=False, invite=None, status=200):
    context = {
        "written_input": written_input,
        "form": form,
        "missing": missing_in_input(written_input),
        "invite": invite or InviteToInputForm(written_input=written_input),
        "said": said,
        "refused": refused,
        "waited": waited,
    }
    return render(request, "proposals/inputs/edit.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request, code):
    """Takes a text back."""
    written_input = with_input(code)
    if not can_read_input(request.user, written_input):
        raise Http404
    if request.method == "POST":
        try:
            services.withdraw_input(written_input, by=request.user)
        except NotAllowed as refusal:
            context = _page(request, with_input(code), refused=str(refusal))
            return render(request, "proposals/inputs/page.html", context, status=409)
        return redirect(f"{reverse('proposals:input', args=[written_input.code])}?done=withdrawn")
    return render(request, "proposals/inputs/withdraw.html", {"written_input": written_input})
