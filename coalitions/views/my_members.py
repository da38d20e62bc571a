"""What a coalition's coordinators, and the Secretariat, do about its members and the statement of membership.

For everybody else none of these pages exists.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalitions.exports import FORMATS, export_members
from coalitions.forms import AdoptionForm, MemberFilterForm
from coalitions.models import CoalitionPage, Membership, MembershipStatement, StatementAdoption
from coalitions.models.membership import DORMANT_AFTER
from coalitions.permissions import can_adopt_statement, can_keep_members, can_use_admin
from coalitions.services import AdoptedMeanwhile, adopt_statement, hide_name, note_export
from coalitions.workflow import NotAllowed

PER_PAGE = 50


def _coalition(request, pk, may):
    coalition = get_object_or_404(CoalitionPage.objects.defer_streamfields(), pk=pk)
    if not may(request.user, coalition):
        raise Http404
    return coalition


@never_cache
@login_required
@require_safe
def list_members(request, pk):
    """Who belongs to a coalition, page by page, with the way to hide a name and to take the list along."""
    coalition = _coalition(request, pk, can_keep_members)
    own = Membership.objects.of_coalition(coalition)
    form = MemberFilterForm(request.GET)
    context = {
        "coalition": coalition,
        "form": form,
        "page_obj": Paginator(form.narrow(own.members()).for_listing(), PER_PAGE).get_page(request.GET.get("page")),
        "states": own.counts_by_coalition().get(coalition.pk, {"all_members": 0, "dormant": 0}),
        "dormant_days": DORMANT_AFTER.days,
        "may_use_admin": can_use_admin(request.user),
    }
    return render(request, "coalitions/mine/members.html", context)


@never_cache
@login_required
@require_safe
def export(request, pk, file_format):
    """The list of members as a file that the import reads back. Who took it along is kept in the coalition's log."""
    coalition = _coalition(request, pk, can_keep_members)
    if file_format not in FORMATS:
        raise Http404
    data, content_type = export_members(coalition, file_format)
    note_export(coalition, by=request.user)
    name = f"members-{coalition.slug}-{timezone.now():%Y-%m-%d}.{file_format}"
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@never_cache
@login_required
@require_POST
def hide_member_name(request, pk, key):
    """A member's name is shown to the public no longer."""
    coalition = _coalition(request, pk, can_keep_members)
    member = get_object_or_404(Membership.objects.of_coalition(coalition).members().with_key(key))
    hide_name(member, by=request.user)
    return redirect("coalitions:members", coalition.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request, pk, version):
    """What a coalition says to a version of the statement of membership."""
    coalition = _coalition(request, pk, can_adopt_statement)
    statement = get_object_or_404(MembershipStatement, version=version)
    there = StatementAdoption.objects.of_coalition(coalition).of_statement(statement).first()
    names = ("answer", "own_text", "own_url")
    initial = {**{name: getattr(there, name) for name in names}, "seen": there.said_key} if there else None
    data = request.POST.copy() if request.method == "POST" else None
    form = AdoptionForm(data, initial=initial)
    if form.is_valid():
        try:
            adopt_statement(statement, coalition, by=request.user, **form.cleaned_data)
        except AdoptedMeanwhile as refusal:
            data["seen"] = refusal.current.said_key
            form.add_error(None, str(refusal))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("coalitions:membership-statement-version", statement.version)
    context = {"coalition": coalition, "statement": statement, "form": form}
    return render(request, "coalitions/mine/adopt.html", context, status=422 if form.is_bound else 200)
