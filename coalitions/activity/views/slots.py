"""Requests for a slot: written by a coalition's coordinators on the public site, answered by the Secretariat."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from coalitions.activity import services
from coalitions.activity.forms import SlotAnswerForm
from coalitions.activity.forms.written import slot_form
from coalitions.activity.models import CriteriaSet, SlotRequest
from coalitions.activity.views.doors import for_its_coordinators
from coalitions.activity.workflow import SLOT_REQUEST
from coalitions.views.doors import for_the_secretariat
from coalitions.views.typed import typed_before
from coalitions.workflow import NotAllowed

DONE = {
    "sent": "Sent. You can change or withdraw it until it is answered.",
    "withdrawn": "Withdrawn. You can send it again while slots can be asked for.",
}
ANSWERS = {"grant": services.grant_slot, "refuse": services.refuse_slot}


@for_its_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def own_slot(request, coalition, year):
    """The request of a coalition for the annual meeting of a year: begun from the evidence, changed, sent."""
    criteria_set, stored = _found(coalition, year, is_sent=request.method == "POST")
    if request.method == "POST":
        return _send(request, coalition, criteria_set, stored)
    typed = typed_before(request)
    form = slot_form(stored, _evidence(coalition, criteria_set, stored), typed)
    if typed is not None and form.is_valid() and form.cleaned_data["version"] != form.initial["version"]:
        form = form.beside(slot_form(stored, ""))
    return _show(request, coalition, criteria_set, stored, form, waited=typed is not None)


def _found(coalition, year, *, is_sent=False):
    """(the set under which slots are asked for, the request that is stored); Http404 where there is neither.

    What is sent after the end (`is_sent`) is not taken, but shown to whoever typed it.
    """
    criteria_set = CriteriaSet.objects.of_year(year).in_force().with_criteria().first()
    stored = SlotRequest.objects.of_coalition(coalition).of_year(year).for_listing().first()
    if stored is None and (criteria_set is None or not (is_sent or criteria_set.takes_slot_requests)):
        raise Http404
    return criteria_set, stored


def _evidence(coalition, criteria_set, stored):
    return "" if stored or criteria_set is None else services.slot_evidence(coalition, criteria_set)


def _send(request, coalition, criteria_set, stored):
    form = slot_form(stored, "", request.POST)
    if not form.is_valid():
        return _show(request, coalition, criteria_set, stored, form, status=422)
    cycle = criteria_set.cycle if criteria_set else stored.cycle
    try:
        services.send_slot_request(
            coalition, cycle, version=form.cleaned_data["version"], written=form.written, by=request.user
        )
    except services.Stale:
        _criteria_set, stored = _found(coalition, cycle.year, is_sent=True)
        both = form.beside(slot_form(stored, ""))
        return _show(request, coalition, criteria_set, stored, both, status=409)
    except NotAllowed as refusal:
        return _show(request, coalition, criteria_set, stored, form, refused=str(refusal), status=409)
    return redirect(f"{_address(coalition, cycle.year)}?done=sent")


def _address(coalition, year):
    return reverse("activity:own-slot", args=[coalition.pk, year])


def _show(request, coalition, criteria_set, stored, form, *, refused="", waited=False, status=200):
    cycle = stored.cycle if stored else criteria_set.cycle
    steps = [step.verb for step in SLOT_REQUEST.open_to(request.user, stored)] if stored else ["send"]
    is_open = criteria_set is not None and criteria_set.takes_slot_requests
    context = {
        "coalition": coalition,
        "cycle": cycle,
        "criteria_set": criteria_set,
        "slot": stored,
        "form": form,
        "may_send": is_open and "send" in steps,
        "may_withdraw": "withdraw" in steps,
        "said": DONE.get(request.GET.get("done"), ""),
        "refused": refused,
        "waited": waited,
    }
    return render(request, "activity/mine/slot.html", context, status=status)


@for_its_coordinators
@require_POST
def own_slot_withdraw(request, coalition, year):
    """Takes the request back."""
    stored = get_object_or_404(SlotRequest.objects.of_coalition(coalition).of_year(year).for_listing())
    try:
        services.withdraw_slot_request(stored, by=request.user)
    except NotAllowed as refusal:
        criteria_set, stored = _found(coalition, year)
        form = slot_form(stored, "")
        return _show(request, coalition, criteria_set, stored, form, refused=str(refusal), status=409)
    return redirect(f"{_address(coalition, year)}?done=withdrawn")


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def slot_step(request, request_pk, verb):
    """In the admin: grants a slot, or does not."""
    stored = get_object_or_404(SlotRequest.objects.for_listing(), pk=request_pk)
    if verb not in ANSWERS:
        raise Http404
    step, back = SLOT_REQUEST.step(verb), reverse("activity_slotrequest_modeladmin_inspect", args=[stored.pk])
    if request.method != "POST" and step not in SLOT_REQUEST.open_to(request.user, stored):
        messages.error(request, f"“{step.label}” is not possible: {stored.get_state_display().lower()}.")
        return redirect(back)
    data = request.POST.copy() if request.method == "POST" else None
    form = SlotAnswerForm(data, step=step, initial={"version": stored.version})
    if form.is_valid():
        try:
            ANSWERS[verb](stored, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except services.Stale as stale:
            stored, data["version"] = stale.current, stale.current.version
            form.add_error(None, "The coalition has changed its request meanwhile. Read it as it stands now.")
        else:
            messages.success(request, f"{step.label}: {stored}")
            return redirect(back)
    note = f"{stored.title}\n\n{stored.purpose}"
    context = {"form": form, "subject": stored, "label": step.label, "back": back, "note": note}
    return render(request, "coalitions/admin/step.html", context)
