"""A Mailman 3 archive over HTTP: pages, the same messages as in an mbox, and every way it can go wrong."""

import socket

import pytest
import time_machine

from coalitions.activity.enums import ImportState, ListSource
from coalitions.activity.importers import mailman3, run_import
from coalitions.activity.importers.mailman3 import Mailman3Archive, list_address
from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.services import forget_archives, request_import
from tests.coalitions.activity.factories import counts_of, import_archive, make_message, month
from tests.coalitions.activity.importers.hyperkitty import NAME, hyperkitty
from tests.factories import make_coalition, make_secretariat_user

MESSAGES = [
    ("1@x", "1@x", None, "ada@example.org", "2021-03-30T11:00:00Z"),
    ("2@x", "1@x", "1@x", "ben@example.org", "2021-04-02T11:00:00+02:00"),
    ("3@x", "1@x", "2@x", "ada@example.org", "2021-04-02T12:00:00Z"),
    ("4@x", "4@x", None, "cas@example.org", "2021-06-01T00:30:00+02:00"),
    ("5@x", "5@x", None, "talk-bounces@example.org", "2021-06-02T00:30:00Z"),
]
FROM_HERE = ListSource.MAILMAN3


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(mailman3, "WAIT", 0.01)
    with hyperkitty(MESSAGES) as server:
        settings.ACTIVITY_MAILMAN3_HOSTS = [server.host]
        yield server


def collect(server, coalition, address=None):
    archive = request_import(coalition, by=None, source=FROM_HERE, name=address or server.address)
    return run_import(archive)


@time_machine.travel("2021-07-05T12:00Z", tick=False)
@pytest.mark.django_db
def test_a_list_is_read_page_by_page_and_measured_until_today(server):
    coalition = make_coalition()
    archive = collect(server, coalition)
    assert (archive.state, archive.read, archive.counted, archive.skipped) == (
        ImportState.DONE,
        5,
        4,
        {"administrative": 1},
    )
    assert counts_of(coalition) == [
        (month(2021, 3), FROM_HERE, 1, 1, 1),
        (month(2021, 4), FROM_HERE, 2, 0, 2),
        (month(2021, 5), FROM_HERE, 1, 1, 1),
        (month(2021, 6), FROM_HERE, 0, 0, 0),
        (month(2021, 7), FROM_HERE, 0, 0, 0),
    ]
    path = f"/archives/api/list/{NAME}/emails/?format=json"
    assert server.asked == [path, f"{path}&page=2", f"{path}&page=3"]


@pytest.mark.django_db
def test_what_was_read_to_its_end_is_not_asked_for_again(server):
    coalition = make_coalition()
    with time_machine.travel("2021-07-05T12:00Z", tick=False):
        collect(server, coalition)
    server.messages.append(("6@x", "4@x", "4@x", "ada@example.org", "2021-07-06T11:00:00Z"))
    server.asked.clear()
    with time_machine.travel("2021-08-02T12:00Z", tick=False):
        again = collect(server, coalition)
    assert (again.counted, len(server.asked)) == (1, 2)
    assert counts_of(coalition)[-2:] == [(month(2021, 7), FROM_HERE, 1, 0, 1), (month(2021, 8), FROM_HERE, 0, 0, 0)]


@time_machine.travel("2021-07-05T12:00Z", tick=False)
@pytest.mark.django_db
@pytest.mark.parametrize("mbox_first", [True, False])
def test_the_same_list_as_a_file_adds_only_what_is_new(server, mbox_first):
    coalition = make_coalition()
    data = make_message("<2@x>", sender="ben@example.org", answers=["<1@x>"], date="Fri, 02 Apr 2021 11:00:00 +0200")
    data += make_message("<0@x>", sender="dan@example.org", date="Sat, 03 Apr 2021 11:00:00 +0200")
    if mbox_first:
        import_archive(data, coalition)
        collect(server, coalition)
    else:
        collect(server, coalition)
        import_archive(data, coalition)
    totals = {}
    for first, _source, messages, threads, senders in counts_of(coalition):
        before = totals.get(first, (0, 0, 0))
        totals[first] = tuple(map(sum, zip(before, (messages, threads, senders), strict=True)))
    assert totals == {
        month(2021, 3): (1, 1, 1),
        month(2021, 4): (3, 1, 3),
        month(2021, 5): (1, 1, 1),
        month(2021, 6): (0, 0, 0),
        month(2021, 7): (0, 0, 0),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (404, "There is no such list in the archive."),
        (401, "The archive does not show this list to everybody."),
        (403, "The archive does not show this list to everybody."),
        (418, "The archive answers with the error 418. Please try again later."),
        ((302, {"Location": "http://127.0.0.1/"}), "The archive answers with another address, which is not followed."),
        (b"<html>", "The archive’s answer was not understood."),
        (
            b'{"count": 9, "results": [{}], "next": "http://169.254.169.254/latest/"}',
            "The archive’s pages lead to another host, which is not asked.",
        ),
    ],
)
def test_answers_that_are_no_archive(server, fault, sentence):
    server.faults["emails"] = fault
    archive = collect(server, make_coalition())
    assert (archive.state, archive.problem[: len(sentence)]) == (ImportState.FAILED, sentence)
    assert len(server.asked) == 1


@pytest.mark.django_db
def test_a_server_that_is_busy_for_a_moment_is_asked_again(server):
    server.faults["page=2"] = 503
    assert collect(server, make_coalition()).state == ImportState.DONE
    assert [path.rpartition("=")[2] for path in server.asked] == ["json", "2", "2", "3"]


def test_pages_in_a_circle(server):
    path = f"/archives/api/list/{NAME}/emails/?format=json"
    server.faults["page=2"] = f'{{"count": 9, "results": [{{}}], "next": "{path}"}}'.encode()
    with pytest.raises(ArchiveError, match="lead in a circle"):
        list(Mailman3Archive(server.address).pages(today=month(2021, 7)))


def test_an_answer_without_end(server, monkeypatch):
    monkeypatch.setattr(mailman3, "MAX_PAGE_BYTES", 1000)
    server.faults["emails"] = b" " * 5000
    with pytest.raises(ArchiveError, match="larger than a page of messages"):
        next(Mailman3Archive(server.address).pages(today=month(2021, 7)))


def test_a_server_that_says_nothing(settings, monkeypatch):
    monkeypatch.setattr(mailman3, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.ACTIVITY_MAILMAN3_HOSTS = [host]
        with pytest.raises(ArchiveError, match="The archive does not answer"):
            next(Mailman3Archive(f"http://{host}/list/{NAME}/").pages(today=month(2021, 7)))


def test_a_server_that_is_not_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        host = f"127.0.0.1:{closed.getsockname()[1]}"
    settings.ACTIVITY_MAILMAN3_HOSTS = [host]
    with pytest.raises(ArchiveError, match="The archive does not answer"):
        next(Mailman3Archive(f"http://{host}/list/{NAME}/").pages(today=month(2021, 7)))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (f"https://lists.example.org/archives/list/{NAME}/", f"/archives/list/{NAME}"),
        (f"https://lists.example.org/list/{NAME}", f"/list/{NAME}"),
        (f" http://LISTS.example.org/a/list/{NAME}/?page=2#x ", f"/a/list/{NAME}"),
        ("https://lists.example.org/list/talk%40lists.example.org/", f"/list/{NAME}"),
    ],
)
def test_addresses_of_a_list(settings, address, path):
    settings.ACTIVITY_MAILMAN3_HOSTS = ["Lists.Example.org"]
    assert list_address(address) == ((address.strip().partition(":")[0], "lists.example.org"), path)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Give the address of the list’s page"),
        ("lists.example.org/list/talk@x/", "Give the address of the list’s page"),
        ("file:///etc/passwd", "Give the address of the list’s page"),
        ("ftp://lists.example.org/list/talk@x/", "Give the address of the list’s page"),
        ("https://user:secret@lists.example.org/list/talk@x/", "Give the address of the list’s page"),
        ("https://[broken/list/talk@x/", "This is not an address."),
        ("https://lists.example.org:port/list/talk@x/", "This is not an address."),
        ("https://lists.example.org:8443/list/talk@x/", "“lists.example.org:8443” is not among the archives"),
        ("https://127.0.0.1/list/talk@x/", "“127.0.0.1” is not among the archives"),
        ("https://[::1]/list/talk@x/", "“::1” is not among the archives"),
        ("https://lists.example.org.evil.example/list/talk@x/", "“lists.example.org.evil.example” is not among"),
        ("https://lists.example.org/archives/", "Give the address of the list’s page in the archive"),
        ("https://lists.example.org/list/talk/", "Give the address of the list’s page in the archive"),
        ("https://lists.example.org/list/talk@x/thread/ABC/", "Give the address of the list’s page in the archive"),
    ],
)
def test_no_other_address_is_asked(settings, address, sentence):
    settings.ACTIVITY_MAILMAN3_HOSTS = ["lists.example.org"]
    with pytest.raises(ArchiveError) as error:
        list_address(address)
    assert str(error.value).startswith(sentence)


def test_nobody_is_asked_by_default(settings):
    assert settings.ACTIVITY_MAILMAN3_HOSTS == []
    with pytest.raises(ArchiveError, match="is not among the archives this portal asks"):
        list_address(f"https://lists.example.org/list/{NAME}/")


@pytest.mark.django_db
def test_what_broke_off_is_read_to_its_end_the_next_time(server):
    coalition = make_coalition()
    with time_machine.travel("2021-07-05T12:00Z", tick=False):
        collect(server, coalition)
    for number in range(6, 12):
        server.messages.append((f"{number}@x", f"{number}@x", None, "ada@example.org", "2021-07-06T11:00:00Z"))
    server.faults["page=2"] = 404
    with time_machine.travel("2021-08-02T12:00Z", tick=False):
        broken = collect(server, coalition)
        again = collect(server, coalition)
    assert [(one.state, one.counted) for one in (broken, again)] == [(ImportState.FAILED, 2), (ImportState.DONE, 4)]
    assert counts_of(coalition)[-2:] == [(month(2021, 7), FROM_HERE, 6, 6, 1), (month(2021, 8), FROM_HERE, 0, 0, 0)]


@pytest.mark.django_db
def test_a_page_of_machines_ends_nothing(server):
    coalition = make_coalition()
    with time_machine.travel("2021-07-05T12:00Z", tick=False):
        collect(server, coalition)
    server.messages.append(("6@x", "6@x", None, "ada@example.org", "2021-07-06T11:00:00Z"))
    for number in (7, 8):
        server.messages.append((f"{number}@x", f"{number}@x", None, "talk-bounces@x.org", "2021-07-07T11:00:00Z"))
    with time_machine.travel("2021-08-02T12:00Z", tick=False):
        assert collect(server, coalition).counted == 1


@pytest.mark.django_db
def test_what_was_forgotten_is_read_anew(server):
    coalition, by = make_coalition(), make_secretariat_user()
    with time_machine.travel("2021-07-05T12:00Z", tick=False):
        collect(server, coalition)
        forget_archives(coalition, by=by)
        assert collect(server, coalition).counted == 4
