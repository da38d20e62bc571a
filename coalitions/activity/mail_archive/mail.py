"""What a message of a list says of itself, as far as the portal counts it. No text, no name, no subject is kept."""

import datetime
import hashlib
from typing import NamedTuple

LONGEST_ID = 254  # as HyperKitty cuts it, so that both give the same identity


class ArchiveError(ValueError):
    """A file or an address that is no archive of a list; `str(error)` is a sentence for people."""


class Mail(NamedTuple):
    """A message of a person.

    identity: 20 bytes that name the message wherever it is archived
    answers: identities of messages it answers: the first of the conversation, the latest, the one named as answered
    sender: who sent it, as an address in one spelling; "" if unknown
    sent_on: the day in UTC
    subject: the bare subject, for a message that names none it answers; else ""
    is_reply: whether its subject says that it is an answer, though it names no message
    """

    identity: bytes
    answers: tuple[bytes, ...]
    sender: str
    sent_on: datetime.date
    subject: str = ""
    is_reply: bool = False


def identity_of(message_id: str) -> bytes:
    """The identity of a Message-ID, written with or without its angle brackets.

    It is the digest behind Mailman 3's X-Message-ID-Hash: a message has one identity in an mbox file and in the JSON
    of an archive that names others by this hash alone.
    """
    bare = "".join(message_id.split()).removeprefix("<").removesuffix(">")[:LONGEST_ID]
    return hashlib.sha1(bare.encode("utf-8", "surrogateescape"), usedforsecurity=False).digest()
