"""A coalition's own assessment on the public site: what was found, the reply to it, the appeal."""

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from coalitions.activity import services
from coalitions.activity.criteria import judged_again
from coalitions.activity.forms import AppealForm, ReplyForm
from coalitions.activity.models import Assessment
from coalitions.activity.views.doors import for_those_assessed
from coalitions.views.typed import typed_before
from coalitions.workflow import NotAllowed

DONE = {
    "replied": "Your reply is kept. It can be changed until it is decided or the time to reply is over.",
    "appealed": "Your appeal has reached the Secretariat. Nothing is published before it is answered.",
}


@for_those_assessed
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request, found):
    """What was found, and the form of the reply while there is time. Nothing that is typed is lost."""
    if request.method == "POST":
        return _reply(request, found)
    typed = typed_before(request)
    form = ReplyForm(typed, assessment=found)
    if typed is not None and form.is_valid() and form.cleaned_data["version"] != found.version:
        form = form.beside(ReplyForm(assessment=found))
    return _show(request, found, form, waited=typed is not None)


def _reply(request, found):
    form = ReplyForm(request.POST, assessment=found)
    if not found.is_answerable:
        form.is_valid()
        return _show(request, found, form, refused="The time to reply is over. Ask the Secretariat for more time.")
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        services.reply_to_assessment(
            found,
            version=form.cleaned_data["version"],
            reply=form.cleaned_data["reply"],
            offers=form.offers,
            by=request.user,
        )
    except services.Stale:
        stored = _again(found)
        return _show(request, stored, form.beside(ReplyForm(assessment=stored)), status=409)
    except NotAllowed as refusal:
        return _show(request, _again(found), form, refused=str(refusal))
    return redirect(f"{_address(found)}?done=replied")


def _again(found):
    return Assessment.objects.with_id(found.pk).for_listing().get()


def _address(found):
    return reverse("activity:own-assessment", args=[found.coalition_id, found.pk])


def _show(request, found, form, *, refused="", waited=False, status=200):
    context = {
        "assessment": found,
        "coalition": found.coalition,
        "judgement": judged_again(found.evidence, found.accepted_keys()),
        "offers": {offer.criterion: offer for offer in found.offers.all()},
        "form": form,
        "steps": found.steps.select_related("by"),
        "said": DONE.get(request.GET.get("done"), ""),
        "refused": refused,
        "waited": waited,
        "shows_form": found.is_answerable or bool(refused) or form.is_bound,
    }
    return render(request, "activity/mine/assessment.html", context, status=409 if refused else status)


@for_those_assessed
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request, found):
    """Asks why the decision should be another."""
    initial = {"version": found.version, **(typed_before(request) or QueryDict()).dict()}
    form = AppealForm(request.POST if request.method == "POST" else None, initial=initial)
    refused = ""
    if request.method == "POST" and not found.may_be_appealed:
        refused = "There is nothing to appeal against now, or the time to appeal is over. Write to the Secretariat."
    elif request.method == "POST" and form.is_valid():
        try:
            services.appeal_assessment(
                found, text=form.cleaned_data["text"], version=form.cleaned_data["version"], by=request.user
            )
            return redirect(f"{_address(found)}?done=appealed")
        except (NotAllowed, services.Stale) as refusal:
            refused = str(refusal)
    elif request.method != "POST" and not found.may_be_appealed:
        return redirect(_address(found))
    context = {"assessment": found, "coalition": found.coalition, "form": form, "refused": refused}
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "activity/mine/appeal.html", context, status=status)
