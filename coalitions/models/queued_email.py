"""What is asked of post_office's queue."""

from django.db.models import Q
from post_office.models import STATUS, Email


def due_emails(now):
    """The mails to be sent now, urgent ones first."""
    due = Q(scheduled_time__isnull=True) | Q(scheduled_time__lte=now)
    waiting = Email.objects.filter(due, status__in=(STATUS.queued, STATUS.requeued))
    return waiting.order_by("-priority", "created", "pk").prefetch_related("attachments")


def claim(email, *, until):
    """Keep a mail from every other run until a moment; False where another run was quicker."""
    still_there = Email.objects.filter(pk=email.pk, status=email.status, scheduled_time=email.scheduled_time)
    return bool(still_there.update(scheduled_time=until))


def put_back(email, *, tries, at):
    """After a failed try: into the queue again for a moment, or, with None, out of it as failed."""
    status = STATUS.requeued if at else STATUS.failed
    Email.objects.filter(pk=email.pk).update(status=status, number_of_retries=tries, scheduled_time=at)


def send_again(email):
    """Put a mail that failed back into the queue, as if it were new. False where it is not a failed one."""
    failed = Email.objects.filter(pk=email.pk, status=STATUS.failed)
    return bool(failed.update(status=STATUS.queued, number_of_retries=0, scheduled_time=None))


def blank(email):
    """Take the text out of a mail and leave the rest for the log."""
    Email.objects.filter(pk=email.pk).update(message="", html_message="")


def delete_emails_to(user):
    """Take the mails to an account, and to the address it has, out of queue and log, with their notices."""
    mine = Q(notices__user_id=user.pk)
    Email.objects.filter(mine | Q(to__iexact=user.email) if user.email else mine).distinct().delete()


def delete_emails_of(matter):
    """Take the mails of a matter that each leave alone out of queue and log, with their notices."""
    Email.objects.filter(notices__matter=matter, notices__at_once=True).distinct().delete()
