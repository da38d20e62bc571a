"""The admin's way to take over a coalition's own list of members: table, preview, import."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from coalitions.forms import ConfirmImportForm, MembersImportForm
from coalitions.importers import MEMBER_COLUMNS, import_members, unknown_member_columns
from coalitions.importing import ImportingError, read_table
from coalitions.models import CoalitionPage, Membership
from coalitions.models.upload import upload_of
from coalitions.permissions import can_import_members, can_keep_members
from coalitions.services import forget_uploads, keep_upload


@require_http_methods(["GET", "POST"])
def import_members_view(request):
    """Choose a table of members. It is kept here until it is imported, another one is chosen, or a day has passed."""
    _require_importer(request.user)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MembersImportForm(*posted, user=request.user)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read_table(data := file.read(), file.name)
        except ImportingError as error:
            form.add_error("file", str(error))
        else:
            upload = keep_upload(request.user, Membership, data, file.name)
            address = reverse("coalitions_admin:import-members-preview", args=[upload.pk])
            coalition = form.cleaned_data["coalition"]
            return redirect(f"{address}?coalition={coalition.pk}" if coalition else address)
    return render(request, "coalitions/admin/import_members.html", {"form": form, "columns": MEMBER_COLUMNS})


@require_http_methods(["GET", "POST"])
def import_members_preview_view(request, upload_pk):
    """What the kept table would do, row by row; on POST, with the promise that people know, it is done."""
    _require_importer(request.user)
    upload = upload_of(request.user, Membership, upload_pk)
    if upload is None or not upload.file.storage.exists(upload.file.name):
        messages.error(request, "This table is no longer here. Please choose the file again.")
        return redirect("coalitions_admin:import-members")
    with upload.file.open() as file:
        table = read_table(file.read(), upload.file.name)
    form = ConfirmImportForm(request.POST if request.method == "POST" else None)
    confirmed = form.is_valid()
    coalition = _coalition(request)
    result = import_members(table.rows, by=request.user, coalition=coalition, dry_run=not confirmed)
    if confirmed:
        forget_uploads(request.user, Membership)
        messages.success(request, f"Members imported: {result}.")
    context = {
        "form": form,
        "result": result,
        "done": confirmed,
        "coalition": coalition,
        "unknown": unknown_member_columns(table.columns),
    }
    return render(request, "coalitions/admin/import_members_preview.html", context)


def _coalition(request):
    number = request.GET.get("coalition", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = CoalitionPage.objects.in_bulk([int(number)]).get(int(number))
    return found if found and can_keep_members(request.user, found) else None


def _require_importer(user):
    if not can_import_members(user):
        raise PermissionDenied
