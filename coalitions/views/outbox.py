"""What one may do in the outbox."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from coalitions.models import Notice
from coalitions.permissions import can_see_outbox
from coalitions.services import send_notice_again
from coalitions.workflow import NotAllowed


@require_POST
def send_again_view(request, pk):
    """Put a mail that failed into the queue again."""
    if not can_see_outbox(request.user):
        raise PermissionDenied
    notice = get_object_or_404(Notice, pk=pk)
    try:
        send_notice_again(notice, by=request.user)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{notice.subject}” is in the queue again.")
    return redirect(reverse("coalitions_notice_modeladmin_inspect", args=[pk]))
