"""What the JSON of a Mailman 3 archive says."""

import base64
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.activity.enums import SkipReason
from coalitions.activity.mail_archive import ArchiveError, Mail, identity_of, mail_of, page_of

TODAY = datetime.date(2021, 6, 1)


def hash_of(message_id):
    return base64.b32encode(identity_of(message_id)).decode()


def address(kind, message_id):
    return f"https://lists.example.org/archives/api/list/talk@lists.example.org/{kind}/{hash_of(message_id)}/"


def item(**changes):
    return {
        "url": address("email", "2@example.org"),
        "message_id": "2@example.org",
        "message_id_hash": hash_of("2@example.org"),
        "thread": address("thread", "1@example.org"),
        "parent": address("email", "1@example.org"),
        "children": [],
        "sender": {"address": "ada (a) example.org", "mailman_id": None},
        "sender_name": "Ada Example",
        "subject": "Re: Outline",
        "date": "2021-05-13T23:30:00-03:00",
    } | changes


def test_the_identity_is_that_of_mailmans_own_hash():
    known = "<87myycy5eh.fsf@uwakimon.sk.tsukuba.ac.jp>"
    assert hash_of(known) == "JJIGKPKB6CVDX6B2CUG4IHAJRIQIOUTP"
    assert identity_of(" 87myycy5eh.fsf@uwakimon.sk.tsukuba.ac.jp ") == identity_of(known)


def test_an_answer_and_what_begins_a_conversation():
    answer = mail_of(item(), today=TODAY)
    assert answer == Mail(
        identity_of("2@example.org"), (identity_of("1@example.org"),), "ada@example.org", datetime.date(2021, 5, 14)
    )
    beginning = mail_of(item(thread=address("thread", "2@example.org"), parent=None), today=TODAY)
    assert beginning == answer._replace(answers=(), subject="outline", is_reply=True)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"message_id": ""}, Mail),
        ({"message_id": None, "message_id_hash": None}, SkipReason.NO_MESSAGE),
        ({"message_id": 7, "message_id_hash": "ABC"}, SkipReason.NO_MESSAGE),
        ({"date": None}, SkipReason.NO_DATE),
        ({"date": "13 May"}, SkipReason.NO_DATE),
        ({"date": "1970-01-01T00:00:00Z"}, SkipReason.NO_DATE),
        ({"date": "2038-01-01T00:00:00Z"}, SkipReason.NO_DATE),
        ({"sender": "talk-bounces@lists.example.org"}, SkipReason.ADMINISTRATIVE),
        ({"sender": None}, Mail),
        ({"thread": "no address", "parent": ["x"]}, Mail),
        ({"thread": "http://[broken", "parent": 3}, Mail),
    ],
)
def test_what_counts(changes, outcome):
    found = mail_of(item(**changes), today=TODAY)
    assert isinstance(found, Mail) if outcome is Mail else found == outcome


TEXTS = st.sampled_from(
    ["", "address", "date", "http://[", "2021-05-13T11:00:00Z", "\x00", "ÿ", "<", "=?x?q?=", "[" * 99]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(item())), ANYTHING))
def test_no_json_is_an_error_of_ours(changes):
    assert type(mail_of(item(**changes), today=TODAY)) in (Mail, SkipReason)


def test_a_page():
    page = page_of(json.dumps({"count": 3, "next": None, "previous": None, "results": [item()]}).encode())
    assert (page.count, page.items, page.next_url) == (3, [item()], "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b"null",
        b'{"count": "3", "results": []}',
        b'{"count": 3, "results": {}}',
        b'{"count": 3, "results": [1]}',
        b'{"count": 3, "results": [], "next": 5}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_an_answer_that_is_no_page(data):
    with pytest.raises(ArchiveError, match="was not understood"):
        page_of(data)
