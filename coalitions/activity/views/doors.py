"""Who finds what behind the addresses of assessments, slot requests and annual reports."""

import functools

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from coalitions.activity.models import Assessment
from coalitions.activity.permissions import can_read_assessment, can_speak_for, coordinator
from coalitions.models import CoalitionPage
from coalitions.views.typed import keeps_what_was_typed


def for_its_coordinators(view):
    """Decorator: the view gets the coalition, if whoever is signed in coordinates it. Never kept by any cache.

    To everybody else the address leads nowhere. What was typed waits where the session has ended meanwhile.
    """

    @never_cache
    @keeps_what_was_typed
    @functools.wraps(view)
    def opened(request, pk, **more):
        coalition = get_object_or_404(CoalitionPage.objects.defer_streamfields(), pk=pk)
        if not can_speak_for(request.user, coalition):
            raise Http404
        return view(request, coalition, **more)

    return opened


def for_those_assessed(view):
    """Decorator: the view gets the assessment, if it is shared and whoever is signed in coordinates its coalition."""

    @never_cache
    @keeps_what_was_typed
    @functools.wraps(view)
    def opened(request, pk, assessment_pk):
        found = Assessment.objects.with_id(assessment_pk).shared().for_listing()
        assessment = get_object_or_404(found, coalition_id=pk)
        if not coordinator(request.user, assessment) or not can_read_assessment(request.user, assessment):
            raise Http404
        return view(request, assessment)

    return opened
