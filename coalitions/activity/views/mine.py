"""What coordinators keep of their coalition's activity on the public site. For everybody else it does not exist."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from coalitions.activity.forms import OwnRecordForm
from coalitions.activity.models import ActivityRecord
from coalitions.activity.permissions import can_keep_activity
from coalitions.activity.services import log_record, remove_record
from coalitions.models import CoalitionPage
from coalitions.permissions import can_use_admin

PER_PAGE = 25


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def records(request, pk):
    """What a coalition logged, the latest first, and the form to log more."""
    coalition = _coalition(request, pk)
    form = OwnRecordForm(_posted(request), instance=ActivityRecord(coalition=coalition))
    if form.is_valid():
        record = log_record(form.instance, by=request.user)
        messages.success(request, f"“{record.title}” is logged and public.")
        return redirect("activity:own-records", coalition.pk)
    found = ActivityRecord.objects.of_coalition(coalition).newest_first().for_listing()
    context = {
        "coalition": coalition,
        "form": form,
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_use_admin": can_use_admin(request.user),
    }
    return render(request, "activity/mine/records.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_edit(request, pk, record_pk):
    """Corrects a record."""
    coalition = _coalition(request, pk)
    record = get_object_or_404(ActivityRecord.objects.of_coalition(coalition), pk=record_pk)
    form = OwnRecordForm(_posted(request), instance=record)
    if form.is_valid():
        log_record(form.instance, by=request.user)
        messages.success(request, f"“{record.title}” is changed.")
        return redirect("activity:own-records", coalition.pk)
    context = {"coalition": coalition, "record": record, "form": form}
    return render(request, "activity/mine/record_edit.html", context, status=422 if form.is_bound else 200)


@never_cache
@login_required
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
