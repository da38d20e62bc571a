"""Steps of a proposal's life: the only code that writes `state`.

Every step is a row of `workflow.PROPOSAL`. It locks the proposal, checks who and when, writes, leaves a row in the
timeline, drops mail of an earlier state that has not left, and queues the mail of this one in the same transaction.
`mail` is the text as the Secretariat edited it; None sends the usual one. What follows from its event is never stored
with the proposal: the event is the one place that knows, and `follow_event` keeps what happens to it in the timeline.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from coalitions.workflow import NotAllowed
from events import services as event_services
from events.proposals import notifications
from events.proposals.enums import Answer
from events.proposals.models import Proposal
from events.proposals.permissions import can_answer_for
from events.proposals.readiness import missing_in_proposal
from events.proposals.services.drafts import Stale, locked_proposal
from events.proposals.services.log import keep_step
from events.proposals.workflow import PROPOSAL

# Steps whose reason stays with the Secretariat. Who is on hold is told nothing: for everybody it is under review.
INSIDE = ("hold", "resume")
# What the steps are called in a proposal's timeline, once they are taken.
TAKEN = {
    "submit": "Submitted",
    "request_changes": "Changes requested",
    "hold": "Put on hold",
    "resume": "Review resumed",
    "accept": "Accepted",
    "decline": "Not accepted",
    "confirm": "Slot confirmed by all organisers",
    "schedule": "Scheduled",
    "withdraw": "Withdrawn",
    "reschedule": "New time",
    "cancel": "Cancelled",
    "reinstate": "Takes place after all",
    "report": "Reported",
}


def _take(proposal, verb, by, reason="", *, mail=None, label=None, **changes):
    """Take one step of a locked proposal with the fields it changes. Returns the proposal."""
    step = PROPOSAL.check(verb, by, proposal, reason)
    before = proposal.current_state
    proposal.state = step.to_state
    for name, value in changes.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", *changes])
    keep_step(
        proposal,
        verb,
        label or TAKEN[verb],
        by=by,
        from_state=before,
        to_state=step.to_state,
        reason=reason,
        is_public=verb not in INSIDE,
    )
    notifications.tell_step(proposal, verb, reason=reason, mail=mail, by=by)
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
        keep_step(proposal, "confirm", label, by=by, is_public=True)
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
        description=f"<p>{escape(proposal.abstract)}</p>{proposal.description}",
        starts_at=starts_at,
        ends_at=starts_at + proposal.length,
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
    ends_at = starts_at + (proposal.event.ends_at - proposal.event.starts_at)
    event_services.reschedule_event(proposal.event, starts_at=starts_at, ends_at=ends_at, reason=reason, by=by)
    return _as_edited(proposal, "reschedule", by, reason, mail)


@transaction.atomic
def cancel_proposal(proposal, *, by, reason, mail=None):
    """Call the event off that a proposal became. Raises NotAllowed."""
    proposal = locked_proposal(proposal)
    PROPOSAL.check("cancel", by, proposal, reason)
    event_services.cancel_event(proposal.event, reason=reason, by=by)
    return _as_edited(proposal, "cancel", by, reason, mail)


@transaction.atomic
def report_proposal(proposal, *, by, mail=None, **report):
    """Report on the event a proposal became; `report` is what `events.services.report_event` takes."""
    proposal = locked_proposal(proposal)
    PROPOSAL.check("report", by, proposal)
    event_services.report_event(proposal.event, by=by, **report)
    return _as_edited(proposal, "report", by, "", mail)


def _as_edited(proposal, verb, by, reason, mail):
    """The proposal after a step of its event; the mail in the Secretariat's words where it has edited it."""
    proposal = Proposal.objects.select_related("event").get(pk=proposal.pk)
    if mail is not None:
        notifications.tell_step(proposal, verb, reason=reason, mail=mail, by=by)
    return proposal


@transaction.atomic
def follow_event(event, *, verb, by, reason):
    """Keep in a proposal's timeline what happened to its event, and tell its organisers.

    Called by `events` for every step of an event, wherever it was taken, in the step's transaction.
    """
    proposal = Proposal.objects.select_for_update().filter(event_id=event.pk).first()
    if proposal is None:
        return
    state, label = proposal.current_state, TAKEN[verb]
    keep_step(proposal, verb, label, by=by, to_state=state, reason=reason, is_public=True)
    notifications.tell_step(proposal, verb, reason=reason, mail=None, by=by)


@transaction.atomic
def withdraw_proposal(proposal, *, by, reason=""):
    """Take a proposal back, before it is scheduled."""
    return _take(locked_proposal(proposal), "withdraw", by, reason, share_key="")
