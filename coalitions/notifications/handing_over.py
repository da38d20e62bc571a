"""From waiting notices to mails in post_office's queue: one digest a recipient, and what leaves alone."""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable
from email.utils import make_msgid

from django.conf import settings
from django.db import transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email
from post_office.settings import get_message_id_fqdn

from coalitions.models import Notice
from coalitions.notifications.writing import Mail, about_the_site, one_address
from coalitions.sanitize import header_safe

_reply_to: Callable[[], str] = str
# In the text of a mail a line of its own: # is a heading, ## one below it.
_HEADING = re.compile(r"(#{1,2}) (.+)")


def set_reply_to(source):
    """Let `source()` say which address answers go to; "" for the sender's. Called once, in an app's `ready`."""
    global _reply_to
    _reply_to = source


def hand_over(*, wait=datetime.timedelta(0), dry_run=False):
    """Make mails of the notices that wait, for the queue; returns the mails as (address, subject) pairs.

    What is not `at_once` stays until the recipient's oldest notice is `wait` old, so that a digest can gather. Safe at
    any interval, and when two of them run: a notice goes into one mail, in the transaction that says so.
    """
    mails = []
    for address, pks in _due(wait):
        mails += [(address, _digest(_waiting(pks)).subject)] if dry_run else _make_email(address, pks)
    return mails


def _due(wait):
    """(address, ids of the notices) of each mail that may leave now."""
    alone, gathered = [], defaultdict(list)
    for notice in Notice.objects.waiting().for_sending():
        if not notice.recipient:
            continue  # until the account has an address
        if notice.at_once:
            alone.append((notice.recipient, [notice.pk]))
        else:
            gathered[notice.recipient.casefold()].append(notice)
    latest = timezone.now() - wait
    digests = [
        (notices[0].recipient, [notice.pk for notice in notices])
        for notices in gathered.values()
        if notices[0].made_at <= latest
    ]
    return alone + digests


def _waiting(pks):
    return list(Notice.objects.waiting().with_ids(pks).for_sending())


@transaction.atomic
def _make_email(address, pks):
    # Locked and asked again: another run may have taken them, a change of state may have dropped them.
    notices = list(Notice.objects.waiting().with_ids(pks).order_by("made_at", "pk").select_for_update())
    if not notices:
        return []
    mail = _digest(notices)
    answer_to = _reply_to()
    email = Email.objects.create(
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one_address(address)],
        subject=mail.subject,
        message=as_text(mail),
        html_message=as_html(mail),
        headers={"Auto-Submitted": "auto-generated", **({"Reply-To": header_safe(answer_to)} if answer_to else {})},
        priority=PRIORITY.high if notices[0].at_once else PRIORITY.medium,
        status=STATUS.queued,
        # Kept through all tries, so that a mail that arrived after all is known as the same one.
        message_id=make_msgid(domain=get_message_id_fqdn()),
    )
    Notice.objects.with_ids(pks).waiting().update(email=email)
    return [(address, mail.subject)]


def _digest(notices):
    """One notice as it is; of several their number as subject, and each under its own as a heading."""
    if len(notices) == 1:
        return Mail(notices[0].subject, notices[0].text)
    parts = [f"# {notice.subject}\n\n{_demoted(notice.text)}" for notice in notices]
    return Mail(f"{about_the_site()['site_name']}: {len(notices)} messages", "\n\n".join(parts))


def _demoted(text):
    """The text of one notice inside a digest: its headings stand below the digest's."""
    return re.sub(r"^# ", "## ", text, flags=re.MULTILINE)


def as_text(mail):
    """The plain text of a mail: what most people read, so it comes first."""
    lines = []
    for line in mail.text.split("\n"):
        heading = _HEADING.fullmatch(line)
        lines += [heading[2], ("=", "-")[len(heading[1]) - 1] * min(len(heading[2]), 72)] if heading else [line]
    return get_template("coalitions/email/layout.txt").template.render(
        Context(_frame(mail) | {"text": "\n".join(lines)}, autoescape=False)
    )


def as_html(mail):
    """The same as HTML, for those who have it read out: headings, paragraphs, lists, links; no colours, no images."""
    paragraphs = [part.strip("\n").split("\n") for part in mail.text.split("\n\n") if part.strip()]
    return render_to_string("coalitions/email/layout.html", _frame(mail) | {"blocks": map(_block, paragraphs)})


def _frame(mail):
    return {"subject": mail.subject, "language": settings.LANGUAGE_CODE, **about_the_site()}


def _block(lines):
    """One paragraph as (element, text or items) for the template."""
    heading = _HEADING.fullmatch(lines[0])
    if heading and len(lines) == 1:
        return (f"h{len(heading[1]) + 1}", heading[2])
    if all(line.startswith("- ") for line in lines):
        return ("ul", [line[2:] for line in lines])
    return ("p", "\n".join(lines))
