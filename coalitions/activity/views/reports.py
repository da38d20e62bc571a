"""Annual reports: drafted from the portal's records, written by coordinators, read by everybody once filed."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalitions.activity import services
from coalitions.activity.forms import AnnualReportForm
from coalitions.activity.models import AnnualReport
from coalitions.activity.views.doors import for_its_coordinators
from coalitions.views.typed import typed_before
from coalitions.workflow import NotAllowed

DONE = {
    "begun": "Begun from what this portal holds. Only your coalition’s coordinators can read it.",
    "saved": "Saved. Only your coalition’s coordinators can read it.",
    "wide": "The parts of the full report are added; what you wrote is kept.",
}
# What a button does once what was typed is saved.
THEN = {"file": services.file_annual_report, "widen": services.widen_annual_report}


@require_safe
def annual_report(request, report_pk):
    """A report that is filed."""
    report = get_object_or_404(AnnualReport.objects.public().for_listing(), pk=report_pk)
    context = {"report": report, "coalition": report.coalition}
    return render(request, "activity/assessments/annual_report.html", context)


@for_its_coordinators
@require_POST
def own_report_start(request, coalition, year):
    """Begins the draft; a light one for a coalition that says it is new."""
    try:
        report = services.start_annual_report(
            coalition, year=int(year), is_light=request.POST.get("light") == "yes", by=request.user
        )
    except NotAllowed:
        return redirect("coalitions:my-coalition")
    return redirect(f"{_address(report)}?done=begun")


@for_its_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def own_report(request, coalition, year):
    """The form of a draft. Whatever button is pressed, what was typed is saved first."""
    report = get_object_or_404(AnnualReport.objects.of_coalition(coalition).in_year(year).for_listing())
    if request.method == "POST":
        return _save(request, report)
    if report.is_filed:
        return redirect("activity:annual-report", report.pk)
    typed = typed_before(request)
    form = AnnualReportForm(typed, report=report)
    if typed is not None and form.is_valid() and form.cleaned_data["version"] != report.version:
        form = form.beside(AnnualReportForm(report=report))
    return _show(request, report, form, waited=typed is not None)


def _address(report):
    return reverse("activity:own-report", args=[report.coalition_id, report.year])


def _save(request, report):
    form = AnnualReportForm(request.POST, report=report)
    if not form.is_valid():
        return _show(request, report, form, status=422)
    try:
        saved = services.save_annual_report(
            report,
            version=form.cleaned_data["version"],
            title=form.cleaned_data["title"],
            texts=form.texts,
            dissenting_views=form.cleaned_data["dissenting_views"],
            by=request.user,
        )
    except services.Stale as stale:
        both = form.beside(AnnualReportForm(report=stale.current))
        return _show(request, stale.current, both, status=409)
    except NotAllowed as refusal:
        return _show(request, report, form, refused=str(refusal), status=409)
    then = THEN.get(request.POST.get("do"))
    if then is None:
        return redirect(f"{_address(report)}?done=saved")
    try:
        saved = then(saved, version=saved.version, by=request.user)
    except (NotAllowed, services.Stale) as refusal:
        form = AnnualReportForm(report=saved)
        return _show(request, saved, form, said=f"What you typed is saved. But: {refusal}", status=409)
    return (
        redirect("activity:annual-report", report.pk) if saved.is_filed else redirect(f"{_address(report)}?done=wide")
    )


def _show(request, report, form, *, refused="", said="", waited=False, status=200):
    context = {
        "report": report,
        "coalition": report.coalition,
        "form": form,
        "said": said or DONE.get(request.GET.get("done"), ""),
        "refused": refused,
        "waited": waited,
    }
    return render(request, "activity/mine/annual_report.html", context, status=status)
