"""What coordinators keep of their coalition's activity on the public site. For everybody else it does not exist."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coalitions.activity.forms import OwnRecordForm
from coalitions.activity.models import ActivityRecord
from coalitions.activity.permissions import can_keep_activity
from coalitions.activity.services import Stale, log_record, remove_record
from coalitions.models import CoalitionPage
from coalitions.permissions import can_use_admin
from coalitions.views.typed import keeps_what_was_typed, typed_before

PER_PAGE = 25


@never_cache
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def records(request, pk):
    """What a coalition logged, the latest first, and the form to log more."""
    coalition = _coalition(request, pk)
    typed = typed_before(request) if request.method != "POST" else None
    form = OwnRecordForm(typed or _posted(request), instance=ActivityRecord(coalition=coalition))
    if request.method == "POST" and form.is_valid():
        record = log_record(form.instance, by=request.user)
        messages.success(request, f"“{record.title}” is logged and public.")
        return redirect("activity:own-records", coalition.pk)
    found = ActivityRecord.objects.of_coalition(coalition).newest_first().for_listing()
    context = {
        "coalition": coalition,
        "form": form,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_use_admin": can_use_admin(request.user),
        "waited": typed is not None,
    }
    return render(request, "activity/mine/records.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request, pk, record_pk):
    """Corrects a record."""
    coalition = _coalition(request, pk)
    record = get_object_or_404(ActivityRecord.objects.of_coalition(coalition), pk=record_pk)
    typed = typed_before(request) if request.method != "POST" else None
    data = typed or (request.POST.copy() if request.method == "POST" else None)
    form = OwnRecordForm(data, instance=record)
    if request.method == "POST" and form.is_valid():
        try:
            log_record(form.instance, by=request.user, seen=form.cleaned_data["seen"] or None)
        except Stale as stale:
            data["seen"] = stale.current.content_key
            form.add_error(None, _changed(stale.current))
        else:
            messages.success(request, f"“{record.title}” is changed.")
            return redirect("activity:own-records", coalition.pk)
    context = {"coalition": coalition, "record": record, "form": form, "waited": typed is not None}
    return render(request, "activity/mine/record_edit.html", context, status=422 if request.method == "POST" else 200)


def _changed(stored):
    return (
        f"Somebody else has changed this meanwhile. It now says: {stored.get_kind_display()}, “{stored.title}”, "
        f"{stored.held_on:%-d %B %Y}, {stored.url or 'a file'}. What you typed is still here; save it again if it "
        "should take its place."
    )


@never_cache
@keeps_what_was_typed
@require_POST
def record_delete(request, pk, record_pk):
    """Removes a record."""
    coalition = _coalition(request, pk)
    record = get_object_or_404(ActivityRecord.objects.of_coalition(coalition), pk=record_pk)
    remove_record(record, by=request.user)
    messages.success(request, f"“{record.title}” is removed.")
    return redirect("activity:own-records", coalition.pk)


def _coalition(request, pk):
    coalition = get_object_or_404(CoalitionPage.objects.defer_streamfields(), pk=pk)
    if not can_keep_activity(request.user, coalition.pk):
        raise Http404
    return coalition


def _posted(request):
    return request.POST if request.method == "POST" else None
