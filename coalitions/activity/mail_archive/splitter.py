"""Cuts an mbox file into messages: their "From " lines and heads. Bodies are passed over unread.

An mbox begins every message with a line "From somebody, a date". Proper files write ">From " where a body has such a
line; Mailman 2's text archives do not, so that a body's "From the chair:" begins nothing here: a separator ends in a
date and is followed by a header.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from coalitions.activity.mail_archive.mail import ArchiveError

BLOCK = 1024 * 1024
LONGEST_HEAD = 256 * 1024
LONGEST_SEPARATOR = 1000
AHEAD = LONGEST_SEPARATOR + 200  # what must be seen of a candidate to decide

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = rb"\d{1,2}:\d{2}(?::\d{2})?"
_ZONE = rb"(?:[ \t]+(?:[A-Z]{1,5}|[+-]\d{4}))"
SEPARATOR = re.compile(
    rb"From (?P<sender>[^\r\n]*?)"
    rb"(?P<date>" + _DAY + rb",?[ \t]+(?:"
    rb"" + _MONTH + rb"[ \t]+\d{1,2}[ \t]+" + _CLOCK + _ZONE + rb"?[ \t]+\d{4}" + _ZONE + rb"?"
    rb"|\d{1,2}[ \t]+" + _MONTH + rb"[ \t]+\d{4}[ \t]+" + _CLOCK + _ZONE + rb"?"
    rb"))[^\S\n]*\n"
)
_HEADER = re.compile(rb">?[!-9;-~]{1,100}[ \t]*:|>From ")
_USUAL_HEADER = re.compile(
    rb"(?:From|Return-Path|Received|Date|Subject|Message-ID|Delivered-To|MIME-Version|To|Sender|Reply-To|"
    rb"Content-Type|In-Reply-To|References|X-[!-9;-~]+)[ \t]*:",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_BLANK_BEFORE = re.compile(rb"\n[ \t]*\r?\n\Z")


class RawMail(NamedTuple):
    """A message uncut: who and when its separator names, and its head."""

    sender: bytes
    date: bytes
    head: bytes


class _Window:
    """A stretch of a file that moves on: what lies behind is dropped, so that memory stays flat."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream
        self.data = stream.read(BLOCK).removeprefix(b"\xef\xbb\xbf")
        self.at_start = True  # of the file
        self.ended = not self.data

    def move_to(self, position: int) -> None:
        """Drop what lies before `position`, but for the line breaks in front of it, and read on."""
        kept = max(0, position - 4)
        block = self.stream.read(BLOCK)
        self.ended = not block
        self.at_start = self.at_start and kept == 0
        self.data = self.data[kept:] + block


def split(stream: BinaryIO) -> Iterator[RawMail]:
    """The messages of an mbox file, one after the other. Raises ArchiveError for a file that holds none."""
    window = _Window(stream)
    if window.ended:
        raise ArchiveError("The file is empty.")
    position, found = 0, 0
    while (separator := _next_separator(window, position)) is not None:
        found += 1
        head, position = _head_after(window, separator.end())
        yield RawMail(separator["sender"], separator["date"], head)
    if not found:
        raise ArchiveError(
            "No message was found in this file. A list’s archive in mbox format begins each message with a line "
            "“From address date”."
        )


def _next_separator(window: _Window, position: int) -> re.Match | None:
    """The next separator at or after a place in the window, which moves on as far as needed."""
    while True:
        data = window.data
        at = _line_start(window, position)
        if at is None:
            if window.ended:
                return None
            # A "\nFrom " may lie across the edge.
            window.move_to(edge := max(position, len(data) - 6))
            position = min(edge, 4)
        elif len(data) - at < AHEAD and not window.ended:
            window.move_to(at)
            position = min(at, 4)
        elif (separator := _separator_at(window, at)) is not None:
            return separator
        else:
            position = at + 5


def _line_start(window: _Window, position: int) -> int | None:
    """Where the next line begins with "From "."""
    if position == 0 and window.at_start and window.data.startswith(b"From "):
        return 0
    at = window.data.find(b"\nFrom ", max(0, position - 1))
    return None if at < 0 else at + 1


def _separator_at(window: _Window, at: int) -> re.Match | None:
    data = window.data
    separator = SEPARATOR.match(data, at, at + LONGEST_SEPARATOR)
    if separator is None or _HEADER.match(data, separator.end()) is None:
        return None
    is_first = window.at_start and not data[:at].strip()
    if is_first or _BLANK_BEFORE.search(data[max(0, at - 4) : at]):
        return separator
    # Some archives leave no blank line between messages; then only a header that messages begin with will do.
    return separator if _USUAL_HEADER.match(data, separator.end()) else None


def _head_after(window: _Window, start: int) -> tuple[bytes, int]:
    """The head that begins at `start`, and where to go on."""
    while True:
        data = window.data
        blank = _BLANK_LINE.search(data, max(0, start - 1), start + LONGEST_HEAD)
        if blank or window.ended or len(data) - start >= LONGEST_HEAD:
            break
        window.move_to(start)
        start = min(start, 4)
    end = blank.start() + 1 if blank else min(len(data), start + LONGEST_HEAD)
    # A message that is all head: the next one begins before any blank line.
    inner = data.find(b"\nFrom ", start, end)
    if inner >= 0 and SEPARATOR.match(data, inner + 1):
        end = inner + 1
    return data[start:end], end
