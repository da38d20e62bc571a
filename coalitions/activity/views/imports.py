"""The admin's own pages of this room: an archive to be read, how far it is, and taking it back."""

import os

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from coalitions.activity.enums import ListSource
from coalitions.activity.forms import ArchiveForm
from coalitions.activity.importers import digest_of, joined
from coalitions.activity.importers.background import import_list_archive
from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.models import ListMessage
from coalitions.activity.permissions import can_keep_activity, keeps_activity
from coalitions.activity.services import forget_archives, request_import
from coalitions.models import CoalitionPage
from coalitions.sanitize import header_safe
from coalitions.workflow import NotAllowed


@require_http_methods(["GET", "POST"])
def archive_import(request):
    """Takes an archive, has it read, and shows how far that is. GET: `coalition` chooses one."""
    if not keeps_activity(request.user):
        raise PermissionDenied
    if request.method == "POST":
        form = ArchiveForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            try:
                archive = _requested(form.cleaned_data, request.user)
            except (ArchiveError, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                import_list_archive.enqueue(archive.pk)
                return redirect("activity_listimport_modeladmin_inspect", archive.pk)
    else:
        form = ArchiveForm(user=request.user, initial={"coalition": request.GET.get("coalition")})
    return render(request, "activity/admin/archive_import.html", {"form": form})


def _requested(data, user):
    """The ListImport of a valid form."""
    coalition = data["coalition"]
    if data.get("address"):
        return request_import(coalition, by=user, source=ListSource.MAILMAN3, name=data["address"])
    with joined(data["files"]) as whole:
        return request_import(
            coalition,
            by=user,
            source=ListSource.MBOX,
            name=header_safe(", ".join(file.name for file in data["files"])),
            file=File(whole, name="archive"),
            digest=digest_of(whole),
            size=whole.seek(0, os.SEEK_END),
            covers_until=data["covers_until"],
        )


@require_http_methods(["GET", "POST"])
def archives_forget(request, pk):
    """Removes what was read from a coalition's archives, after a question."""
    coalition = get_object_or_404(CoalitionPage, pk=pk)
    if not can_keep_activity(request.user, coalition.pk):
        raise PermissionDenied
    if request.method == "POST":
        try:
            count = forget_archives(coalition, by=request.user)
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{coalition.short_name}: {count:,} messages are forgotten.")
        return redirect("activity_listimport_modeladmin_index")
    context = {"coalition": coalition, "count": ListMessage.objects.of_coalition(coalition).counted().count()}
    return render(request, "activity/admin/archives_forget.html", context)
