"""Steps of calls in the admin: a later deadline, and leave to be late."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from coalitions.models import CoalitionPage, visible
from coalitions.views.doors import for_the_secretariat
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.forms.desk import ExtendForm, LateForm
from events.proposals.models import CallPage


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def extend(request, call_id):
    """Moves a call's deadline to later, with a public reason."""
    call = get_object_or_404(CallPage, pk=call_id)
    form = ExtendForm(_posted(request), initial={"to": call.submit_by})
    return _answer(
        request,
        call,
        form,
        lambda: services.extend_call(call, by=request.user, **form.cleaned_data),
        label="Move the deadline",
        note="Readers see the earlier deadline and the reason. Calendars follow by themselves.",
    )


@for_the_secretariat
@require_http_methods(["GET", "POST"])
def allow_late(request, call_id):
    """Lets one coalition submit after the deadline."""
    call = get_object_or_404(CallPage, pk=call_id)
    coalitions = visible(CoalitionPage.objects.defer_streamfields()).order_by("title")
    form = LateForm(_posted(request), coalitions=coalitions)
    return _answer(
        request,
        call,
        form,
        lambda: services.allow_late_submission(call, by=request.user, **form.cleaned_data),
        label="Allow a late submission",
        note="The coalition's coordinators get a mail with the way in. Nobody else is told.",
    )


def _posted(request):
    return request.POST if request.method == "POST" else None


def _answer(request, call, form, take, *, label, note):
    back = reverse("wagtailadmin_pages:edit", args=[call.pk])
    if request.method == "POST" and form.is_valid():
        try:
            take()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{label}: {call.title}")
            return redirect(back)
    context = {"form": form, "subject": call.title, "label": label, "note": note, "back": back}
    return render(request, "events/admin/step.html", context)
