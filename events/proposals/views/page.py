"""A proposal's own page: for its organisers everything, for everybody what is public, for nobody else anything."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coalitions.permissions import coordinated_ids, is_secretariat
from events.proposals.enums import COMMENTED, WRITABLE, ProposalState
from events.proposals.models import Proposal
from events.proposals.permissions import (
    can_follow_proposal,
    can_see_as_reviewer,
    can_write_proposal,
    coordinator_of_an_organiser,
)
from events.proposals.readiness import missing_in_proposal
from events.proposals.views.doors import with_proposal
from events.proposals.workflow import PROPOSAL, asked_of

DONE = {
    "submitted": "Submitted. You will hear from the Secretariat when it has been reviewed.",
    "withdrawn": "Withdrawn. Nobody outside the organisers and the Secretariat can read it.",
    "confirmed": "The slot is confirmed.",
    "taking-part": "Your coalition takes part.",
}
NOTHING_ASKED = {
    ProposalState.SUBMITTED: "Nothing is asked of you now: the Secretariat and the reviewers read it.",
    ProposalState.ON_HOLD: "Nothing is asked of you now: the Secretariat and the reviewers read it.",
    ProposalState.ACCEPTED: "Nothing is asked of you now: not every organiser has confirmed the slot yet.",
    ProposalState.CONFIRMED: "Nothing is asked of you now: the Secretariat makes the event’s page.",
    ProposalState.SCHEDULED: "Nothing is asked of you until the event has taken place. Then a report is due.",
}
# The states of which their organisers have to know the reason before anything else.
DECIDED_BECAUSE = (ProposalState.CHANGES_REQUESTED, ProposalState.NOT_ACCEPTED)
OTHERWISE = "Nothing is asked of you."


@require_safe
def proposal(request, code):
    """The page at `/proposals/<code>/`. A proposal one may not read is answered like one that does not exist."""
    public = Proposal.objects.public().with_code(code)
    proposal, follows = _for_reader(request.user, code, public)
    event = proposal.event if proposal.event and proposal.event.live else None
    is_over = proposal.current_state in (ProposalState.HELD, ProposalState.REPORTED)
    context = {
        "proposal": proposal,
        "event": event,
        "event_url": event.get_url(request) if event else "",
        "held_at": proposal.event.ends_at if is_over else None,
        "follows": _followed(request.user, proposal) if follows else None,
        "steps": proposal.steps.for_everybody() if not follows and proposal.is_public else (),
        "said": DONE.get(request.GET.get("done")) if follows else "",
    }
    response = render(request, "proposals/proposal/page.html", context)
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _for_reader(user, code, public):
    """`(proposal, follows)`: the proposal as this reader may see it, and whether they take part. Raises Http404."""
    if user.is_authenticated:
        proposal = with_proposal(code)
        if can_follow_proposal(user, proposal):
            return proposal, True
        if can_see_as_reviewer(user, proposal):
            return proposal, False
    return get_object_or_404(public.for_public_page()), False


def _decided_because(proposal):
    """Why changes were asked for, or why it was not accepted."""
    return proposal.steps.reason_for(proposal.state) if proposal.state in DECIDED_BECAUSE else ""


def _followed(user, proposal):
    """What those who take part find on the page besides: what is asked of them, what happened, what was said."""
    is_draft = proposal.state in WRITABLE
    steps = [step.verb for step in PROPOSAL.open_to(user, proposal)]
    return {
        "asked": asked_of(coordinated_ids(user), proposal),
        "because": _decided_because(proposal),
        "nothing_asked": NOTHING_ASKED.get(proposal.current_state, OTHERWISE),
        "missing": missing_in_proposal(proposal) if is_draft else [],
        "late_until": proposal.late_until if is_draft else None,
        "may_edit": not is_draft and can_write_proposal(user, proposal),
        "may_withdraw": "withdraw" in steps,
        "sees_addresses": is_secretariat(user) or coordinator_of_an_organiser(user, proposal),
        "comments": proposal.reviews.comments_to_proposer() if proposal.current_state in COMMENTED else [],
        "steps": proposal.steps.public(),
        "own_url": reverse("proposals:call-own", args=[proposal.call_id]),
    }
