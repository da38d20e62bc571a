"""What the operators' guide says exists: its settings are those the code reads, its commands and files are there."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
# Calls that read a name of the environment.
READS = r"env(\.\w+)?|os\.(environ\.get|getenv)"
# The settings for tests are nobody's to set.
READERS = [*sorted((ROOT / "dc_portal" / "settings").glob("[!t]*.py")), DEPLOY / "gunicorn.conf.py"]


def table(first_heading):
    """The guide's table with this heading: the first word of each first cell, and the second cell."""
    rows = GUIDE.split(f"| {first_heading} |")[1].split("\n\n")[0].splitlines()[2:]
    return dict(re.match(r"\| `([^` ]+)[^`]*` \| ([^|]*) \|", row).groups() for row in rows)


def names_read(path):
    """Names of the environment that a file reads: `env("…")`, `env.int("…")`, `os.environ.get("…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        reads = isinstance(node, ast.Call) and re.fullmatch(READS, ast.unparse(node.func))
        if reads and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield node.slice.value


def named_in(text):
    """Commands that a text runs with manage.py or deploy/manage."""
    return set(re.findall(r"(?:manage\.py|deploy/manage) ([a-z_]+)", text))


def test_the_table_lists_every_setting_that_is_read_and_no_other():
    assert set(table("name")) == {name for path in READERS for name in names_read(path)}


def test_the_example_names_only_what_is_read():
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    given = re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE)
    assert set(given) - set(table("name")) == {"DJANGO_SETTINGS_MODULE"}


def test_every_command_is_there():
    assert (named_in(GUIDE) | set(table("command"))) - set(get_commands()) == set()


def test_the_services_do_the_regular_work():
    services = "\n".join(path.read_text(encoding="utf-8") for path in sorted(DEPLOY.glob("*.service")))
    regular = {name for name, often in table("command").items() if often.startswith(("hourly", "all the time"))}
    assert named_in(services) == regular


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_service_runs_what_is_in_the_checkout(path):
    text = path.read_text(encoding="utf-8")
    assert ("User=dc-portal" in text, "EnvironmentFile=/etc/dc-portal/env" in text) == (True, True)
    named = set(re.findall(r"(?:deploy|dc_portal)/[\w./]+|deploy/[\w.]+", text)) | {"manage.py"}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_guide_names_files_that_are_there():
    named = set(re.findall(r"`?(deploy/[\w.*/-]+|docs/[\w.]+|dc_portal/[\w./]+)", GUIDE))
    assert {name for name in named if not list(ROOT.glob(name.rstrip("./")))} == set()
