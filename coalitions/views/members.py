"""What visitors do about their own membership: join, confirm, change, leave. Links in mails only show; buttons change.

Nothing here tells whether an address is a member's: who asks gets the same answer, and the mailbox the rest.
"""

import functools

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalitions.enums import MembershipState
from coalitions.forms import JoinForm, LinkForm, ManageForm
from coalitions.links import read, sign
from coalitions.models import CoalitionPage, Membership, visible
from coalitions.models.membership import CONFIRM_WITHIN, DORMANT_AFTER
from coalitions.services import (
    CONFIRM_LINK,
    LINK_LASTS,
    MANAGE_LINK,
    answer_still_interested,
    change_member,
    confirm_member,
    erase_member,
    join_coalition,
    leave_coalition,
    own_data,
    send_links,
)
from coalitions.throttle import throttled
from coalitions.workflow import NotAllowed

NAMES_PER_PAGE = 100
# What the page of a membership says after a change; the key stands in its address.
SAID = {
    "confirmed": "You are a member now. Welcome.",
    "changed": "Your entry is changed.",
    "answered": "Thank you. It is noted that you are still interested.",
}
shows_or_posts = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@shows_or_posts
@throttled("join", limit=10, seconds=3600)
def join(request, pk, slug):
    """The form to join a coalition. Whoever sends it is told to look into the mailbox, member or not."""
    coalition = get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)
    if coalition.slug != slug:
        return redirect("coalitions:member-join", coalition.pk, coalition.slug)
    if not coalition.is_open_to_members:
        refusal = "The coalition is closed; it has no new members. Its page tells what it did, and why it ended."
        return render(request, "coalitions/members/not_now.html", _refusal(coalition, refusal), status=410)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        join_coalition(coalition, email=form.cleaned_data["email"], **form.said())
        return redirect("coalitions:member-mail-sent")
    context = {"coalition": coalition, "form": form, "days": CONFIRM_WITHIN.days}
    return render(request, "coalitions/members/join.html", context, status=_status(form))


@require_safe
def mail_sent(request):
    """The same for everybody: look into your mailbox."""
    return render(request, "coalitions/members/mail_sent.html", {"days": CONFIRM_WITHIN.days})


@never_cache
@shows_or_posts
@throttled("member-link", limit=10, seconds=3600)
def new_link(request):
    """Has a new link sent to an address, if it is a member's."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        send_links(form.cleaned_data["email"])
        return redirect("coalitions:member-mail-sent")
    return render(request, "coalitions/members/new_link.html", {"form": form}, status=_status(form))


@require_safe
def public_members(request, pk, slug):
    """The members of a coalition who chose to be named."""
    coalition = get_object_or_404(visible(CoalitionPage.objects.defer_streamfields()), pk=pk)
    if coalition.slug != slug:
        return redirect("coalitions:member-names", coalition.pk, coalition.slug)
    names = Membership.objects.of_coalition(coalition).public_names()
    page_obj = Paginator(names, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "coalitions/members/names.html", {"coalition": coalition, "page_obj": page_obj})


def _by_link(purpose):
    """Decorator: a view of the member whose link this is, seen by nobody else, kept by no cache, found by no robot."""

    def decorator(view):
        @never_cache
        @throttled("member", limit=60, seconds=3600)
        @functools.wraps(view)
        def found(request, token):
            key = read(purpose, token, LINK_LASTS[purpose])
            member = Membership.objects.with_key(key).for_listing().first() if key else None
            if member is None:
                response = render(request, "coalitions/members/no_link.html", {"form": LinkForm()}, status=410)
            else:
                try:
                    response = view(request, member, token)
                except NotAllowed as refusal:
                    context = _refusal(member.coalition, str(refusal))
                    response = render(request, "coalitions/members/not_now.html", context, status=409)
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return found

    return decorator


@shows_or_posts
@_by_link(CONFIRM_LINK)
def confirm(request, member, token):
    """What was typed, and the button that makes a member; or the one that deletes the request."""
    if member.confirmed_at:
        return _to_page(sign(MANAGE_LINK, member.key.hex))
    if request.method == "POST":
        if request.POST.get("answer") == "no":
            erase_member(member)
            return redirect("coalitions:member-erased")
        confirm_member(member)
        return _to_page(sign(MANAGE_LINK, member.key.hex), "confirmed")
    return render(request, "coalitions/members/confirm.html", {"member": member, "coalition": member.coalition})


@shows_or_posts
@_by_link(MANAGE_LINK)
def manage(request, member, token):
    """A member's own page: what is kept, and everything one may do about it."""
    if member.state == MembershipState.LEFT:
        context = {"member": member, "coalition": member.coalition, "token": token}
        return render(request, "coalitions/members/left.html", context)
    form = ManageForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        change_member(member, **form.said())
        return _to_page(token, "changed")
    context = {
        "member": member,
        "coalition": member.coalition,
        "form": form,
        "token": token,
        "said": SAID.get(request.GET.get("done"), ""),
        "dormant_days": DORMANT_AFTER.days,
    }
    return render(request, "coalitions/members/manage.html", context, status=_status(form))


@require_POST
@_by_link(MANAGE_LINK)
def still_interested(request, member, token):
    """Yes, still interested."""
    answer_still_interested(member)
    return _to_page(token, "answered")


@shows_or_posts
@_by_link(MANAGE_LINK)
def leave(request, member, token):
    """Asks once more, then ends the membership."""
    if request.method == "POST":
        leave_coalition(member)
        return _to_page(token)
    if member.left_on:
        return _to_page(token)
    context = {"member": member, "coalition": member.coalition, "token": token}
    return render(request, "coalitions/members/leave.html", context)


@shows_or_posts
@_by_link(MANAGE_LINK)
def erase(request, member, token):
    """Asks once more, then deletes everything about the membership."""
    if request.method == "POST":
        erase_member(member)
        return redirect("coalitions:member-erased")
    context = {"member": member, "coalition": member.coalition, "token": token}
    return render(request, "coalitions/members/erase.html", context)


@require_safe
@_by_link(MANAGE_LINK)
def export_own_data(request, member, token):
    """Everything kept about the member, as a file."""
    name = f"membership-{member.coalition.slug}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(own_data(member), headers=headers, json_dumps_params={"indent": 2, "ensure_ascii": False})


@require_safe
def erased(request):
    """Nothing is left."""
    return render(request, "coalitions/members/erased.html")


def _refusal(coalition, refusal):
    return {"coalition": coalition, "refusal": refusal}


def _to_page(token, done=""):
    address = reverse("coalitions:member-manage", args=[token])
    return redirect(f"{address}?done={done}" if done else address)


def _status(form):
    return 422 if form.is_bound else 200
