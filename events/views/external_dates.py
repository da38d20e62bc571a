"""Import of external dates in the admin: choose a table, read what it would do, confirm."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from events.forms.external_dates import ExternalDatesForm, unsealed_table
from events.importers import import_external_dates, unknown_columns
from events.permissions import can_keep_external_dates

TEMPLATE = "events/admin/external_dates.html"


@require_http_methods(["GET", "POST"])
def import_dates(request):
    """The form; with a file, what it would do; with the token of a file that was read, its import."""
    if not can_keep_external_dates(request.user):
        raise PermissionDenied
    if "table" in request.POST:
        return _import(request, unsealed_table(request.POST["table"], request.user))
    form = ExternalDatesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        context = {
            "result": import_external_dates(form.table.rows, by=request.user, dry_run=True),
            "unknown": unknown_columns(form.table.columns),
            "token": form.token(request.user),
        }
        return render(request, TEMPLATE, context)
    return render(request, TEMPLATE, {"form": form})


def _import(request, table):
    if table is None:
        messages.error(request, "This preview is older than a day or is not yours. Please choose the file again.")
        return redirect("events_admin:external-dates-import")
    result = import_external_dates(table.rows, by=request.user)
    messages.success(request, f"External dates imported: {result}.")
    if result.errors:
        return render(request, TEMPLATE, {"result": result, "unknown": unknown_columns(table.columns)})
    return redirect(reverse("events_externaldate_modeladmin_index"))
