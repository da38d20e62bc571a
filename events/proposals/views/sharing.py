"""A draft for those who were given its link: to be read and commented before it is submitted."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coalitions.throttle import throttled
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.forms.steps import DraftCommentForm
from events.proposals.models import Proposal


def unseen(view):
    """Decorator: the address stays with those who have it. No search engine, no other site, no cache learns it.

    "no-referrer" would say no more and break the form: a browser then sends `Origin: null`, which is nobody's origin.
    """

    @never_cache
    def opened(request, *args, **more):
        response = view(request, *args, **more)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return opened


@unseen
@throttled("draft-comment", limit=20, seconds=3600)
@require_http_methods(["GET", "POST"])
def draft(request, key):
    """The draft with what was said of it, and the form to say more."""
    proposal = Proposal.objects.for_page().shared_under(key).first()
    if proposal is None:
        return render(request, "proposals/links/draft_closed.html", status=404)
    form = DraftCommentForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            comment = services.comment_draft(proposal, **form.cleaned_data)
        except NotAllowed as refusal:
            refused = str(refusal)
        else:
            return redirect(f"{reverse('proposals:draft', args=[key])}?done=said#comment-{comment.pk}")
    context = {
        "proposal": proposal,
        "comments": proposal.draft_comments.all(),
        "form": form,
        "refused": refused,
        "said": "Thank you. The organisers read your comment." if request.GET.get("done") == "said" else "",
    }
    return render(
        request, "proposals/links/draft.html", context, status=409 if refused else 422 if form.errors else 200
    )
