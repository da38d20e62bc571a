"""What somebody who signed in finds on the public site."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coalitions.models import CoalitionPage
from coalitions.permissions import can_use_admin, coordinated_ids
from coalitions.sections import my_sections


@never_cache
@login_required
@require_safe
def my_coalition(request):
    """The coalitions one coordinates, and everything that waits for one, each with the way to do it."""
    context = {
        "coalitions": CoalitionPage.objects.with_ids(coordinated_ids(request.user)).order_by("title").for_listing(),
        "sections": my_sections.fetch(request.user),
        "may_use_admin": can_use_admin(request.user),
    }
    return render(request, "coalitions/mine/my_coalition.html", context)
