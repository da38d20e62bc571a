"""Steps of meetings and action items in the admin: a small form each, posted to the service that takes the step."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from coalitions.workflow import NotAllowed
from events import services
from events.carry_over import offered_to
from events.forms.steps import MoveDeadlineForm, PartForm, StepForm
from events.models import ActionItem, ActionItemPart, MeetingPage
from events.permissions import can_edit_meeting, can_finish_part, can_manage_item, can_manage_meeting
from events.workflow import ACTION_ITEM, MEETING

MEETING_SERVICES = {
    "cancel": services.cancel_meeting,
    "reinstate": services.reinstate_meeting,
    "hold": services.hold_meeting,
    "draft_report": services.draft_report,
    "open_corrections": services.publish_report,
    "extend_corrections": services.extend_corrections,
    "adopt": services.adopt_report,
}
ITEM_SERVICES = {
    "start": services.start_item,
    "finish": services.finish_item,
    "drop": services.drop_item,
    "supersede": services.supersede_item,
    "reopen": services.reopen_item,
}
SETS_CORRECTIONS = ("open_corrections", "extend_corrections")


@require_http_methods(["GET", "POST"])
def meeting_step(request, meeting_id, verb):
    """One step of a meeting's life, with its confirmation."""
    meeting = get_object_or_404(MeetingPage, pk=meeting_id)
    _only_if(can_manage_meeting(request.user, meeting))
    step = _step(MEETING, verb)
    initial = {}
    if verb in SETS_CORRECTIONS:
        days = datetime.timedelta(days=meeting.get_parent().specific.corrections_days)
        initial["until"] = services.end_of_day(max(timezone.now(), meeting.corrections_until or timezone.now()) + days)
    form = StepForm(_posted(request), step=step, until=verb in SETS_CORRECTIONS, initial=initial)
    back = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    if request.method == "GET" and step not in MEETING.open_to(request.user, meeting):
        return _not_now(request, step, meeting, back)
    return _answer(
        request,
        form,
        lambda: MEETING_SERVICES[verb](meeting, by=request.user, **form.cleaned_data),
        subject=meeting.get_admin_display_title(),
        label=step.label,
        back=back,
        note=_note(meeting, verb),
    )


@require_http_methods(["GET", "POST"])
def meeting_carry_over(request, meeting_id):
    """What earlier meetings left, and the button that puts it on this meeting's agenda."""
    meeting = get_object_or_404(MeetingPage, pk=meeting_id)
    _only_if(can_edit_meeting(request.user, meeting))
    back = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    if request.method == "POST":
        try:
            titles = services.carry_over(meeting, by=request.user)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{len(titles)} added to the agenda, as a draft.")
        return redirect(back)
    offer = offered_to(meeting.get_latest_revision_as_object())
    return render(request, "events/admin/carry_over.html", {"meeting": meeting, "offer": offer, "back": back})


@require_http_methods(["GET", "POST"])
def item_step(request, item_id, verb):
    """One step of an action item's life, with its confirmation."""
    item = _item(request, item_id)
    step = _step(ACTION_ITEM, verb)
    successors = ActionItem.objects.other_than(item) if verb == "supersede" else None
    form = StepForm(_posted(request), step=step, successors=successors)
    if request.method == "GET" and step not in ACTION_ITEM.open_to(request.user, item):
        return _not_now(request, step, item, _item_url(item))
    return _answer(
        request,
        form,
        lambda: ITEM_SERVICES[verb](item, by=request.user, **form.cleaned_data),
        subject=item,
        label=step.label,
        back=_item_url(item),
    )


@require_http_methods(["GET", "POST"])
def item_move_deadline(request, item_id):
    """Another deadline for an action item; the earlier one is kept with the reason."""
    item = _item(request, item_id)
    form = MoveDeadlineForm(_posted(request), initial={"to": item.due_at})
    return _answer(
        request,
        form,
        lambda: services.move_deadline(item, by=request.user, **form.cleaned_data),
        subject=item,
        label="Move the deadline",
        back=_item_url(item),
    )


@require_http_methods(["GET", "POST"])
def part_finish(request, part_id):
    """Marks one coalition's part of an item as done: by its coordinators, or by the meeting's editors for them."""
    part = get_object_or_404(ActionItemPart.objects.select_related("coalition", "item__meeting"), pk=part_id)
    _only_if(can_finish_part(request.user, part))
    form = PartForm(_posted(request))
    own = _item_url(part.item) if can_manage_item(request.user, part.item) else reverse("wagtailadmin_home")
    return _answer(
        request,
        form,
        lambda: services.finish_part(part, by=request.user, **form.cleaned_data),
        subject=part.item,
        label=f"Mark {part.coalition.short_name}'s part as done",
        back=get_valid_next_url_from_request(request) or own,
    )


def _answer(request, form, take, *, subject, label, back, note=""):
    """The form, or what came of it: `take` calls the service."""
    if request.method == "POST" and form.is_valid():
        try:
            take()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{label}: {subject}")
            return redirect(back)
    context = {"form": form, "subject": subject, "label": label, "back": back, "note": note}
    return render(request, "events/admin/step.html", context)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _not_now(request, step, thing, back):
    messages.error(
        request, f"“{step.label}” is not possible while the state is “{thing.get_state_display().lower()}”."
    )
    return redirect(back)


def _note(meeting, verb):
    if verb == "open_corrections":
        return "Publishes the newest draft of the page, and gives every coalition its part of the action items."
    if verb == "adopt":
        return "From now on the paragraphs keep the numbers they have."
    return ""


def _item(request, item_id):
    item = get_object_or_404(ActionItem.objects.select_related("meeting"), pk=item_id)
    _only_if(can_manage_item(request.user, item))
    return item


def _item_url(item):
    return reverse("events_actionitem_modeladmin_inspect", args=[item.pk])


def _step(workflow, verb):
    try:
        return workflow.step(verb)
    except NotAllowed as unknown:
        raise Http404 from unknown


def _only_if(allowed):
    if not allowed:
        raise PermissionDenied
