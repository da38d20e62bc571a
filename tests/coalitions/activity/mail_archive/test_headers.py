"""Heads: fields, senders in every disguise, whom a message answers, and what a machine wrote."""

import base64
import time

import pytest

from coalitions.activity.enums import SkipReason
from coalitions.activity.mail_archive.headers import (
    address_in,
    bare_subject,
    decoded,
    fields_of,
    ids_in,
    machine_reason,
    sender_of,
)


def test_fields_are_unfolded_and_the_first_counts():
    head = b"Subject: One\r\n two\r\nFROM: ada@example.org\nfrom: ben@example.org\nX-Other: no\n"
    head += b"References:\n <a@b>\n\t<c@d>"
    assert fields_of(head) == {
        b"subject": "One two",
        b"from": "ada@example.org",
        b"references": " <a@b> <c@d>",
    }


@pytest.mark.parametrize(
    ("raw", "text"), [(b"Subject: caf\xc3\xa9", "café"), (b"Subject: caf\xe9", "café"), (b"Subject: \xff\xfe", "ÿþ")]
)
def test_no_encoding_is_refused(raw, text):
    assert fields_of(raw) == {b"subject": text}


@pytest.mark.parametrize(
    ("field", "address"),
    [
        ("ada@example.org", "ada@example.org"),
        ("Ada Example <ada@example.org>", "ada@example.org"),
        ('"Example, Ada" <Ada.Example@Example.ORG>', "ada.example@example.org"),
        ("ada at example.org (Ada Example)", "ada@example.org"),
        ("ada at example.org (Ada at Work)", "ada@example.org"),
        ("Ada <ada at example.org>", "ada@example.org"),
        ("ada (a) example.org", "ada@example.org"),
        ("ada [at] example.org", "ada@example.org"),
        ("ada(at)example.org", "ada@example.org"),
        ("ada+list@mail.example.org", "ada+list@mail.example.org"),
        ('"ada@home.example" <ada@example.org>', "ada@example.org"),
        ("<ada@localhost>", "ada@localhost"),
        ("añá@exämple.org", "añá@exämple.org"),
        ("Ada Example", ""),
        ("", ""),
        ("<>", ""),
    ],
)
def test_one_spelling_of_an_address(field, address):
    assert address_in(field) == address


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        ({b"from": "Ada via Talk <talk@lists.example.org>", b"reply-to": "ada@example.org"}, "ada@example.org"),
        (
            {b"from": "Ada via Talk <talk@lists.example.org>", b"x-original-from": "Ada <ada@example.org>"},
            "ada@example.org",
        ),
        (
            {b"from": "Ada via Talk <talk@lists.example.org>", b"reply-to": "talk@lists.example.org"},
            "ada via talk@lists.example.org",
        ),
        ({b"from": "talk at lists.example.org (Ada via Talk)"}, "ada via talk@lists.example.org"),
        ({b"from": "=?utf-8?q?Ad=C3=A4_via_Talk?= <talk@lists.example.org>"}, "adä via talk@lists.example.org"),
        ({b"from": "Olivia Viaduct <olivia@example.org>"}, "olivia@example.org"),
        ({}, ""),
    ],
)
def test_a_list_that_rewrites_senders(fields, sender):
    assert sender_of(fields) == sender


def test_different_people_behind_one_rewritten_address_stay_different():
    senders = {sender_of({b"from": f"{name} via Talk <talk@lists.example.org>"}) for name in ("Ada", "Ben", "ADA")}
    assert len(senders) == 2


@pytest.mark.parametrize(
    ("fields", "sender", "reason"),
    [
        ({}, "ada@example.org", None),
        ({b"auto-submitted": "no"}, "", None),
        ({b"auto-submitted": "auto-replied (vacation)"}, "", SkipReason.AUTOMATIC),
        ({b"auto-submitted": "Auto-Generated; x=y"}, "", SkipReason.AUTOMATIC),
        ({b"x-autoreply": "yes"}, "", SkipReason.AUTOMATIC),
        ({b"x-autorespond": "anything"}, "", SkipReason.AUTOMATIC),
        ({b"precedence": "auto_reply"}, "", SkipReason.AUTOMATIC),
        ({b"precedence": "Bulk"}, "", SkipReason.BULK),
        ({b"precedence": "junk"}, "", SkipReason.BULK),
        ({b"precedence": "list"}, "", None),
        ({b"x-list-administrivia": "yes"}, "", SkipReason.ADMINISTRATIVE),
        ({b"x-list-administrivia": "no"}, "", None),
        ({b"content-type": "Multipart/Report; report-type=delivery-status"}, "", SkipReason.AUTOMATIC),
        ({b"content-type": "multipart/mixed"}, "", None),
        ({}, "mailer-daemon@example.org", SkipReason.ADMINISTRATIVE),
        ({}, "talk-bounces@lists.example.org", SkipReason.ADMINISTRATIVE),
        ({}, "talk-bounces+ada=example.org@lists.example.org", SkipReason.ADMINISTRATIVE),
        ({}, "talk-request@lists.example.org", SkipReason.ADMINISTRATIVE),
        ({}, "mailman@lists.example.org", SkipReason.ADMINISTRATIVE),
        ({}, "mailmanfan@example.org", None),
        ({}, "request@example.org", None),
    ],
)
def test_what_a_machine_wrote(fields, sender, reason):
    assert machine_reason(fields, sender) == reason


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Outline", ("outline", False)),
        ("Re: Outline", ("outline", True)),
        ("RE: [talk] Re: Outline", ("outline", True)),
        ("[talk] Outline", ("outline", False)),
        ("[talk]", ("[talk]", False)),
        ("AW: Sv: Re[2]: Outline", ("outline", True)),
        ("Re:", ("", True)),
        ("  Out   line ", ("out line", False)),
        ("=?utf-8?q?Re=3A_Caf=C3=A9?=", ("café", True)),
        ("Report: Outline", ("report: outline", False)),
        ("回复：大纲", ("大纲", True)),
        ("", ("", False)),
    ],
)
def test_the_bare_subject(subject, bare):
    assert bare_subject(subject) == bare


@pytest.mark.parametrize(
    "broken",
    ["=?utf-8?b?abc?=", "=?no-such-charset?q?x?=", "=?utf-8?q?=", "=?utf-8?b?////?=", "=?utf-8?q?=ZZ?=", "=??q?x?="],
)
def test_broken_words_are_no_error(broken):
    assert isinstance(decoded(broken), str)


def test_ids():
    assert ids_in("Your message of Monday <a@b> and <c @ d>, not <>") == ["a@b", "c @ d"]


@pytest.mark.parametrize(
    "field", ["a" * 20_000, "=?a" * 6_000, "-request+" * 2_222 + "x@y", "<" * 20_000, "a at " * 4_000, "(a) " * 5_000]
)
def test_no_head_costs_more_than_a_moment(field):
    started = time.process_time()
    fields = dict.fromkeys((b"from", b"reply-to", b"x-original-from", b"auto-submitted", b"subject"), field)
    sender = sender_of(fields)
    machine_reason(fields, sender)
    bare_subject(field)
    assert time.process_time() - started < 2


def test_senders_in_odd_places():
    packed = base64.b64encode(b"Ada Example <ada@example.org>").decode()
    assert sender_of({b"from": f"=?utf-8?b?{packed}?="}) == "ada@example.org"
    rewritten = {b"from": "Ada via Talk <talk@example.org>", b"reply-to": "talk@example.org, ada@example.net"}
    assert sender_of(rewritten) == "ada@example.net"
    assert machine_reason({b"auto-submitted": "no (by hand)"}, "ada@example.org") is None
