"""The Secretariat's desk for assessments: a whole cycle at once, and one by one."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from coalitions.activity import services
from coalitions.activity.criteria import judge_all, judged_again
from coalitions.activity.enums import ANSWERABLE, AssessmentState
from coalitions.activity.forms import (
    DecisionRows,
    ExtendAppealForm,
    ExtendForm,
    MomentForm,
    OfferAnswerForm,
    SettleForm,
    StepReasonForm,
)
from coalitions.activity.models import Assessment, CriteriaSet, EvidenceOffer, SlotRequest
from coalitions.activity.workflow import ASSESSMENT
from coalitions.notifications import coalitions_reached
from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed

# The steps of one assessment that are taken on its page.
TAKEN_HERE = {
    "extend": services.extend_reply,
    "extend_appeal": services.extend_appeal,
    "settle": services.settle_appeal,
    "leave_out": services.leave_out,
    "take_in": services.take_in,
}
REASON_HELP = {
    "leave_out": "The coalition is told, and it is public once the others are published.",
    "take_in": "It stands in the history. The assessment is a draft again.",
}


def _set(pk):
    return get_object_or_404(CriteriaSet.objects.with_criteria(), pk=pk)


@for_the_secretariat
@require_safe
def board(request, pk):
    """All assessments under a set, in the order of the directory, and what can be done with all of them now."""
    criteria_set = _set(pk)
    found = Assessment.objects.of_set(criteria_set).for_listing().in_directory_order()
    drafts = [row for row in found if row.state == AssessmentState.DRAFT]
    now = {}
    if drafts:
        for row in judge_all(criteria_set, coalitions=[draft.coalition for draft in drafts]):
            now[row.coalition.pk] = row.judgement.finding.label
    context = {
        "criteria_set": criteria_set,
        "rows": [(row, row.get_finding_display() or now.get(row.coalition_id, "")) for row in found],
        "drafts": len(drafts),
        "to_decide": sum(row.state in ANSWERABLE for row in found),
        "unpublished": sum(not row.is_published and row.state != AssessmentState.LEFT_OUT for row in found),
    }
    return render(request, "activity/admin/assessments.html", context)


def _board(criteria_set):
    return redirect("activity_admin:assessments", criteria_set.pk)


@for_the_secretariat
@require_POST
def make(request, pk):
    """A draft for every coalition at work."""
    criteria_set = _set(pk)
    try:
        made = services.make_assessments(criteria_set, by=request.user)
        messages.success(request, f"{len(made)} drafts made.")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return _board(criteria_set)


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk):
    """Shows all drafts to their coalitions, until a moment to reply by."""
    criteria_set = _set(pk)
    drafts = Assessment.objects.of_set(criteria_set).in_state(AssessmentState.DRAFT).for_listing()
    form = MomentForm(request.POST if request.method == "POST" else None, label="Reply by (UTC)")
    if form.is_valid():
        try:
            shared = services.share_assessments(drafts, reply_by=form.cleaned_data["at"], by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{len(shared)} shared, each with its own coalition alone.")
            return _board(criteria_set)
    reached = coalitions_reached([draft.coalition_id for draft in drafts])
    note = "The evidence is frozen as it is now. Each coalition’s coordinators get a mail. "
    note += f"Shared with: {_names(drafts)}."
    if alone := [draft for draft in drafts if draft.coalition_id not in reached]:
        note += f"\n\nNo coordinator with an account, so that nobody is told and nobody can reply: {_names(alone)}."
    context = {
        "form": form,
        "subject": criteria_set,
        "label": "Share all drafts",
        "note": note,
        "back": reverse("activity_admin:assessments", args=[criteria_set.pk]),
    }
    return render(request, "coalitions/admin/step.html", context)


def _names(rows):
    return ", ".join(row.coalition.short_name for row in rows) or "nobody: there are no drafts"


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, pk):
    """Decisions on all that were replied to, or whose coalitions had their time; all at once, or none."""
    criteria_set = _set(pk)
    found = Assessment.objects.of_set(criteria_set).in_state(*ANSWERABLE).for_listing().in_directory_order()
    rows = DecisionRows(request.POST if request.method == "POST" else None, assessments=found)
    refused = ""
    if request.method == "POST" and rows.is_valid() and not rows.decisions:
        refused = "Choose a decision for one coalition at least."
    elif request.method == "POST" and rows.is_valid():
        try:
            done = services.decide_assessments(
                rows.decisions, appeal_by=rows.moment.cleaned_data["at"], by=request.user
            )
        except NotAllowed as refusal:
            refused = str(refusal)
            rows = _read_anew(request.POST, found)
        else:
            messages.success(request, f"{len(done)} decided. Nobody but their coalitions learns of it yet.")
            return _board(criteria_set)
    context = {"criteria_set": criteria_set, "rows": rows, "refused": refused}
    return render(request, "activity/admin/decide.html", context, status=409 if refused else 200)


def _read_anew(data, found):
    """The forms with what was typed, over the assessments as they are now."""
    stored = Assessment.objects.with_ids([row.pk for row in found]).for_listing().in_directory_order()
    data = data.copy()
    for row in stored:
        data[f"a{row.pk}-version"] = row.version
    rows = DecisionRows(data, assessments=stored)
    rows.is_valid()
    return rows


@for_the_secretariat
@require_POST
def publish(request, pk):
    """Lets everybody read all of them."""
    criteria_set = _set(pk)
    try:
        done = services.publish_assessments(criteria_set, by=request.user)
        messages.success(request, f"{len(done)} published together.")
    except NotAllowed as refusal:
        messages.error(request, f"Not published. {refusal}")
    return _board(criteria_set)


def _one(pk):
    return get_object_or_404(Assessment.objects.with_id(pk).for_listing())


@for_the_secretariat
@require_safe
def assessment(request, pk):
    """One assessment: the frozen evidence, or what is known now of a draft; the reply, other evidence, the steps."""
    found = _one(pk)
    if not found.is_shared:
        judgement = judge_all(found.criteria_set, coalitions=[found.coalition])[0].judgement
    else:
        judgement = judged_again(found.evidence, found.accepted_keys())
    context = {
        "assessment": found,
        "judgement": judgement,
        "offers": {offer.criterion: offer for offer in found.offers.all()},
        "to_answer": [offer for offer in found.offers.all() if found.state in ANSWERABLE],
        "steps": found.steps.select_related("by"),
        "taken_here": [step for step in ASSESSMENT.open_to(request.user, found) if step.verb in TAKEN_HERE],
        "slot": SlotRequest.objects.of_coalition(found.coalition).in_cycle(found.criteria_set.cycle).first(),
    }
    return render(request, "activity/admin/assessment.html", context)


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_step(request, pk, verb):
    """Another moment to reply or appeal by, the answer to an appeal, leaving a coalition out or taking it in again."""
    found = _one(pk)
    if verb not in TAKEN_HERE:
        raise Http404
    step, back = ASSESSMENT.step(verb), reverse("activity_admin:assessment", args=[pk])
    is_open = step in ASSESSMENT.open_to(request.user, found)
    not_now = f"“{step.label}” is not possible: {found.get_state_display().lower()}."
    if request.method != "POST" and not is_open:
        messages.error(request, not_now)
        return redirect(back)
    form = _step_form(found, verb, request.POST if request.method == "POST" else None)
    if form.is_valid() and is_open:
        try:
            TAKEN_HERE[verb](found, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{step.label}: {found}")
            return redirect(back)
    if not is_open:
        form.add_error(None, not_now)
    context = {"form": form, "subject": found, "label": step.label, "back": back, "note": found.appeal}
    return render(request, "coalitions/admin/step.html", context, status=200 if is_open else 409)


def _step_form(found, verb, data):
    if verb == "extend":
        return ExtendForm(data, initial={"reply_by": found.reply_by})
    if verb == "extend_appeal":
        return ExtendAppealForm(data, initial={"appeal_by": found.appeal_by})
    if verb == "settle":
        return SettleForm(data, initial={"decision": found.decision})
    return StepReasonForm(data, help_text=REASON_HELP[verb])


@for_the_secretariat
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request, pk, offer_pk):
    """Whether other evidence is equivalent."""
    found = _one(pk)
    offered = get_object_or_404(EvidenceOffer, pk=offer_pk, assessment=found)
    back = reverse("activity_admin:assessment", args=[pk])
    data = request.POST.copy() if request.method == "POST" else None
    form = OfferAnswerForm(data, initial={"version": found.version})
    if form.is_valid():
        try:
            services.answer_offer(
                offered,
                accept=form.cleaned_data["accept"] == "yes",
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except services.Stale as stale:
            data["version"] = stale.current.version
            form.add_error(None, "Something was said or answered meanwhile. Read it again, and then answer.")
        else:
            messages.success(request, "The coalition is told.")
            return redirect(back)
    judgement = judged_again(found.evidence)
    text = next(row.rule.text for row in judgement.rows if row.rule.key == offered.criterion)
    context = {"form": form, "assessment": found, "offer": offered, "criterion": text, "back": back}
    return render(request, "activity/admin/offer.html", context)
