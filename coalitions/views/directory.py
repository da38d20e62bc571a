"""The admin's own pages of this room: steps of a coalition's status, import and export of the directory."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from coalitions.exports import FORMATS, export_directory
from coalitions.forms import CoalitionsImportForm, StatusStepForm
from coalitions.importers import COLUMNS, import_coalitions, unknown_columns
from coalitions.importing import ImportingError, read_table
from coalitions.models import CoalitionIndexPage, CoalitionPage
from coalitions.models.upload import upload_of
from coalitions.permissions import can_import_coalitions
from coalitions.services import change_status, forget_uploads, keep_upload, sync_coordinators_of
from coalitions.workflow import COALITION_STATUS, NotAllowed


def coordinator_terms(get_response):
    """Middleware: a coordinator's term that began or ended counts from the next request of the admin on.

    Stands in MIDDLEWARE behind Django's AuthenticationMiddleware. Two queries for each request of the admin.
    """

    def middleware(request):
        if request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            sync_coordinators_of(request.user)
        return get_response(request)

    return middleware


@require_http_methods(["GET", "POST"])
def change_status_view(request, pk, verb):
    """One step in a coalition's life: reason and day, then back to the page's editor."""
    coalition = get_object_or_404(CoalitionPage, pk=pk)
    edit_url = reverse("wagtailadmin_pages:edit", args=[pk])
    if not coalition.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    step = {step.verb: step for step in COALITION_STATUS.open_to(request.user, coalition)}.get(verb)
    if step is None:
        messages.error(request, "This step is not open to you, or somebody has taken it meanwhile.")
        return redirect(edit_url)
    form = StatusStepForm(request.POST or None, initial={"on": timezone.now().date()})
    if request.method == "POST" and form.is_valid():
        try:
            change_status(
                coalition, verb=verb, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"], by=request.user
            )
        except NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{coalition.short_name}: {step.label.lower()}, done.")
            return redirect(edit_url)
    context = {"coalition": coalition, "step": step, "form": form, "edit_url": edit_url}
    return render(request, "coalitions/admin/change_status.html", context)


@require_GET
def directory_view(request):
    """To the pages of the first directory, or to where one can be made."""
    directory = CoalitionIndexPage.objects.order_by("path").first()
    return redirect("wagtailadmin_explore", directory.pk) if directory else redirect("wagtailadmin_explore_root")


@require_http_methods(["GET", "POST"])
def import_view(request):
    """Choose a table of coalitions. It is kept here until it is imported or another one is chosen."""
    _require_importer(request.user)
    form = CoalitionsImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read_table(data := file.read(), file.name)
        except ImportingError as error:
            form.add_error("file", str(error))
        else:
            upload = keep_upload(request.user, CoalitionPage, data, file.name)
            return redirect("coalitions_admin:import-preview", form.cleaned_data["directory"].pk, upload.pk)
    return render(request, "coalitions/admin/import.html", {"form": form, "columns": COLUMNS})


@require_http_methods(["GET", "POST"])
def import_preview_view(request, directory_pk, upload_pk):
    """What the kept table would do, row by row; on POST it is read again and done."""
    _require_importer(request.user)
    directory = get_object_or_404(CoalitionIndexPage, pk=directory_pk)
    upload = upload_of(request.user, CoalitionPage, upload_pk)
    if upload is None or not upload.file.storage.exists(upload.file.name):
        messages.error(request, "This table is no longer here. Please choose the file again.")
        return redirect("coalitions_admin:import")
    with upload.file.open() as file:
        table = read_table(file.read(), upload.file.name)
    confirmed = request.method == "POST"
    result = import_coalitions(table.rows, directory=directory, by=request.user, dry_run=not confirmed)
    if confirmed:
        forget_uploads(request.user, CoalitionPage)
        messages.success(request, f"Coalitions imported: {result}.")
    context = {"directory": directory, "result": result, "done": confirmed, "unknown": unknown_columns(table.columns)}
    return render(request, "coalitions/admin/import_preview.html", context)


@require_GET
def export_view(request, directory_pk, file_format):
    """The directory as a file that the import reads back."""
    _require_importer(request.user)
    if file_format not in FORMATS:
        raise Http404
    directory = get_object_or_404(CoalitionIndexPage, pk=directory_pk)
    data, content_type = export_directory(directory, file_format)
    name = f"coalitions-{timezone.now():%Y-%m-%d}.{file_format}"
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _require_importer(user):
    if not can_import_coalitions(user):
        raise PermissionDenied
