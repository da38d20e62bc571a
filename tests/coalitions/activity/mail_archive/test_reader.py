"""A file's messages: what each says, whatever its body holds, and files that are no archive."""

import datetime
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.activity.enums import SkipReason
from coalitions.activity.mail_archive import ArchiveError, Mail, identity_of, read_archive, reader
from tests.coalitions.activity.factories import MAY_13, make_message

TODAY = datetime.date(2021, 6, 1)


def read(data):
    return list(read_archive(io.BytesIO(data), today=TODAY))


def test_what_a_message_says():
    answers = ("<0@example.org>", "<x@example.org>", "<y@example.org>")
    assert read(make_message("<1@example.org>", subject="Re: Outline", answers=answers)) == [
        Mail(
            identity_of("1@example.org"),
            (identity_of("<0@example.org>"), identity_of("<y@example.org>")),
            "ada@example.org",
            datetime.date(2021, 5, 13),
        )
    ]


@pytest.mark.parametrize("text_archive", [True, False])
def test_both_kinds_of_archive_say_the_same(text_archive):
    (mail,) = read(make_message(subject="[talk] Re: Outline", text_archive=text_archive))
    assert mail == Mail(
        identity_of("1@example.org"), (), "ada@example.org", datetime.date(2021, 5, 13), "outline", True
    )


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        (make_message(headers=["Precedence: bulk"]), SkipReason.BULK),
        (make_message(headers=["Precedence: list"]), Mail),
        (make_message(headers=["Auto-Submitted: auto-replied"]), SkipReason.AUTOMATIC),
        (make_message(sender="talk-bounces@lists.example.org"), SkipReason.ADMINISTRATIVE),
        (make_message(date="nonsense"), Mail),
        (make_message(date=""), Mail),
        (make_message(date="", separator="From x Thu May 13 11:00:00 2099"), SkipReason.NO_DATE),
        (b"From x Thu May 13 11:00:00 2021\nX-Status: RO\n\nText\n", SkipReason.NO_MESSAGE),
        (b"From x Thu May 13 11:00:00 2021\nFrom: \xff\xfe <\xe9@example.org>\nSubject: \xe9\n\n\xff\n", Mail),
    ],
)
def test_what_counts(message, outcome):
    (found,) = read(message)
    assert isinstance(found, Mail) if outcome is Mail else found == outcome


def test_a_message_without_an_id_is_known_by_its_head():
    one, again, other = (
        make_message(message_id=None, at=MAY_13 + datetime.timedelta(minutes=minutes)) for minutes in (0, 0, 1)
    )
    identities = [mail.identity for mail in read(one + again + other)]
    assert identities[0] == identities[1] != identities[2]


def test_packed_files_and_several_of_them_in_one():
    parts = [make_message(f"<{number}@example.org>") for number in range(3)]
    packed = b"".join(gzip.compress(part) for part in parts)
    assert [mail.identity for mail in read(packed)] == [identity_of(f"{number}@example.org") for number in range(3)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (gzip.compress(make_message() * 50)[:-20], "The packed file is broken or ends too early."),
        (gzip.compress(make_message())[:-8] + b"\x00" * 8, "The packed file is broken or ends too early."),
        (b"\x1f\x8b nothing packed", "The packed file is broken or ends too early."),
        (b"PK\x03\x04rest", "This is a .zip file: please unpack it first."),
        (b"%PDF-1.7", "This is a PDF file."),
        (b"", "The file is empty."),
    ],
)
def test_files_that_are_no_archive(data, sentence):
    with pytest.raises(ArchiveError) as error:
        read(data)
    assert str(error.value).startswith(sentence)


def test_a_small_file_that_unpacks_to_a_huge_one(monkeypatch):
    monkeypatch.setattr(reader, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(ArchiveError, match="The archive is too large"):
        read(gzip.compress(make_message(body="0" * 2_000_000)))


# A body may hold any bytes: lines that look like separators, heads and ends of messages.
LINES = st.sampled_from(
    [
        b"From the chair: welcome",
        b"From ada at example.org, on Thu May 13 11:00:00 2021 she wrote:",
        b">From ada at example.org  Thu May 13 11:00:00 2021",
        b"From: ben@example.org",
        b"Message-ID: <other@example.org>",
        b"",
        b"\xff\xfe\x00",
    ]
) | st.binary(max_size=60).map(lambda line: line.replace(b"\n", b" ").replace(b"From ", b"from "))


@given(bodies=st.lists(st.lists(LINES, max_size=12), min_size=1, max_size=8), ends=st.sampled_from([b"\n", b"\r\n"]))
def test_bodies_make_no_messages_and_hide_none(bodies, ends):
    data = b""
    for number, lines in enumerate(bodies):
        data += make_message(f"<{number}@example.org>", body="") + b"\n".join(lines) + b"\n\n"
    found = read(data.replace(b"\n", ends))
    assert [mail.identity for mail in found] == [identity_of(f"{number}@example.org") for number in range(len(bodies))]


@given(junk=st.binary(max_size=400), head=st.binary(max_size=300))
def test_no_bytes_are_an_error_of_ours(junk, head):
    """Anything at all is read, or refused with a sentence."""
    for data in (
        junk,
        make_message() + b"\n" + junk,
        b"From x Thu May 13 11:00:00 2021\nFrom: " + head + b"\n\n" + junk,
    ):
        try:
            outcomes = read(data)
        except ArchiveError as error:
            assert str(error).endswith((".", "”."))
        else:
            assert {type(outcome) for outcome in outcomes} <= {Mail, SkipReason}
