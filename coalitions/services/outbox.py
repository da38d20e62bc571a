"""Verbs of the outbox."""

from django.db import transaction
from wagtail.log_actions import log

from coalitions.models.queued_email import send_again
from coalitions.workflow import NotAllowed


@transaction.atomic
def send_notice_again(notice, *, by):
    """Put a mail that failed into the queue again. Raises NotAllowed for one that did not fail."""
    if notice.email_id is None or not send_again(notice.email):
        raise NotAllowed("Only a mail that failed can be sent again.")
    log(notice, "coalitions.send_again", user=by)
