"""The statement of membership: what everybody reads, and the step by which the Secretariat records an agreement."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from coalitions.forms import AgreeForm
from coalitions.member_counts import adoption_table
from coalitions.models import MembershipStatement
from coalitions.permissions import can_keep_statement
from coalitions.services import agree_statement
from coalitions.workflow import STATEMENT, NotAllowed


@require_safe
def membership_statement(request, version=None):
    """A version (default: the one that counts), all versions, and what each coalition says to it."""
    counts = MembershipStatement.objects.in_force()
    statement = counts if version is None else get_object_or_404(MembershipStatement, version=version)
    context = {
        "statement": statement,
        "counts": counts,
        "versions": MembershipStatement.objects.newest_first(),
        "table": adoption_table(statement) if statement else None,
    }
    return render(request, "coalitions/statements/statement.html", context)


@require_http_methods(["GET", "POST"])
def agree(request, pk):
    """In the admin: records the day on which the coalitions agreed on a version."""
    if not can_keep_statement(request.user):
        raise PermissionDenied
    statement = get_object_or_404(MembershipStatement, pk=pk)
    back = reverse("coalitions_membershipstatement_modeladmin_index")
    if not STATEMENT.open_to(request.user, statement):
        messages.error(request, "This version is agreed already.")
        return redirect(back)
    form = AgreeForm(request.POST if request.method == "POST" else None, initial={"on": timezone.now().date()})
    if form.is_valid():
        try:
            agree_statement(statement, by=request.user, on=form.cleaned_data["on"])
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{statement}: agreed.")
            return redirect(back)
    context = {"statement": statement, "step": STATEMENT.step("agree"), "form": form, "back": back}
    return render(request, "coalitions/admin/agree_statement.html", context)
