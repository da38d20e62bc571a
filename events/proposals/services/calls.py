"""Verbs of calls: the only code that moves a published call's deadlines and gives leave to be late."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.workflow import NotAllowed
from events.proposals import notifications
from events.proposals.models import CallExtension, CallPage, LateSubmission
from events.proposals.permissions import secretariat


def _locked(call):
    return CallPage.objects.select_for_update().get(pk=call.pk)


@transaction.atomic
def extend_call(call, *, to, reason, by, edit_until=None):
    """Move a call's deadline to a later moment; the earlier one and the reason stay public.

    `edit_until` is the last moment for changes to what was submitted (default: as long after the deadline as before).
    Returns the CallExtension. Raises NotAllowed.
    """
    call = _locked(call)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat moves a call's deadline.")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is shown with the deadline's history.")
    if to <= call.submit_by or to <= timezone.now():
        raise NotAllowed("A deadline is only ever moved to a later moment that is still to come.")
    if edit_until is None and call.edit_until:
        edit_until = call.edit_until + (to - call.submit_by)
    if edit_until is not None and edit_until < to:
        raise NotAllowed("What was submitted can be edited at least until the deadline.")
    extension = CallExtension.objects.create(
        call=call, from_at=call.submit_by, to_at=to, reason=reason.strip(), moved_at=timezone.now(), by=by
    )
    call.submit_by, call.edit_until = to, edit_until
    call.save(update_fields=["submit_by", "edit_until"], clean=False)
    log(
        call,
        "proposals.extend_call",
        user=by,
        data={"from": extension.from_at.isoformat(), "to": to.isoformat(), "reason": extension.reason},
    )
    return extension


@transaction.atomic
def allow_late_submission(call, coalition, *, until, reason, by):
    """Let one coalition submit after the deadline, and tell its coordinators where.

    Returns the LateSubmission. Raises NotAllowed.
    """
    call = _locked(call)
    if not secretariat(by):
        raise NotAllowed("Only the Secretariat gives leave to be late.")
    if not reason.strip():
        raise NotAllowed("Give a reason; it is kept with the leave.")
    if until <= timezone.now():
        raise NotAllowed("Choose a moment that is still to come.")
    if until <= call.submit_by:
        raise NotAllowed("The call is open until then anyway.")
    leave = LateSubmission.objects.create(
        call=call, coalition=coalition, until=until, reason=reason.strip(), made_at=timezone.now(), by=by
    )
    notifications.tell_late_submission(leave)
    log(
        call,
        "proposals.allow_late",
        user=by,
        data={"coalition": coalition.pk, "until": until.isoformat(), "reason": leave.reason},
    )
    return leave
