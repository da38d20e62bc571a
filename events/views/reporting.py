"""The organisers' report on an event, on the public site: written by the coordinators of those who organise it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coalitions.views.typed import keeps_what_was_typed, typed_before
from coalitions.workflow import NotAllowed
from events.forms.events import EventReportForm
from events.models import PreparatoryEventPage
from events.permissions import can_report_event
from events.services import report_event
from events.workflow import PREPARATORY_EVENT


@never_cache
@require_http_methods(["GET", "POST"])
@keeps_what_was_typed
def event_report(request, uid):
    """The report's form."""
    event = get_object_or_404(PreparatoryEventPage.objects.live(), uid=uid)
    if not can_report_event(request.user, event):
        raise PermissionDenied
    if request.method == "POST":
        return _publish(request, event, EventReportForm(request.POST))
    typed = typed_before(request)
    form = EventReportForm(initial=EventReportForm.initial_of(event) if typed is None else typed.dict())
    return _answer(request, event, form, waited=typed is not None)


def _publish(request, event, form):
    if not form.is_valid():
        return _answer(request, event, form)
    try:
        report_event(event, by=request.user, **form.cleaned_data)
    except NotAllowed as refusal:
        return _refused(request, event, form, refusal)
    return redirect(f"{event.get_url(request)}#outcome")


def _refused(request, event, form, refusal):
    """The form with what was typed; where somebody else has reported meanwhile, their report stands above it."""
    event.refresh_from_db()
    other = form.cleaned_data["seen"] != event.report_version
    form.add_error(None, str(refusal))
    if other:
        form.data = form.data.copy()
        form.data["seen"] = event.report_version
    return _answer(request, event, form, other=other)


def _answer(request, event, form, *, waited=False, other=False):
    is_open = any(step.verb == "report" for step in PREPARATORY_EVENT.open_to(request.user, event))
    context = {"event": event, "form": form, "is_open": is_open, "waited": waited, "other": other}
    return render(request, "events/phase/report_event.html", context)
