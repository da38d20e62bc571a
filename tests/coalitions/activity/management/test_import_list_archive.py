"""The operator's command: files, addresses, a report, and refusals that say why."""

import gzip
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from coalitions.activity.enums import ListSource
from coalitions.activity.models import ListImport
from tests.coalitions.activity.factories import counts_of, make_message, month
from tests.coalitions.activity.importers.hyperkitty import hyperkitty
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(*arguments, stderr=None, **options):
    out, err = io.StringIO(), stderr or io.StringIO()
    call_command("import_list_archive", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def coalition():
    return make_coalition(slug="dc3")


def test_files_are_read_as_one_archive_and_reported(tmp_path, coalition):
    parts = {"2021-January": "01", "2021-March": "03"}
    files = []
    for name, number in parts.items():
        data = make_message(f"<{number}@x>", date=f"Thu, 07 {name[5:8]} 2021 11:00:00 +0000")
        files.append(tmp_path / f"{name}.txt.gz")
        files[-1].write_bytes(gzip.compress(data + make_message(f"<{number}@x>")))
    out, err = run(*files, coalition="dc3", user=make_secretariat_user("sam").username)
    assert out.splitlines() == [
        "read:     4",
        "counted:  2",
        "left out: 2",
        "          2: counted before, or twice in the archive",
        "months:   January 2021 to May 2021",
    ]
    assert err == ""
    assert [row[2] for row in counts_of(coalition)] == [1, 0, 1, 0, 0]
    archive = ListImport.objects.get()
    assert (archive.name, archive.by.username) == ("2021-January.txt.gz, 2021-March.txt.gz", "sam")


@time_machine.travel("2021-08-20T12:00Z", tick=False)
def test_until(tmp_path, coalition):
    (tmp_path / "a.mbox").write_bytes(make_message())
    run(tmp_path / "a.mbox", "--until=2021-06-30", coalition="dc3")
    assert [row[0] for row in counts_of(coalition)] == [month(2021, 5), month(2021, 6)]


def test_a_terminal_shows_a_bar(tmp_path, coalition):
    (tmp_path / "a.mbox").write_bytes(make_message())
    _out, err = run(tmp_path / "a.mbox", coalition="dc3", stderr=Terminal())
    assert err.startswith("\r[#############################.]  99 %  1 messages")


def test_an_address(settings, coalition):
    with hyperkitty([("1@x", "1@x", None, "ada@example.org", "2021-05-13T11:00:00Z")]) as server:
        settings.ACTIVITY_MAILMAN3_HOSTS = [server.host]
        run(mailman3=server.address, coalition="dc3")
    assert counts_of(coalition)[0] == (month(2021, 5), ListSource.MAILMAN3, 1, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ([], {}, "Name the files of an archive, or an address with --mailman3."),
        (["a.mbox"], {"mailman3": "https://x"}, "Name the files of an archive, or an address with --mailman3."),
        (["a.mbox"], {"coalition": "dc9"}, "There is no coalition “dc9”."),
        (["a.mbox"], {"user": "nobody"}, "There is no account “nobody”."),
        (["a.mbox"], {"user": "plain"}, "Only the Secretariat and the coalition’s coordinators import"),
        (["missing.mbox"], {}, "missing.mbox cannot be read: No such file or directory."),
        (["empty.mbox"], {}, "The file is empty."),
        (["a.mbox", "b.gz"], {}, "Choose either packed files (.gz) or plain ones, not both at once."),
        ([], {"mailman3": "https://x.example.org/list/a@b/"}, "“x.example.org” is not among the archives"),
    ],
)
def test_refusals(tmp_path, monkeypatch, coalition, arguments, options, sentence):
    monkeypatch.chdir(tmp_path)
    make_user("plain")
    (tmp_path / "a.mbox").write_bytes(make_message())
    (tmp_path / "b.gz").write_bytes(gzip.compress(make_message()))
    (tmp_path / "empty.mbox").write_bytes(b"")
    with pytest.raises(CommandError) as error:
        run(*arguments, **{"coalition": "dc3"} | options)
    assert str(error.value).startswith(sentence)
    assert counts_of(coalition) == []
