"""The command that takes over a coalition's own list."""

import io

import pytest
from django.core.management import CommandError, call_command

from coalitions.models import Membership, Notice
from tests.factories import make_coalition, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("e-mail,name,shoe size\nada@example.org,Ada,4\nnonsense,Bob,4\n")
    return path


def run(path, **options):
    said, wrong = io.StringIO(), io.StringIO()
    try:
        call_command("import_members", path, stdout=said, stderr=wrong, **options)
    except CommandError as error:
        wrong.write(str(error))
    return said.getvalue().splitlines(), wrong.getvalue().splitlines()


def test_the_line_that_is_refused_is_said_and_the_others_go_on(table):
    make_coalition(slug="own", acronym="OWN")
    wrong = ["Column not read: shoe_size", "Line 3: “nonsense” is not an e-mail address.", "Some rows were refused."]
    assert run(table, coalition="own", dry_run=True) == (
        ["Would be: 1 created, 0 updated, 0 unchanged, 1 refused"],
        wrong,
    )
    assert Membership.objects.count() == 0
    assert run(table, coalition="own") == (["1 created, 0 updated, 0 unchanged, 1 refused"], wrong)
    assert run(table, coalition="own") == (["0 created, 0 updated, 1 unchanged, 1 refused"], wrong)
    assert (Membership.objects.count(), Notice.objects.count()) == (1, 1)


def test_as_an_account_it_may_what_the_account_may(table):
    make_coalition(slug="own", acronym="OWN")
    make_user("zoe")
    _said, wrong = run(table, coalition="own", user="zoe")
    assert wrong[1:] == [
        "Line 2: You do not coordinate OWN.",
        "Line 3: You do not coordinate OWN.",
        "Some rows were refused.",
    ]


@pytest.mark.parametrize("options", [{"coalition": "nowhere"}, {"user": "nobody"}])
def test_what_is_not_there_is_said(table, options):
    assert run(table, **options) == ([], [f"There is no single “{next(iter(options.values()))}”."])


def test_what_is_no_table_is_said(tmp_path):
    assert run(tmp_path / "missing.csv")[1] != []
