"""What the JSON of a Mailman 3 archive (HyperKitty) says. It is asked for elsewhere; here is what it means."""

import base64
import binascii
import datetime
import json
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from coalitions.activity.enums import SkipReason
from coalitions.activity.mail_archive.dates import EARLIEST, FAST_CLOCK
from coalitions.activity.mail_archive.headers import address_in, bare_subject, machine_reason
from coalitions.activity.mail_archive.mail import ArchiveError, Mail, identity_of

NOT_UNDERSTOOD = "The archive’s answer was not understood. Is this the address of a list in a Mailman 3 archive?"


@dataclass(frozen=True)
class Page:
    """One page of a list's messages: how many there are in all, those of this page, and the next page's address."""

    count: int
    items: list[dict]
    next_url: str


def page_of(data: bytes) -> Page:
    """A page of messages from its JSON. Raises ArchiveError for anything else."""
    try:
        page = json.loads(data)
        count, items, next_url = page["count"], page["results"], page.get("next") or ""
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ArchiveError(NOT_UNDERSTOOD) from error
    is_page = isinstance(count, int) and isinstance(items, list) and isinstance(next_url, str)
    if not is_page or not all(isinstance(item, dict) for item in items):
        raise ArchiveError(NOT_UNDERSTOOD)
    return Page(count, items, next_url)


def mail_of(item: dict, *, today: datetime.date) -> Mail | SkipReason:
    """What one message of a page says of itself, or why it does not count.

    The JSON holds no head: automatic mail is known by its sender's address alone.
    """
    identity = _identity(item)
    if identity is None:
        return SkipReason.NO_MESSAGE
    sender = item.get("sender")
    sender = address_in(_text(sender.get("address") if isinstance(sender, dict) else sender))
    if reason := machine_reason({}, sender):
        return reason
    day = _day(_text(item.get("date")))
    if day is None or not EARLIEST <= day <= today + FAST_CLOCK:
        return SkipReason.NO_DATE
    named = (_hash_in(item.get("thread")), _hash_in(item.get("parent")))
    answers = tuple(dict.fromkeys(name for name in named if name and name != identity))
    subject, is_reply = ("", False) if answers else bare_subject(_text(item.get("subject")))
    return Mail(identity, answers, sender, min(day, today), subject, is_reply)


def _text(value) -> str:
    return value if isinstance(value, str) else ""


def _identity(item) -> bytes | None:
    if message_id := _text(item.get("message_id")).strip():
        return identity_of(message_id)
    return _digest(_text(item.get("message_id_hash")))


def _hash_in(address) -> bytes | None:
    """The identity at the end of the address of a message or of a conversation (…/email/HASH/)."""
    path = urlsplit(_text(address)).path if _is_address(address) else ""
    return _digest(unquote(path.rstrip("/").rpartition("/")[2]))


def _is_address(address) -> bool:
    try:
        urlsplit(_text(address))
    except ValueError:
        return False
    return True


def _digest(text) -> bytes | None:
    try:
        digest = base64.b32decode(text)
    except (binascii.Error, ValueError):
        return None
    return digest if len(digest) == 20 else None


def _day(text) -> datetime.date | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
        return (moment.astimezone(datetime.UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None
