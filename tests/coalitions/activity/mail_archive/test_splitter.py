"""Cutting mbox files: what begins a message, what only looks like it, and files of every shape."""

import io

import pytest

from coalitions.activity.mail_archive import ArchiveError, splitter
from coalitions.activity.mail_archive.splitter import split

HEAD = "From: ada at example.org\nSubject: Outline\n"
FIRST = "From ada at example.org  Thu May 13 11:00:00 2021\n"
SECOND = "From ben at example.org  Fri May 14 09:30:00 2021\n"


def heads(text):
    data = text if isinstance(text, bytes) else text.encode()
    return [mail.head.decode().strip() for mail in split(io.BytesIO(data))]


@pytest.mark.parametrize(
    "separator",
    [
        "From ada@example.org Thu May 13 11:00:00 2021",
        "From ada at example.org  Thu May 13 11:00:00 2021",
        "From - Thu May 13 11:00:00 2021",
        "From MAILER-DAEMON Thu May  3 11:00:00 2021",
        "From ada@example.org Thu May 13 11:00 2021",
        "From ada@example.org Thu May 13 11:00:00 CEST 2021",
        "From ada@example.org Thu May 13 11:00:00 +0200 2021",
        "From 1699@xxx Thu May 13 11:00:00 +0000 2021",
        "From ada@example.org Thu May 13 11:00:00 2021 +0200",
        "From ada@example.org Thu, 13 May 2021 11:00:00 +0200",
        "From Ada Example Thu May 13 11:00:00 2021",
        "From ada@example.org Thu May 13 11:00:00 2021 ",
    ],
)
def test_what_begins_a_message(separator):
    assert heads(f"{separator}\n{HEAD}\nHello\n") == [HEAD.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "From the chair: please read the outline.",
        "From now on we meet on Thursdays.",
        "From Monday to Friday, May 13 2021",
        "From: somebody else",
        ">From ada at example.org  Thu May 13 11:00:00 2021",
        "From ada at example.org, who wrote on Thu May 13 11:00:00 2021:",
        # A whole separator, but what follows is no header.
        "From ada at example.org  Thu May 13 11:00:00 2021\nHello again",
        "  From ada at example.org  Thu May 13 11:00:00 2021\nFrom: ada at example.org",
    ],
)
@pytest.mark.parametrize("before", ["", "\n", "some text\n"])
def test_what_only_looks_like_it(line, before):
    found = heads(f"{FIRST}{HEAD}\nHello\n{before}{line}\n\nBye\n\n{SECOND}{HEAD}\nHello\n")
    assert found == [HEAD.strip()] * 2


def test_no_blank_line_between_messages():
    assert heads(f"{FIRST}{HEAD}\nNo line end at the end\n{SECOND}{HEAD}\nHello") == [HEAD.strip()] * 2


def test_a_message_that_is_all_head():
    assert heads(f"{FIRST}{HEAD}{SECOND}{HEAD}\nHello") == [HEAD.strip()] * 2


def test_the_lines_of_windows_and_a_mark_at_the_beginning():
    text = f"{FIRST}{HEAD}\nHello\n\n{SECOND}{HEAD}\nHello\n".replace("\n", "\r\n")
    assert [head.replace("\r\n", "\n") for head in heads(b"\xef\xbb\xbf" + text.encode())] == [HEAD.strip()] * 2


@pytest.mark.parametrize("before", ["\n\n", "Downloaded by a program\n\n"])
def test_what_stands_before_the_first_message_is_passed_over(before):
    assert heads(f"{before}{FIRST}{HEAD}\nHello\n") == [HEAD.strip()]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<!doctype html><title>Please sign in</title>", "No message was found in this file."),
        (b"From the chair: no archive at all\n", "No message was found in this file."),
        (b"\x00" * 5000, "No message was found in this file."),
    ],
)
def test_a_file_without_a_message(data, sentence):
    with pytest.raises(ArchiveError) as error:
        heads(data)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize("block", [1300, 1301, 1307, 1999, 4096])
def test_blocks_end_anywhere(monkeypatch, block):
    """The file is read in blocks: where one ends makes no difference."""
    monkeypatch.setattr(splitter, "BLOCK", block)
    bodies = ["x" * length + "\nFrom the chair:\n" for length in range(0, 1500, 37)]
    text = "".join(f"{FIRST}{HEAD}X-Number: {number}\n\n{body}\n" for number, body in enumerate(bodies))
    assert heads(text) == [f"{HEAD}X-Number: {number}" for number in range(len(bodies))]


def test_a_body_larger_than_a_block_is_passed_over(monkeypatch):
    monkeypatch.setattr(splitter, "BLOCK", 2000)
    assert heads(f"{FIRST}{HEAD}\n{'y' * 100_000}\n\n{SECOND}{HEAD}\nHello") == [HEAD.strip()] * 2


def test_a_head_without_an_end_is_cut(monkeypatch):
    monkeypatch.setattr(splitter, "LONGEST_HEAD", 5000)
    endless = f"{FIRST}{HEAD}" + "X-Long: y\n" * 2000 + f"\n{SECOND}{HEAD}\nHello"
    found = heads(endless)
    assert [len(head) < 5001 for head in found] == [True, True]
    assert found[1] == HEAD.strip()
