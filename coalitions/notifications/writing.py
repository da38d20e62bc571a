"""Mails written and kept: compose, queue, forget."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context
from django.template.loader import get_template

from coalitions.models import Notice
from coalitions.sanitize import clean_text, header_safe

LONGEST_SUBJECT = 200
LONGEST_TEXT = 200_000
# One address may stand for several in a header, or not be plain ASCII a mail server takes.
_UNWANTED_IN_ADDRESS = re.compile(r"[\s,;:<>\"()\[\]\\]")


@dataclass(frozen=True, slots=True)
class Mail:
    """What a recipient reads: a subject on one line, and plain text whose paragraphs are set apart by empty lines."""

    subject: str
    text: str


def compose(template_name, context=None):
    """The Mail of a plain-text template whose first line is the subject.

    Nothing is escaped, for it is not HTML. The template gets `site`, the portal's address without a slash at its end
    (`{{ site }}{% url … %}`), and `site_name`, besides `context`.
    """
    values = {**about_the_site(), **(context or {})}
    rendered = get_template(template_name).template.render(Context(values, autoescape=False))
    subject, _line_end, text = rendered.lstrip().partition("\n")
    text = re.sub(r"[ \t]+\n", "\n", clean_text(text, max_length=LONGEST_TEXT))
    return Mail(short_subject(subject), re.sub(r"\n{3,}", "\n\n", text))


def about_the_site():
    """What every mail may say of the portal: `site`, its address without a slash at the end, and `site_name`."""
    return {
        "site": getattr(settings, "WAGTAILADMIN_BASE_URL", "").rstrip("/"),
        "site_name": getattr(settings, "WAGTAIL_SITE_NAME", ""),
    }


def short_subject(text):
    """The text as a subject: one line, of a length that every program shows."""
    line = header_safe(text)
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1].rstrip()}…"


@transaction.atomic
def queue(mail, *, to, matter, at_once=False):
    """Keep a mail for its recipients until the next sending: accounts or addresses, each once.

    `matter` names what it is about ("proposal:AB12CD"), so that it can be forgotten. `at_once`: a mail of its own, for
    links and codes meant for one reader alone; all others are gathered into one digest a recipient. The same mail that
    waits already is not kept twice. Returns the notices made. Raises ValidationError for what is no address.
    """
    text = clean_text(mail.text, max_length=LONGEST_TEXT)
    words = {"matter": matter, "subject": short_subject(mail.subject), "text": text, "at_once": at_once}
    made = []
    for recipient in {_key(person): person for person in to}.values():
        whom = {"user": recipient} if hasattr(recipient, "pk") else {"address": one_address(recipient)}
        if not Notice.objects.waiting().same_as(**whom, **words).exists():
            made.append(Notice.objects.create(**whom, **words))
    return made


def forget(matter):
    """Drop the mails of a matter that have not left yet; returns how many."""
    return Notice.objects.waiting().of_matter(matter).delete()[0]


def one_address(address):
    """The address, if it is exactly one. Raises ValidationError otherwise."""
    address = header_safe(address)
    validate_email(address)
    if _UNWANTED_IN_ADDRESS.search(address):
        raise ValidationError("Enter a single e-mail address.")
    return address


def _key(recipient):
    return recipient.pk if hasattr(recipient, "pk") else recipient.casefold()
