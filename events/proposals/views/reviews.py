"""A reviewer's queue on the public site, and the review of one proposal."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.permissions import coordinated_ids
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.forms.reviews import ReviewForm
from events.proposals.models import Review, ReviewAssignment
from events.proposals.permissions import can_review, can_see_as_reviewer, is_reviewer
from events.proposals.views.doors import with_proposal


@never_cache
@login_required
@require_safe
def queue(request):
    """What is to be reviewed, and what was. Proposals of one's own coalitions are nowhere in it."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    own = coordinated_ids(request.user)
    assignments = ReviewAssignment.objects.of_reviewer(request.user).readable().without_conflict(own).for_listing()
    reviews = {review.proposal_id: review for review in Review.objects.of_reviewer(request.user)}
    to_do, done = [], []
    for row in assignments:
        review = reviews.get(row.proposal_id)
        (done if review or not row.is_open else to_do).append((row, review))
    return render(request, "proposals/reviews/queue.html", {"to_do": to_do, "done": done})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def review(request, code):
    """A proposal as its reviewer reads it, and the form of the review: once, and open to change until a decision."""
    proposal = with_proposal(code)
    if not can_see_as_reviewer(request.user, proposal):
        raise Http404
    own = proposal.reviews.of_reviewer(request.user).first()
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=ReviewForm.initial_of(own))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.save_review(proposal, by=request.user, **form.cleaned_data)
            return redirect(f"{reverse('proposals:review-queue')}?done={proposal.code}")
        except NotAllowed as refusal:
            refused = str(refusal)
    context = {
        "proposal": proposal,
        "own": own,
        "form": form,
        "refused": refused,
        "is_open": can_review(request.user, proposal),
        # What others think is shown once one has said what one thinks oneself.
        "others": proposal.reviews.of_others(request.user) if own else None,
    }
    return render(
        request, "proposals/reviews/review.html", context, status=409 if refused else 422 if form.errors else 200
    )
