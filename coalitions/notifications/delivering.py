"""From post_office's queue to the mail server, one mail after the other."""

import datetime
import logging
from dataclasses import dataclass

from django.utils import timezone
from post_office.connections import connections
from post_office.models import STATUS
from post_office.settings import get_default_mailer, get_max_retries, get_retry_timedelta

from coalitions.models import Notice
from coalitions.models.queued_email import blank, claim, due_emails, put_back

logger = logging.getLogger(__name__)

# How long a run keeps a mail for itself. Whatever ends a run in the middle of one: it is tried again after that.
CLAIM = datetime.timedelta(minutes=15)


@dataclass
class Delivery:
    """What became of the mails: counts, and what the server said where it could not be reached."""

    sent: int = 0
    again: int = 0
    failed: int = 0
    unreachable: str = ""

    @property
    def is_worth_telling(self):
        return bool(self.sent or self.again or self.failed or self.unreachable)

    def __str__(self):
        counts = f"{self.sent} sent, {self.again} to be tried again, {self.failed} failed"
        return f"{counts}; the mail server cannot be reached: {self.unreachable}" if self.unreachable else counts


def deliver():
    """Send what is due. While the server cannot be reached everything stays as it is, and no try is counted.

    A refused mail is tried again as often and as late as post_office's settings say (MAX_RETRIES, RETRY_INTERVAL);
    each try leaves a row in its log. Two runs at once never take the same mail.
    """
    delivery = Delivery()
    try:
        for email in due_emails(timezone.now()):
            try:
                connections[get_default_mailer()]
            except Exception as error:
                # Whatever a backend raises when its server does not answer.
                logger.warning("The mail server cannot be reached: %s", error)
                delivery.unreachable = str(error) or type(error).__name__
                break
            if claim(email, until=timezone.now() + CLAIM):
                _send(email, delivery)
    finally:
        connections.close()
    return delivery


def _send(email, delivery):
    if email.dispatch(disconnect_after_delivery=False) == STATUS.sent:
        delivery.sent += 1
        _forget_what_was_private(email)
        return
    connections.close()  # the next mail gets a new connection
    tries = (email.number_of_retries or 0) + 1
    again = tries <= get_max_retries()
    put_back(email, tries=tries, at=timezone.now() + get_retry_timedelta() if again else None)
    delivery.again += again
    delivery.failed += not again


def _forget_what_was_private(email):
    """A link or code that has left is its reader's alone: the log keeps that it was sent, not what it said."""
    if Notice.objects.of_email(email).at_once().update(text=""):
        blank(email)
