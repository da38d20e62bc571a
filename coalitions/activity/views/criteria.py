"""Criteria in the admin: recorded as agreed, begun anew, tried on any past period; when slots can be asked for."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from coalitions.activity import services
from coalitions.activity.criteria import judge_all, rules_of
from coalitions.activity.exports import what_if_csv
from coalitions.activity.forms import AgreeCriteriaForm, MomentForm, WhatIfForm
from coalitions.activity.models import CriteriaSet
from coalitions.activity.workflow import CRITERIA
from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed

LIST = "activity_criteriaset_modeladmin_index"


def _set(pk):
    return get_object_or_404(CriteriaSet.objects.with_criteria(), pk=pk)


@for_the_secretariat
@require_safe
def what_if(request, pk):
    """What a set, proposed or agreed, says of every coalition over any period. Nothing of it is kept."""
    criteria_set = _set(pk)
    form = WhatIfForm(request.GET, criteria_set=criteria_set)
    period = form.period
    rows = judge_all(criteria_set, period=period)
    if request.GET.get("format") == "csv":
        name = (
            f"criteria-{criteria_set.cycle.year}-{criteria_set.version}-{period.first:%Y-%m}-{period.last:%Y-%m}.csv"
        )
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        data = what_if_csv(rows)
        return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
    rules, groups = rules_of(criteria_set, period)
    context = {
        "criteria_set": criteria_set,
        "form": form,
        "period": period,
        "rules": rules,
        "groups": groups,
        "rows": rows,
        "csv_query": f"?format=csv&first={period.first:%Y-%m}&last={period.last:%Y-%m}",
    }
    return render(request, "activity/admin/what_if.html", context)


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request, pk):
    """Records the day on which the coalitions agreed."""
    criteria_set = _set(pk)
    step = CRITERIA.step("agree")
    if step not in CRITERIA.open_to(request.user, criteria_set):
        messages.error(request, f"“{step.label}” is not possible: {criteria_set.get_state_display().lower()}.")
        return redirect(LIST)
    data = request.POST if request.method == "POST" else None
    form = AgreeCriteriaForm(data, initial={"on": timezone.now().date()})
    if form.is_valid():
        try:
            services.agree_criteria(criteria_set, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{criteria_set}: agreed.")
            return redirect(LIST)
    note = "From then on nothing of it can be changed. What should be otherwise is a new, proposed set."
    return _step(request, form, criteria_set, step.label, note=note)


def _step(request, form, criteria_set, label, note=""):
    context = {"form": form, "subject": criteria_set, "label": label, "note": note, "back": reverse(LIST)}
    return render(request, "coalitions/admin/step.html", context)


@for_the_secretariat
@require_POST
def renew(request, pk):
    """Begins a new, proposed set with the same words."""
    new = services.renew_criteria(_set(pk), by=request.user)
    messages.success(request, f"{new}: proposed. Change it as it should be.")
    return redirect("activity_criteriaset_modeladmin_edit", new.pk)


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request, pk):
    """Says until when slots can be asked for."""
    criteria_set = _set(pk)
    label = "Take slot requests"
    form = MomentForm(
        request.POST if request.method == "POST" else None,
        label="Until (UTC)",
        help_text="Coordinators find the form on “My coalition” until then; each gets a mail that says so.",
        initial={"at": criteria_set.slots_until},
    )
    if form.is_valid():
        try:
            services.open_slot_requests(criteria_set, until=form.cleaned_data["at"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Slots at {criteria_set.cycle} can be asked for.")
            return redirect(LIST)
    return _step(request, form, criteria_set, label)
