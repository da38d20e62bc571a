"""What the head of a message says: its fields, who sent it, whom it answers, whether a machine wrote it."""

import re
from email.errors import HeaderParseError
from email.header import decode_header

from coalitions.activity.enums import SkipReason

WANTED = frozenset(
    {
        b"from",
        b"date",
        b"subject",
        b"message-id",
        b"in-reply-to",
        b"references",
        b"reply-to",
        b"x-original-from",
        b"return-path",
        b"content-type",
        b"auto-submitted",
        b"precedence",
        b"x-autoreply",
        b"x-autorespond",
        b"x-list-administrivia",
        b"list-administrivia",
    }
)
LONGEST_FIELD = 20_000
LONGEST_SENDER = 1_000  # characters that are searched for addresses

_AT = r"(?:@|\s+at\s+|\s*[(\[](?:at|a)[)\]]\s*)"  # as archives hide it from harvesters
_ADDRESS = re.compile(rf"([^\s<>()\[\]\",;:@]+){_AT}([\w-]+(?:\.[\w-]+)*)", re.IGNORECASE)
_BRACKETED = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"[;(]")
_VIA = re.compile(r"(.+?)\s+via\s+\S", re.IGNORECASE)
_ID = re.compile(r"<([^<>]{1,1000})>")
_REPLY = re.compile(
    r"(?:re|aw|sv|vs|antw|antwort|odp|rif|ref|r|tr|ré|回复|答复)(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*", re.IGNORECASE
)
_LIST_TAG = re.compile(r"\[[^\[\]]{1,80}\]\s*")
_MACHINES = re.compile(
    r"(?:mailer-daemon|postmaster|mailman|majordomo|listserv|sympa)(?=@)|[^@]+-(?:bounces|request)(?:\+[^@]*)?(?=@)"
)


def fields_of(head: bytes) -> dict[bytes, str]:
    """The wanted fields of a head by their names in small letters: the first of each, unfolded, as text."""
    found: dict[bytes, list[bytes]] = {}
    current = None
    for line in head.split(b"\n"):
        if line[:1] in b" \t" and line[:1]:
            if current is not None and len(current) < 200:
                current.append(line)
            continue
        current = None
        name, colon, value = line.partition(b":")
        if colon and (name := name.strip().lower()) in WANTED and name not in found:
            found[name] = current = [value]
    return {name: text_of(_unfolded(parts)[:LONGEST_FIELD]) for name, parts in found.items()}


def _unfolded(parts: list[bytes]) -> bytes:
    return parts[0].strip() if len(parts) == 1 else b" ".join(part.strip() for part in parts)


def text_of(raw: bytes) -> str:
    """Bytes of a head as text, whatever their encoding is: no byte is refused."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def decoded(text: str) -> str:
    """A field with its encoded words (=?utf-8?q?…?=) written out; what is broken stays as it is."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):
        return text
    words = []
    for part, charset in parts:
        if isinstance(part, bytes):
            try:
                words.append(part.decode(charset or "ascii", "replace"))
            except (LookupError, ValueError):
                words.append(part.decode("latin-1"))
        else:
            words.append(part)
    return "".join(words)


def ids_in(text: str) -> list[str]:
    """The message ids a field names, in order."""
    return _ID.findall(text)


def address_in(text: str) -> str:
    """The first mail address in a field, in small letters and with its "@"; "" if there is none."""
    for bracketed in _BRACKETED.findall(text):
        if found := _ADDRESS.search(bracketed):
            return _joined(found)
    found = _ADDRESS.search(text)
    return _joined(found) if found else ""


def _joined(found: re.Match) -> str:
    return f"{found[1]}@{found[2]}".lower().strip(".'")


def sender_of(fields: dict[bytes, str]) -> str:
    """Who sent a message, as one spelling of an address; "" if it does not say.

    Lists that rewrite senders ("Ada via Some list <list@…>") name the person elsewhere, or by name alone.
    """
    text = fields.get(b"from", "")[:LONGEST_SENDER]
    shown = decoded(text)
    address = address_in(text) or address_in(shown)
    if " via " not in shown:
        return address
    name = _VIA.match(_name_in(shown))
    if name is None:
        return address
    for other in (fields.get(b"x-original-from", ""), fields.get(b"reply-to", "")):
        for found in _ADDRESS.finditer(other[:LONGEST_SENDER]):
            if (own := _joined(found)) != address:
                return own
    return f"{name[1].strip(' ' + chr(34)).casefold()} via {address}"


def _name_in(text: str) -> str:
    """The name beside an address: before `<…>`, or in the brackets after it, as text archives write it."""
    before, bracket, _rest = text.partition("<")
    if bracket:
        return before.strip().strip('"')
    _address, bracket, comment = text.partition(" (")
    return comment.rstrip(") ") if bracket else ""


def machine_reason(fields: dict[bytes, str], sender: str) -> SkipReason | None:
    """Why a message counts as no person's, by its head; None for a person's."""
    automatic = _COMMENT.split(fields.get(b"auto-submitted", "no"))[0].strip().lower()
    if automatic not in ("no", "") or b"x-autoreply" in fields or b"x-autorespond" in fields:
        return SkipReason.AUTOMATIC
    precedence = fields.get(b"precedence", "").strip().lower()
    if precedence in ("auto_reply", "auto-reply"):
        return SkipReason.AUTOMATIC
    if precedence in ("bulk", "junk"):
        return SkipReason.BULK
    if "yes" in (fields.get(b"x-list-administrivia", "").lower(), fields.get(b"list-administrivia", "").lower()):
        return SkipReason.ADMINISTRATIVE
    if fields.get(b"content-type", "").lower().startswith("multipart/report"):
        return SkipReason.AUTOMATIC
    return SkipReason.ADMINISTRATIVE if _MACHINES.match(sender) else None


def bare_subject(text: str) -> tuple[str, bool]:
    """A subject without "Re:" and the list's tag, in small letters, and whether it began with "Re:"."""
    subject = " ".join(decoded(text).split())
    is_reply = False
    while True:
        if tag := _LIST_TAG.match(subject):
            if not (rest := subject[tag.end() :]):
                break
            subject = rest
        elif reply := _REPLY.match(subject):
            is_reply, subject = True, subject[reply.end() :]
        else:
            break
    return subject.casefold(), is_reply
