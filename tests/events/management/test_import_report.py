"""The command that imports a report."""

import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from events.models import MeetingPage
from tests.events.importers.test_reports import NOW, SHORT
from tests.factories import make_secretariat_user, make_series, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(SHORT)
    return path


def _run(path, **options):
    said = io.StringIO()
    options = {"series": "dccg", "user": "sam"} | options
    call_command("import_report", path, stdout=said, **options)
    return said.getvalue()


def test_a_report_is_imported_once(report):
    make_series(slug="dccg")
    make_secretariat_user("sam")
    assert _run(report).splitlines()[-1] == "DCCG meeting 53: created"
    assert _run(report).splitlines()[-1] == "DCCG meeting 53: unchanged"
    assert MeetingPage.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"series": "nothing"}, "no series with the slug “nothing”"),
        ({"user": "nobody"}, "no account “nobody”"),
        ({"user": "visitor"}, "may not import"),
    ],
)
def test_a_refusal_is_a_sentence(report, changed, said):
    make_series(slug="dccg")
    make_secretariat_user("sam")
    make_user("visitor")
    with pytest.raises(CommandError, match=said):
        _run(report, **changed)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    make_series(slug="dccg")
    make_secretariat_user("sam")
    with pytest.raises(CommandError, match="cannot be read"):
        _run(tmp_path / "missing.txt")
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="Only files in plain text"):
        _run(tmp_path / "report.pdf")
