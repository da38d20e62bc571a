"""Verbs of slot requests: the only code that writes them and their state."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.activity import notifications
from coalitions.activity.criteria import in_lines, judge_all, judged_again
from coalitions.activity.models import Assessment, CriteriaSet, SlotRequest
from coalitions.activity.permissions import can_speak_for
from coalitions.activity.services.versions import Stale
from coalitions.activity.workflow import SLOT_REQUEST
from coalitions.models import CoalitionPage
from coalitions.workflow import NotAllowed

WRITTEN = ("title", "purpose", "evidence", "needs")


def _locked(request):
    rows = SlotRequest.objects.select_for_update(of=("self",)).select_related("coalition", "cycle")
    return rows.get(pk=request.pk)


def slot_evidence(coalition, criteria_set):
    """What a request begins with: what the criteria found, as it was shared or as it is now. Lines of text."""
    shared = Assessment.objects.of_set(criteria_set).of_coalition(coalition).shared().for_listing().first()
    if shared is not None:
        judgement = judged_again(shared.evidence, shared.accepted_keys())
    else:
        judgement = judge_all(criteria_set, coalitions=[coalition])[0].judgement
    return "\n".join(f"- {line}" for line in in_lines(judgement))


@transaction.atomic
def send_slot_request(coalition, cycle, *, version, written, by):
    """Ask for a slot at a cycle's annual meeting, or change what was sent; `written` maps names of WRITTEN.

    version: the one that was read, 0 where there was none. Returns the SlotRequest. Raises Stale and NotAllowed.
    """
    if not can_speak_for(by, coalition):
        raise NotAllowed("Only a coordinator of the coalition asks for its slot.")
    # Two coordinators at once wait for one another here: there is one request for each coalition and cycle.
    CoalitionPage.objects.select_for_update(of=("self",)).get(pk=coalition.pk)
    if not CriteriaSet.objects.of_cycle(cycle).taking_slot_requests().exists():
        raise NotAllowed("Slots cannot be asked for now.")
    now = timezone.now()
    request = SlotRequest.objects.of_coalition(coalition).in_cycle(cycle).select_for_update().first()
    if request is None:
        if version:
            raise NotAllowed("This request is no longer there.")
        request = SlotRequest(coalition=coalition, cycle=cycle, version=0)
    elif request.version != version:
        raise Stale(request)
    else:
        SLOT_REQUEST.check("send", by, request)
    before = request.state if request.pk else ""
    for name in WRITTEN:
        setattr(request, name, written[name])
    request.state = SLOT_REQUEST.step("send").to_state
    request.version += 1
    request.sent_at, request.updated_at, request.updated_by = now, now, by
    request.save()
    log(request, "activity.slot_step", user=by, data={"verb": "Sent", "from": before})
    notifications.tell_slot_step(request, "send", reason="", by=by)
    return request


def _take(request, verb, label, by, reason="", *, version=None, **changes):
    request = _locked(request)
    step = SLOT_REQUEST.check(verb, by, request, reason)
    if version is not None and version != request.version:
        raise Stale(request)
    before, request.state = request.state, step.to_state
    request.version += 1
    for name, value in changes.items():
        setattr(request, name, value)
    request.save(update_fields=["state", "version", *changes])
    log(request, "activity.slot_step", user=by, data={"verb": label, "from": before, "reason": reason.strip()})
    notifications.tell_slot_step(request, verb, reason=reason, by=by)
    return request


@transaction.atomic
def withdraw_slot_request(request, *, by):
    """Take a request back that is not answered yet. Raises NotAllowed."""
    return _take(request, "withdraw", "Withdrawn", by)


@transaction.atomic
def grant_slot(request, *, by, reason="", version=None):
    """Give the coalition its slot. Raises Stale where another `version` was read than is stored, and NotAllowed."""
    return _take(
        request, "grant", "Granted", by, reason, version=version, answer=reason.strip(), answered_at=timezone.now()
    )


@transaction.atomic
def refuse_slot(request, *, by, reason, version=None):
    """Do not give the coalition a slot, and say why. Raises Stale as `grant_slot` does, and NotAllowed."""
    return _take(
        request,
        "refuse",
        "Not granted",
        by,
        reason,
        version=version,
        answer=reason.strip(),
        answered_at=timezone.now(),
    )
