"""The Secretariat's way from a report's file to a draft: upload, preview with corrections, draft."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from coalitions.document_text.reader import DocumentError
from coalitions.workflow import NotAllowed
from events.forms.reports import ReportPreviewForm, ReportUploadForm, SealedReport
from events.import_targets import target_of
from events.importers import import_report, report_blocks, word_balance
from events.models import MeetingIndexPage, MeetingPage
from events.numbering import number_report


@require_http_methods(["GET", "POST"])
def upload_report(request):
    """Takes a file or a text and answers with the preview of what was understood. GET: `series` chooses one."""
    if not MeetingIndexPage.objects.open_to_reports_of(request.user).exists():
        raise PermissionDenied
    if request.method == "POST":
        form = ReportUploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            preview = ReportPreviewForm(
                parsed=form.report, user=request.user, series=form.cleaned_data["series"], token=form.token
            )
            target = target_of(form.cleaned_data["series"], form.report.number, request.user)
            return _show_preview(request, preview, form.sealed, target)
    else:
        form = ReportUploadForm(user=request.user, initial={"series": request.GET.get("series")})
    return render(request, "events/admin/report_upload.html", {"form": form})


@require_POST
def preview_report(request):
    """Shows the preview again with the corrections, or makes the draft (`create`) and goes to the page's editor."""
    sealed = SealedReport.unseal(request.POST.get("report", ""), request.user)
    if sealed is None:
        messages.error(request, "This preview is older than a day or is not yours. Please send the report again.")
        return redirect("events_admin:report-upload")
    form = ReportPreviewForm(request.POST, parsed=sealed.parsed(), user=request.user)
    if not form.is_valid():
        return _show_preview(request, form, sealed, None)
    series = form.cleaned_data["series"]
    target = target_of(series, form.cleaned_data["number"], request.user)
    if "create" not in request.POST or target.refusal:
        return _show_preview(request, form, sealed, target)
    if target.warnings and form.cleaned_data["seen"] != target.key:
        messages.warning(request, "Please read what this import would replace, then create the draft.")
        return _show_preview(request, form, sealed, target)
    try:
        result = import_report(
            form.corrected_report(),
            series=series,
            by=request.user,
            digest=sealed.digest,
            confirmed=form.confirmed(),
            corrected=form.corrected,
        )
    except (DocumentError, NotAllowed) as error:
        form.add_error(None, str(error))
        return _show_preview(request, form, sealed, target)
    _say(request, result)
    return redirect("wagtailadmin_pages:edit", result.meeting.pk)


def _show_preview(request, form, sealed, target):
    given, kept, left = word_balance(sealed.lines, form.parsed)
    stream = MeetingPage._meta.get_field("report").to_python(report_blocks(form.parsed))
    if target and not form.is_bound:
        form.initial["seen"] = target.key
    context = {
        "form": form,
        "parsed": form.parsed,
        "parts": number_report(stream),
        "target": target,
        "seen": target.key if target else "",
        "words": {"given": given, "kept": kept, "left": left},
    }
    return render(request, "events/admin/report_preview.html", context)


def _say(request, result):
    title = result.meeting.get_admin_display_title()
    if result.outcome == "unchanged":
        messages.info(request, f"“{title}” has this report already. Nothing was changed.")
    elif result.meeting.report_is_public:
        messages.success(request, f"The draft of “{title}” is ready. Its text is public when you publish it.")
    else:
        messages.success(request, f"The draft of “{title}” is ready. Readers see nothing of it before you publish.")
    for item in result.kept:
        messages.warning(request, f"Not in this report, or worked on since, and so left as it was: {item}")
