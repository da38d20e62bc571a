"""Steps of preparatory events in the admin: a small form each, posted to the service that takes the step."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from coalitions.workflow import NotAllowed
from events import services
from events.clashes import clashes_of
from events.forms.events import AdminReportForm, RescheduleForm
from events.forms.steps import StepForm
from events.models import PreparatoryEventPage
from events.permissions import can_manage_event
from events.workflow import PREPARATORY_EVENT

EVENT_SERVICES = {
    "reschedule": services.reschedule_event,
    "cancel": services.cancel_event,
    "reinstate": services.reinstate_event,
    "report": services.report_event,
}
PUBLIC_REASON = "Readers see the reason on the event's page, and calendars follow by themselves."


@require_http_methods(["GET", "POST"])
def event_step(request, event_id, verb):
    """One step of an event's life, with its confirmation."""
    event = get_object_or_404(PreparatoryEventPage, pk=event_id)
    if not can_manage_event(request.user, event):
        raise PermissionDenied
    try:
        step = PREPARATORY_EVENT.step(verb)
    except NotAllowed as unknown:
        raise Http404 from unknown
    back = reverse("wagtailadmin_pages:edit", args=[event.pk])
    if request.method == "GET" and step not in PREPARATORY_EVENT.open_to(request.user, event):
        state = event.get_shown_state_display().lower()
        messages.error(request, f"“{step.label}” is not possible while the state is “{state}”.")
        return redirect(back)
    form = _form(request, event, step)
    warnings = []
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data.copy()
        if verb == "reschedule":
            warnings = _unseen_clashes(event, form, asked.pop("seen"))
        if not warnings:
            try:
                EVENT_SERVICES[verb](event, by=request.user, **asked)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{step.label}: {event.get_admin_display_title()}")
                return redirect(back)
    context = {
        "form": form,
        "subject": event.get_admin_display_title(),
        "label": f"{step.label} anyway" if warnings else step.label,
        "back": back,
        "note": PUBLIC_REASON if step.needs_reason else "The report is published at once on the event's page.",
        "warnings": warnings,
    }
    return render(request, "events/admin/event_step.html", context)


def _form(request, event, step):
    data = request.POST if request.method == "POST" else None
    if step.verb == "reschedule":
        return RescheduleForm(data, initial={"starts_at": event.starts_at, "ends_at": event.ends_at})
    if step.verb == "report":
        return AdminReportForm(data, initial=AdminReportForm.initial_of(event))
    return StepForm(data, step=step)


def _unseen_clashes(event, form, seen):
    """What speaks against the time that is asked for, unless the person has read it already."""
    if seen == form.time:
        return []
    form.data = form.data.copy()
    form.data["seen"] = form.time
    return clashes_of(event, form.cleaned_data["starts_at"], form.cleaned_data["ends_at"])
