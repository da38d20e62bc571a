"""A proposal's own page: for its organisers everything, for everybody what is public, for nobody else anything."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalitions.permissions import coordinated_ids
from events.proposals.models import Proposal
from events.proposals.permissions import can_follow_proposal, can_see_as_reviewer
from events.proposals.sections import followed
from events.proposals.views.doors import with_proposal

DONE = {
    "submitted": "Submitted. You will hear from the Secretariat when it has been reviewed.",
    "withdrawn": "Withdrawn. Nobody outside the organisers and the Secretariat can read it.",
    "confirmed": "The slot is confirmed.",
    "reported": "Thank you. The report is on the event’s page.",
    "taking-part": "Your coalition takes part.",
}


@require_safe
def proposal(request, code):
    """The page at `/proposals/<code>/`. A proposal one may not read is answered like one that does not exist."""
    proposal = with_proposal(code)
    follows = can_follow_proposal(request.user, proposal)
    is_public = Proposal.objects.public().with_code(code).exists()
    if not follows and not is_public and not can_see_as_reviewer(request.user, proposal):
        raise Http404
    own = coordinated_ids(request.user)
    context = {
        "proposal": proposal,
        "is_public": is_public,
        "follows": followed(request.user, own, proposal) if follows else None,
        "steps": proposal.steps.for_everybody() if is_public else (),
        "said": DONE.get(request.GET.get("done")) if follows else "",
    }
    response = render(request, "proposals/proposal/page.html", context)
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "private, no-store"
    return response
