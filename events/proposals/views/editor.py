"""The form of a proposal, and how it will look.

Whatever button is pressed, what was typed is saved first. Where somebody else saved meanwhile, both versions are
shown; where nothing can be saved any more, what was typed stands on the page to be copied.
"""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.views.typed import typed_before
from coalitions.workflow import NotAllowed
from events.proposals import services
from events.proposals.enums import WRITABLE
from events.proposals.forms.editor import ProposalEditor
from events.proposals.forms.steps import InviteForm
from events.proposals.forms.written import as_saved
from events.proposals.permissions import can_write_proposal, coordinator_of_a_lead
from events.proposals.readiness import missing_in_proposal
from events.proposals.views.doors import for_those_who_take_part, for_those_who_write, with_proposal

# Which row is added, and which page follows, after what was typed is saved.
MORE = {"add-speaker": "speakers", "add-period": "periods"}
NEXT = {"preview": "proposals:proposal-preview", "submit": "proposals:proposal-submit"}
SAVED = {
    "saved": "Saved. Nobody but the organisers and those you invited can read it.",
    "invited": "Saved, and the invitation is on its way.",
    "removed": "Saved, and the coalition is taken out.",
    "shared": "Saved. The link below leads to the draft.",
    "unshared": "Saved. The link leads nowhere any more.",
}


@for_those_who_write
@require_http_methods(["GET", "POST"])
def edit(request, proposal):
    """The form. Who takes part but does not write finds the proposal's page instead."""
    if request.method == "POST":
        return _save(request, proposal)
    if not can_write_proposal(request.user, proposal):
        return redirect("proposals:proposal", proposal.code)
    typed = typed_before(request)
    if typed is not None:
        return _show(request, _typed_meanwhile(proposal, typed), waited=True)
    editor = ProposalEditor(proposal, more=request.GET.get("more", ""))
    return _show(request, editor, said=SAVED.get(request.GET.get("done")))


@for_those_who_take_part
@require_safe
def preview(request, proposal):
    """The proposal as everybody will read it once it is accepted."""
    return render(request, "proposals/proposal/preview.html", {"proposal": proposal})


def _typed_meanwhile(proposal, typed):
    """The form as it was sent when nobody was signed in any more; beside what somebody else has saved since."""
    editor = ProposalEditor(proposal, typed)
    if editor.is_valid() and editor.version != proposal.version:
        return editor.beside(proposal)
    return editor


def _save(request, proposal):
    editor = ProposalEditor(proposal, request.POST)
    wanted = request.POST.get("do", "save")
    if not editor.is_valid():
        return _show(request, editor, status=422)
    invite = InviteForm(request.POST if wanted == "invite" else None, proposal=proposal)
    try:
        services.save_proposal(
            proposal,
            version=editor.version,
            by=request.user,
            **as_saved(editor.taking(request.POST.getlist("take"))),
        )
    except services.Stale:
        return _show(request, editor.beside(with_proposal(proposal.code)), status=409)
    except NotAllowed as refusal:
        return _show(request, editor, refused=str(refusal), status=409)
    return _then(request, proposal, wanted, invite)


def _then(request, proposal, wanted, invite):
    """What the pressed button does besides saving."""
    edit_url = reverse("proposals:proposal-edit", args=[proposal.code])
    if wanted in NEXT:
        return redirect(NEXT[wanted], proposal.code)
    if wanted in MORE:
        return redirect(f"{edit_url}?more={MORE[wanted]}#{MORE[wanted]}")
    done, place = "saved", ""
    try:
        if wanted == "invite":
            if not invite.is_valid():
                return _show(request, ProposalEditor(with_proposal(proposal.code)), invite=invite, status=422)
            services.invite_organiser(proposal, by=request.user, **invite.cleaned_data)
            done, place = "invited", "#organisers"
        elif wanted.startswith("remove-"):
            services.remove_organiser(_organiser(proposal, wanted), by=request.user)
            done, place = "removed", "#organisers"
        elif wanted == "share":
            services.share_draft(proposal, by=request.user)
            done, place = "shared", "#share"
        elif wanted == "unshare":
            services.unshare_draft(proposal, by=request.user)
            done, place = "unshared", "#share"
    except NotAllowed as refusal:
        said = f"What you typed is saved. But: {refusal}"
        return _show(request, ProposalEditor(with_proposal(proposal.code)), said=said, status=409)
    return redirect(f"{edit_url}?done={done}{place}")


def _organiser(proposal, wanted):
    number = wanted.removeprefix("remove-")
    for row in proposal.organisers.all():
        if str(row.pk) == number:
            return row
    raise NotAllowed("This coalition is not in the proposal any more.")


def _show(request, editor, *, said="", refused="", waited=False, invite=None, status=200):
    proposal = editor.proposal
    gathers = proposal.state in WRITABLE
    leads = coordinator_of_a_lead(request.user, proposal)
    context = {
        "editor": editor,
        "form": editor.form,
        "proposal": proposal,
        "call": proposal.call,
        "missing": missing_in_proposal(proposal),
        "late_until": proposal.late_until if gathers else None,
        "invite": (invite or InviteForm(proposal=proposal)) if gathers and leads else None,
        "gathers": gathers,
        "leads": leads,
        "share_url": _share_url(request, proposal),
        "comments": proposal.draft_comments.all(),
        "said": said,
        "refused": refused,
        "waited": waited,
    }
    return render(request, "proposals/editor/edit.html", context, status=status)


def _share_url(request, proposal):
    if not proposal.share_key:
        return ""
    return request.build_absolute_uri(reverse("proposals:draft", args=[proposal.share_key]))
