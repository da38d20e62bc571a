"""The own account: what the portal knows about a person, and what that person may change, take along and end."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coalitions.permissions import coordinated_ids
from coalitions.workflow import NotAllowed
from home.exports import personal_data_of
from home.forms import CloseAccountForm, NameForm
from home.permissions import must_use_second_factor
from home.services import close_account, rename_account


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request):
    """Name, address, ways to sign in, and the way to one's data."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        rename_account(request.user, **form.cleaned_data)
        messages.success(request, "Your name is changed.")
        return redirect("home:account")
    request.user.refresh_from_db(fields=["first_name", "last_name"])
    context = {
        "form": form,
        "has_second_factor": is_mfa_enabled(request.user),
        "needs_second_factor": must_use_second_factor(request.user),
    }
    return render(request, "home/account/overview.html", context)


@never_cache
@login_required
@require_safe
def account_data(request):
    """Everything the portal keeps about the person who is signed in, as a file."""
    name = f"my-data-{timezone.now():%Y-%m-%d}.json"
    return JsonResponse(
        personal_data_of(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def account_erase(request):
    """The end of an account, after a word of warning."""
    form = CloseAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(request.user, by=request.user)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, "Your account is erased.")
            return redirect("/")
    context = {"form": form, "coordinates": bool(coordinated_ids(request.user))}
    return render(request, "home/account/erase.html", context)
