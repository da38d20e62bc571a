"""Reads a list's archive file, plain or gzip, message by message: bytes in, meaning out, in one pass."""

import datetime
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from coalitions.activity.enums import SkipReason
from coalitions.activity.mail_archive.dates import sent_on
from coalitions.activity.mail_archive.headers import (
    bare_subject,
    fields_of,
    ids_in,
    machine_reason,
    sender_of,
    text_of,
)
from coalitions.activity.mail_archive.mail import ArchiveError, Mail, identity_of
from coalitions.activity.mail_archive.splitter import RawMail, split

MAX_UNPACKED = 4 * 1024**3
_GZIP = b"\x1f\x8b"
_NO_MBOX = {b"PK\x03\x04": "a .zip file: please unpack it first", b"%PDF": "a PDF file"}


class _Limited:
    """A stream that refuses to give more than a small archive could hold: a few kilobytes unpack to terabytes."""

    def __init__(self, stream, limit):
        self.stream, self.left = stream, limit

    def read(self, size):
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise ArchiveError(f"The archive is too large: at most {MAX_UNPACKED // 1024**3} GB unpacked.")
        return data


def read_archive(file: BinaryIO, *, today: datetime.date) -> Iterator[Mail | SkipReason]:
    """Every message of an archive: what it says of itself, or why it does not count.

    `file` stands at its beginning and can seek. `today` (UTC) is the last day a message can be of.
    Raises ArchiveError, with a sentence for people, for a file that is no mbox archive or breaks off.
    """
    beginning = file.read(4)
    file.seek(0)
    for magic, what in _NO_MBOX.items():
        if beginning.startswith(magic):
            raise ArchiveError(
                f"This is {what}. The archive of a list is an .mbox or .txt file, or one packed as .gz."
            )
    stream = gzip.GzipFile(fileobj=file) if beginning.startswith(_GZIP) else file
    try:
        for raw in split(_Limited(stream, MAX_UNPACKED)):
            yield read_mail(raw, today=today)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ArchiveError(
            "The packed file is broken or ends too early. Please download the archive again."
        ) from error


def read_mail(raw: RawMail, *, today: datetime.date) -> Mail | SkipReason:
    """What one message says of itself, or why it does not count."""
    fields = fields_of(raw.head)
    if not fields.keys() & {b"from", b"date", b"message-id"}:
        return SkipReason.NO_MESSAGE
    sender = sender_of(fields)
    if reason := machine_reason(fields, sender):
        return reason
    day = sent_on(
        fields.get(b"date", ""),
        text_of(raw.date),
        today=today,
        # Thunderbird writes "From - " and the moment it moved the message.
        separator_is_reliable=raw.sender.strip() not in (b"-", b""),
    )
    if day is None:
        return SkipReason.NO_DATE
    answers = _answers(fields)
    subject, is_reply = ("", False) if answers else bare_subject(fields.get(b"subject", ""))
    return Mail(_identity(fields), answers, sender, day, subject, is_reply)


def _identity(fields):
    text = fields.get(b"message-id", "")
    if (ids := ids_in(text)) or text.strip(" \t<>"):
        return identity_of(ids[0] if ids else text)
    # Without an id of its own, a message is known by what else its head says.
    said = "\0".join(fields.get(name, "") for name in (b"from", b"date", b"subject"))
    return hashlib.sha1(said.encode("utf-8", "surrogateescape"), usedforsecurity=False).digest()


def _answers(fields):
    named = ids_in(fields.get(b"references", ""))
    answered = ids_in(fields.get(b"in-reply-to", ""))
    chosen = dict.fromkeys([*named[:1], *named[-1:], *answered[:1]])
    return tuple(identity_of(message_id) for message_id in chosen)
