"""Steps of a proposal's life: the only code that writes `state`.

Every step is a row of `workflow.PROPOSAL`. It locks the proposal, checks who and when, writes, leaves a row in the
timeline, drops mail of an earlier state that has not left, and queues the mail of this one in the same transaction.
`mail` is the text as the Secretariat edited it; None sends the usual one.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from coalitions.workflow import NotAllowed
from events import services as event_services
from events.proposals import notifications
from events.proposals.enums import Answer, ProposalState
from events.proposals.permissions import can_answer_for
from events.proposals.readiness import missing_in_proposal
from events.proposals.services.drafts import Stale, locked_proposal
from events.proposals.services.log import keep_step
from events.proposals.workflow import PROPOSAL

# Steps whose reason stays with the Secretariat. Who is on hold is told nothing: for everybody it is under review.
INSIDE = ("hold", "resume")


def _take(proposal, verb, by, reason="", *, mail=None, label=None, **changes):
    """Take one step of a locked proposal with the fields it changes. Returns the proposal."""
    step = PROPOSAL.check(verb, by, proposal, reason)
    before = proposal.current_state
    return _write(proposal, step, before, by, reason, mail=mail, label=label, **changes)


def _write(proposal, step, before, by, reason, *, mail=None, label=None, **changes):
    # What follows from the event is never stored with the proposal: the event is the one place that knows.
    if proposal.event_id is None or step.verb == "schedule":
        changes["state"] = step.to_state
    for name, value in changes.items():
        setattr(proposal, name, value)
    if changes:
        proposal.save(update_fields=list(changes))
    keep_step(
        proposal,
        step.verb,
        label or step.label,
        by=by,
        from_state=before,
        to_state=step.to_state,
        reason=reason,
        is_public=step.verb not in INSIDE,
    )
    notifications.tell_step(proposal, step.verb, reason=reason, mail=mail, by=by)
    return proposal


@transaction.atomic
def submit_proposal(proposal, *, by, version=None):
    """Hand a proposal in. With `version`, only if that is what was read: Stale otherwise. Raises NotAllowed.

    Leads and co-organisers must have confirmed, and the call must take it: open to the second, changes asked for, or
    leave to be late.
    """
    proposal = locked_proposal(proposal)
    PROPOSAL.check("submit", by, proposal)
    if version is not None and proposal.version != version:
        raise Stale(proposal)
    if not proposal.takes_submission:
        raise NotAllowed("The deadline has passed. The draft is kept; ask the Secretariat for leave to be late.")
    missing = missing_in_proposal(proposal)
    if missing:
        raise NotAllowed(" ".join(map(str, missing)))
    # Those who were only asked to support and did not answer are no longer asked.
    for row in proposal.organisers.invited():
        notifications.forget_invitation(row)
        row.delete()
    return _take(proposal, "submit", by, submitted_at=timezone.now(), share_key="")


@transaction.atomic
def request_changes(proposal, *, by, reason, mail=None):
    """Give a proposal back to its organisers and say what should change."""
    return _take(locked_proposal(proposal), "request_changes", by, reason, mail=mail)


@transaction.atomic
def hold_proposal(proposal, *, by, reason, mail=None):
    """Set a proposal aside. Its organisers see it under review, as before."""
    return _take(locked_proposal(proposal), "hold", by, reason, mail=mail)


@transaction.atomic
def resume_proposal(proposal, *, by, reason="", mail=None):
    """Take a proposal up again that was set aside."""
    return _take(locked_proposal(proposal), "resume", by, reason, mail=mail)


@transaction.atomic
def accept_proposal(proposal, *, by, starts_at=None, reason="", mail=None):
    """Accept a proposal and offer a slot: `starts_at` (UTC; default: the organisers' first wish).

    Raises NotAllowed, also for a slot that has passed.
    """
    proposal = locked_proposal(proposal)
    if starts_at is None:
        wish = proposal.preferred_times.first()
        starts_at = wish and wish.starts_at
    if starts_at is None:
        raise NotAllowed("Offer a slot: the organisers named no time.")
    if starts_at <= timezone.now():
        raise NotAllowed("The slot has passed; offer one that is still to come.")
    proposal.offered_starts_at = starts_at
    return _take(proposal, "accept", by, reason, mail=mail, decided_at=timezone.now(), offered_starts_at=starts_at)


@transaction.atomic
def decline_proposal(proposal, *, by, reason, mail=None):
    """Do not accept a proposal; the reason goes to its organisers and to nobody else."""
    return _take(locked_proposal(proposal), "decline", by, reason, mail=mail, decided_at=timezone.now())


@transaction.atomic
def confirm_slot(proposal, organiser, *, by):
    """Confirm the offered slot for one organiser. With the last lead and co-organiser, the proposal is confirmed.

    Confirming twice changes nothing. Returns the proposal. Raises NotAllowed.
    """
    proposal = locked_proposal(proposal)
    organiser = proposal.organisers.select_related("coalition").get(pk=organiser.pk)
    if not can_answer_for(by, organiser) or not organiser.is_needed or organiser.answer != Answer.CONFIRMED:
        raise NotAllowed("Only a coordinator of a lead or co-organiser confirms its slot.")
    if organiser.slot_confirmed_at:
        return proposal
    PROPOSAL.check("confirm", by, proposal)
    organiser.slot_confirmed_at, organiser.slot_confirmed_by = timezone.now(), by
    organiser.save(update_fields=["slot_confirmed_at", "slot_confirmed_by"])
    label = f"{organiser.coalition.short_name} confirmed the slot"
    if proposal.organisers.needed().filter(slot_confirmed_at__isnull=True).exists():
        keep_step(proposal, "confirm", label, by=by)
        return proposal
    return _take(proposal, "confirm", by, label=label)


@transaction.atomic
def schedule_proposal(proposal, *, by, phase=None, starts_at=None, reason="", mail=None):
    """Make the event's page from the proposal, as a draft for the Secretariat to publish.

    `starts_at` is the beginning (default: the confirmed slot). Later changes of the page never flow back into the
    proposal. Returns the proposal, its `event` set. Raises NotAllowed.
    """
    proposal = locked_proposal(proposal)
    PROPOSAL.check("schedule", by, proposal, reason)
    starts_at = starts_at or proposal.offered_starts_at
    if starts_at is None or starts_at <= timezone.now():
        raise NotAllowed("Choose a beginning that is still to come.")
    event = event_services.create_event(
        phase or proposal.call.phase,
        title=proposal.title,
        summary=proposal.abstract,
        description=proposal.description,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=proposal.minutes),
        format=proposal.format,
        place=proposal.place,
        organisers=[(row.coalition, row.role) for row in proposal.organisers.confirmed().select_related("coalition")],
        focus_areas=list(proposal.focus_areas.all()),
        policy_questions=list(proposal.policy_questions.all()),
        speakers=[(row.name, row.affiliation) for row in proposal.speakers.all()],
        accessibility=proposal.accessibility,
        languages=proposal.languages,
        expected_outcome=proposal.expected_outcome,
        by=by,
    )
    proposal.event = event
    return _take(proposal, "schedule", by, reason, mail=mail, event=event)


@transaction.atomic
def reschedule_proposal(proposal, *, by, starts_at, reason, mail=None):
    """Move the event a proposal became to another beginning; its length stays. Raises NotAllowed."""
    proposal = locked_proposal(proposal)
    PROPOSAL.check("reschedule", by, proposal, reason)
    event = proposal.event
    event_services.reschedule_event(
        event, starts_at=starts_at, ends_at=starts_at + (event.ends_at - event.starts_at), reason=reason, by=by
    )
    return _follow(proposal, "reschedule", by, reason, mail)


@transaction.atomic
def cancel_proposal(proposal, *, by, reason, mail=None):
    """Call the event off that a proposal became. Raises NotAllowed."""
    proposal = locked_proposal(proposal)
    PROPOSAL.check("cancel", by, proposal, reason)
    event_services.cancel_event(proposal.event, reason=reason, by=by)
    return _follow(proposal, "cancel", by, reason, mail)


@transaction.atomic
def report_proposal(proposal, *, by, outcome, mail=None, **report):
    """Report on the event a proposal became: `outcome` is safe HTML; `report` as `events.services.report_event` takes.

    Raises NotAllowed.
    """
    proposal = locked_proposal(proposal)
    PROPOSAL.check("report", by, proposal)
    event_services.report_event(proposal.event, outcome=outcome, by=by, **report)
    return _follow(proposal, "report", by, "", mail)


def _follow(proposal, verb, by, reason, mail):
    """Keep the step that the event has taken already: who might take it was asked before."""
    before = proposal.current_state
    proposal.event.refresh_from_db()
    return _write(proposal, PROPOSAL.step(verb), before, by, reason, mail=mail)


@transaction.atomic
def withdraw_proposal(proposal, *, by, reason=""):
    """Take a proposal back, before it is scheduled."""
    return _take(locked_proposal(proposal), "withdraw", by, reason, share_key="")
