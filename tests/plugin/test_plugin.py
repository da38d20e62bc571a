"""The plugin in another site: its wheel, installed beside a fresh `wagtail start` project, as docs/plugin.md says."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("coalitions", "events")
# What a site is run with: no debugging, and a manifest that refuses a static file nobody has.
LOCAL_SETTINGS = """
DEBUG = False
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
"""
CHECKS = """
import os, django
from django.core.management import call_command
os.environ["DJANGO_SETTINGS_MODULE"] = "fresh.settings.dev"
django.setup()
call_command("check", fail_level="WARNING")
call_command("makemigrations", check_changes=True, dry_run=True)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The plugin's wheel, built as `make wheel` does."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def project(wheel, tmp_path_factory):
    """A new project with the plugin, migrated: a function that runs its Python in its own folder."""
    folder = tmp_path_factory.mktemp("fresh")
    installed = tmp_path_factory.mktemp("installed")
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--no-index", "--no-compile", "--target", installed, wheel),
        cwd=folder,
    )
    start = "from wagtail.bin.wagtail import main; main()"
    _run(sys.executable, "-c", start, "start", "fresh", folder, cwd=folder)
    for name, code in _pieces_of_the_guide():
        with (folder / "fresh" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{code}")
    (folder / "fresh" / "settings" / "local.py").write_text(f"from .base import *\n{LOCAL_SETTINGS}")

    def run(*arguments):
        return _run(sys.executable, *arguments, cwd=folder, path=installed)

    run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
    run("manage.py", "migrate", "--verbosity=0")
    run.folder = folder
    return run


def _pieces_of_the_guide():
    """(file, code) of each piece of Python in docs/plugin.md: its first line is a comment that names the file."""
    text = (ROOT / "docs" / "plugin.md").read_text(encoding="utf-8")
    for code in re.findall(r"^ *```python\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE):
        name, _line_end, rest = re.sub(r"^   ", "", code, flags=re.MULTILINE).partition("\n")
        yield name.removeprefix("# "), rest


def _run(*command, cwd, path=None):
    """Run a program that knows nothing of this checkout nor of these tests; return what it printed."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = kept | {"PYTHONDONTWRITEBYTECODE": "1"} | ({"PYTHONPATH": str(path)} if path else {})

    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_wheel_holds_the_rooms_of_the_plugin_whole_and_nothing_else(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = {path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    assert packed == {path.as_posix() for path in files if not re.search(r"(^|/)(\.|__pycache__/)", path.as_posix())}


def test_the_wheel_says_what_it_needs(wheel):
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        needed = {line for line in packed.read(name).decode().splitlines() if line.startswith("Requires-Dist: ")}
    assert {"Requires-Dist: django>=5.2", "Requires-Dist: wagtail>=7.4"} <= needed


def test_its_first_migrations_ask_for_no_later_wagtail_and_for_nothing_of_this_site():
    for room in ROOMS:
        for path in (ROOT / room / "migrations").glob("0*.py"):
            code = path.read_text(encoding="utf-8")
            assert re.findall(r"'wagtailcore', '(\d+)", code) in ([], ["0097"]), path
            assert re.findall(r"['\"]home\b|WAGTAIL_PAGE_MODEL", code) == [], path


def test_a_fresh_project_passes_its_checks_and_has_nothing_to_migrate(project):
    assert project("-c", CHECKS) == "System check identified no issues (0 silenced).\nNo changes detected\n"


def test_a_fresh_project_imports_the_installed_plugin(project):
    where = project(
        "-c", "import coalitions, events, home; print(coalitions.__file__, events.__file__, home.__file__)"
    )
    assert str(ROOT) not in where


def test_a_fresh_project_shows_and_edits_what_the_plugin_brings(project):
    shutil.copy(Path(__file__).with_name("plugin_visit.py"), project.folder / "visit.py")
    assert json.loads(project("visit.py").splitlines()[-1]) == []
