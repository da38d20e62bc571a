"""Verbs of a proposal's text and of those who make it together: the only code that writes them.

Who saves says which version they read. Where somebody saved meanwhile, nothing is overwritten: `Stale` says so.
"""

from django.db import transaction
from django.utils import timezone

from coalitions.workflow import NotAllowed
from events.enums import OrganiserRole
from events.proposals import notifications
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import (
    DraftComment,
    PreferredTime,
    Proposal,
    ProposalOrganiser,
    ProposalSpeaker,
    UnavailablePeriod,
)
from events.proposals.models.proposal import new_share_key
from events.proposals.permissions import (
    can_answer_for,
    can_propose,
    can_write_proposal,
    coordinator_of_a_lead,
)
from events.proposals.services.log import keep_step

# The fields that organisers write. Everything else of a proposal belongs to a service.
WRITTEN = (
    *("kind", "title", "abstract", "description", "format", "place", "minutes"),
    *("expected_outcome", "accessibility", "languages"),
)
# The states in which organisers may still be invited or leave.
GATHERING = (ProposalState.DRAFT, ProposalState.CHANGES_REQUESTED)


class Stale(Exception):
    """Somebody saved meanwhile. `current` is what is stored now; what was typed is the caller's to show beside it."""

    def __init__(self, current):
        super().__init__("Somebody else has saved this meanwhile. Both versions are shown below; nothing is lost.")
        self.current = current


def locked_proposal(proposal):
    """The proposal's row, locked until the transaction ends."""
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


@transaction.atomic
def start_proposal(call, coalition, *, by, **written):
    """Begin a proposal for a coalition as a draft, with the fields of WRITTEN that are known. Raises NotAllowed."""
    if not can_propose(by, coalition):
        raise NotAllowed("Only a coordinator of the coalition starts a proposal for it.")
    if not call.asks_for_proposals:
        raise NotAllowed("This call does not ask for proposals.")
    late = call.late_submissions.valid().of_coalitions([coalition.pk]).exists()
    if not call.live or not (call.is_open or late):
        raise NotAllowed("This call is not open.")
    now = timezone.now()
    proposal = Proposal.objects.create(call=call, updated_by=by, created_at=now, updated_at=now, **written)
    ProposalOrganiser.objects.create(
        proposal=proposal,
        coalition=coalition,
        role=OrganiserRole.LEAD,
        answer=Answer.CONFIRMED,
        invited_at=now,
        invited_by=by,
        answered_at=now,
        answered_by=by,
    )
    keep_step(proposal, "start", "Draft begun", by=by, to_state=ProposalState.DRAFT, is_public=True)
    return proposal


@transaction.atomic
def save_proposal(
    proposal,
    *,
    version,
    by,
    written,
    focus_areas=None,
    policy_questions=None,
    preferred_times=None,
    unavailable_periods=None,
    speakers=None,
):
    """Save what organisers have written, if nobody saved since they read version `version`.

    `written` maps names of WRITTEN to values; the lists replace what is there, None leaves it: `preferred_times` are
    moments, the dearest first; `unavailable_periods` pairs of days; `speakers` dicts of ProposalSpeaker's fields.
    Returns the proposal. Raises Stale and NotAllowed.
    """
    proposal = locked_proposal(proposal)
    if not can_write_proposal(by, proposal):
        raise NotAllowed(_why_not_writable(proposal))
    if proposal.version != version:
        raise Stale(proposal)
    for name in WRITTEN:
        if name in written:
            setattr(proposal, name, written[name])
    proposal.version += 1
    proposal.updated_at, proposal.updated_by = timezone.now(), by
    proposal.save(update_fields=[*WRITTEN, "version", "updated_at", "updated_by"])
    if focus_areas is not None:
        proposal.focus_areas.set(focus_areas)
    if policy_questions is not None:
        proposal.policy_questions.set(policy_questions)
    if preferred_times is not None:
        proposal.preferred_times.all().delete()
        PreferredTime.objects.bulk_create(
            PreferredTime(proposal=proposal, starts_at=moment, order=place)
            for place, moment in enumerate(dict.fromkeys(preferred_times))
        )
    if unavailable_periods is not None:
        proposal.unavailable_periods.all().delete()
        UnavailablePeriod.objects.bulk_create(
            UnavailablePeriod(proposal=proposal, first_on=first, last_on=last) for first, last in unavailable_periods
        )
    if speakers is not None:
        proposal.speakers.all().delete()
        ProposalSpeaker.objects.bulk_create(
            ProposalSpeaker(proposal=proposal, order=place, **fields) for place, fields in enumerate(speakers)
        )
    if proposal.state == ProposalState.SUBMITTED:
        keep_step(proposal, "edit", "Changed after it was submitted", by=by, is_public=True)
    return proposal


def _why_not_writable(proposal):
    if not proposal.may_be_written:
        return "This proposal can no longer be changed."
    return "Only the coordinators of its organisers write a proposal."


@transaction.atomic
def invite_organiser(proposal, coalition, *, role, by):
    """Ask a coalition to take part in a role; its coordinators get a signed link by mail.

    A coalition that declined may be asked again. Returns the ProposalOrganiser. Raises NotAllowed.
    """
    proposal = locked_proposal(proposal)
    if not coordinator_of_a_lead(by, proposal):
        raise NotAllowed("Only a coordinator of a lead organiser invites others.")
    if proposal.state not in GATHERING:
        raise NotAllowed("Organisers are invited before a proposal is submitted.")
    own = can_answer_for(by, ProposalOrganiser(coalition=coalition))
    answer, answered_at = (Answer.CONFIRMED, timezone.now()) if own else (Answer.INVITED, None)
    there = proposal.organisers.filter(coalition=coalition).first()
    if there and there.answer != Answer.DECLINED:
        raise NotAllowed(f"{coalition.short_name} is named in this proposal already.")
    organiser = there or ProposalOrganiser(proposal=proposal, coalition=coalition)
    organiser.role, organiser.answer = role, answer
    organiser.invited_at, organiser.invited_by = timezone.now(), by
    organiser.answered_at, organiser.answered_by = answered_at, by if own else None
    organiser.save()
    if not own:
        notifications.tell_invitation(organiser)
    keep_step(
        proposal,
        "invite",
        f"{coalition.short_name} invited as {organiser.get_role_display().lower()}",
        by=by,
        is_public=True,
    )
    return organiser


@transaction.atomic
def answer_invitation(organiser, *, confirm, by):
    """Confirm or decline a coalition's part in a proposal. Giving the same answer twice changes nothing.

    Returns the ProposalOrganiser. Raises NotAllowed.
    """
    proposal = locked_proposal(organiser.proposal)
    organiser = proposal.organisers.select_related("coalition").filter(pk=organiser.pk).first()
    if organiser is None:
        raise NotAllowed("This invitation was taken back.")
    if not can_answer_for(by, organiser):
        raise NotAllowed("Only a coordinator of the coalition answers for it.")
    wanted = Answer.CONFIRMED if confirm else Answer.DECLINED
    if organiser.answer == wanted:
        return organiser
    if proposal.state not in GATHERING:
        raise NotAllowed("The proposal has been submitted; write to the Secretariat if this should change.")
    if not confirm and organiser.role == OrganiserRole.LEAD and not _other_leads(proposal, organiser):
        raise NotAllowed("The only lead cannot leave; withdraw the proposal instead.")
    organiser.answer, organiser.answered_at, organiser.answered_by = wanted, timezone.now(), by
    organiser.save(update_fields=["answer", "answered_at", "answered_by"])
    notifications.tell_answer(organiser)
    verb = "confirmed its part" if confirm else "declined"
    keep_step(proposal, "answer", f"{organiser.coalition.short_name} {verb}", by=by, is_public=True)
    return organiser


@transaction.atomic
def remove_organiser(organiser, *, by):
    """Take a coalition out of a proposal that is not submitted. Raises NotAllowed."""
    proposal = locked_proposal(organiser.proposal)
    if not coordinator_of_a_lead(by, proposal):
        raise NotAllowed("Only a coordinator of a lead organiser takes others out.")
    if proposal.state not in GATHERING:
        raise NotAllowed("Organisers change before a proposal is submitted.")
    organiser = proposal.organisers.select_related("coalition").get(pk=organiser.pk)
    if organiser.role == OrganiserRole.LEAD and not _other_leads(proposal, organiser):
        raise NotAllowed("A proposal needs a lead; withdraw it instead.")
    notifications.forget_invitation(organiser)
    keep_step(proposal, "remove", f"{organiser.coalition.short_name} taken out", by=by, is_public=True)
    organiser.delete()


def _other_leads(proposal, organiser):
    leads = proposal.organisers.confirmed().filter(role=OrganiserRole.LEAD)
    return leads.exclude(pk=organiser.pk).exists()


@transaction.atomic
def share_draft(proposal, *, by):
    """Give the draft an address that may be passed on, to be read and commented. The same one until it is unshared.

    Returns the key. Raises NotAllowed.
    """
    proposal = locked_proposal(proposal)
    if not can_write_proposal(by, proposal):
        raise NotAllowed(_why_not_writable(proposal))
    if not proposal.share_key:
        proposal.share_key = new_share_key()
        proposal.save(update_fields=["share_key"])
        keep_step(proposal, "share", "Link to the draft made", by=by, is_public=True)
    return proposal.share_key


@transaction.atomic
def unshare_draft(proposal, *, by):
    """Make the shared address lead nowhere. What was said there stays. Raises NotAllowed."""
    proposal = locked_proposal(proposal)
    if not can_write_proposal(by, proposal):
        raise NotAllowed(_why_not_writable(proposal))
    if proposal.share_key:
        proposal.share_key = ""
        proposal.save(update_fields=["share_key"])
        keep_step(proposal, "unshare", "Link to the draft ended", by=by, is_public=True)


def comment_draft(proposal, *, name, text):
    """Keep what somebody with the link says of a draft. Raises NotAllowed once it is submitted or unshared."""
    if not proposal.share_key or proposal.state not in GATHERING:
        raise NotAllowed("This draft takes no more comments.")
    return DraftComment.objects.create(proposal=proposal, name=name, text=text, version=proposal.version)
