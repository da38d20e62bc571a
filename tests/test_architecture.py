"""What docs/architecture.md says and import-linter cannot: names, floors, sizes, strings, queries and sanitising.

The tables are read from the document itself, so that the text and the check are one thing.
"""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.template.loader import get_template
from wagtail.models import get_page_models

ROOT = Path(__file__).resolve().parent.parent
LAW = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SITE = ["home", "search"]
PLUGIN = ["coalitions", "coalitions.activity", "coalitions.papers", "events", "events.proposals"]
ROOMS = [room for room in [*PLUGIN, *SITE] if (ROOT / room.replace(".", "/")).is_dir()]
NO_QUERIES_IN = {"templatetags", "forms", "admin", "views", "blocks"}
QUERY_VERBS = {"filter", "exclude", "annotate", "aggregate", "raw", "extra"}
BASE_BLOCKS = {"title", "content", "extra_css", "extra_js"}
LONGEST_FILE = 300
FULLEST_FOLDER = 19
TOP_LEVEL = {
    *(".ci", ".gitignore", "CHANGELOG.md", "Makefile", "README.md", "manage.py", "pyproject.toml"),
    *("coalitions", "events", "home", "search", "dc_portal", "deploy", "docs", "requirements", "requirements.txt"),
    "tests",
}


def table_rows(first_heading: str) -> list[list[str]]:
    """The body rows of the document's table whose first heading is this, as lists of cells."""
    rows, inside = [], False
    for line in LAW.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] == first_heading:
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not set(line) <= set("|-: "):
            rows.append(cells)
    return rows


@cache
def floors() -> dict[str, int]:
    """File name (without .py) → its floor, from the floor table."""
    found = {}
    for floor, files, *_rest in table_rows("floor"):
        if floor.isdigit():
            found.update({name.rstrip("/"): int(floor) for name in re.findall(r"`([a-z_]+/?)`", files)})
    return found


@cache
def roof_names() -> set[str]:
    """The names that dc_portal may have beside those of every room, from the floor table's row `roof`."""
    cells = [files for floor, files, *_rest in table_rows("floor") if floor == "roof"]
    return set(re.findall(r"`([a-z_]+)/?`", " ".join(cells)))


@cache
def may_name() -> dict[str, set[str]]:
    """Room → the rooms it may name, itself included, from the import table."""
    rooms = [*PLUGIN, *SITE]
    allowed = {}
    for cells in table_rows("may import →"):
        room = next(name for name in [*rooms, "dc_portal"] if name == cells[0].strip("*"))
        allowed[room] = {other for other, mark in zip(rooms, cells[1:], strict=True) if mark} | {room}
    return allowed


def label_of(room: str) -> str:
    return room.rpartition(".")[2]


def own_files(room: str, suffix: str) -> list[Path]:
    """The files of a room, without its annexes', migrations and caches."""
    folder = ROOT / room.replace(".", "/")
    annexes = [ROOT / other.replace(".", "/") for other in ROOMS if other.startswith(f"{room}.")]
    return [
        path
        for path in sorted(folder.rglob(f"*{suffix}"))
        if "migrations" not in path.parts and not any(path.is_relative_to(annex) for annex in annexes)
    ]


def name_in_room(path: Path, room: str) -> str:
    """The listed name a file belongs to: coalitions/models/goal.py → models."""
    return path.relative_to(ROOT / room.replace(".", "/")).with_suffix("").parts[0]


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path):
    """(line, dotted name) of everything a file imports, wherever in the file it does."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are written in full"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def where(path: Path, line: int, what: str) -> str:
    return f"{path.relative_to(ROOT)}:{line}: {what}"


def test_the_document_is_understood():
    assert (floors()["enums"], floors()["models"], floors()["services"], floors()["urls"]) == (0, 2, 5, 8)
    assert may_name()["events"] == {"events", "coalitions", "coalitions.activity"}
    assert may_name()["search"] == {"search"}


def test_the_top_level_is_closed():
    ignored = {line.strip("/ ") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    assert {entry.name for entry in ROOT.iterdir()} - ignored - TOP_LEVEL - {".git", ".env"} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_the_names_in_a_room_are_closed(room):
    annexes = {label_of(other) for other in ROOMS if other.startswith(f"{room}.")}
    folders = {"migrations", "templates", "static", "sample", "locale", "__init__", "__pycache__"}
    names = {path.stem for path in (ROOT / room.replace(".", "/")).iterdir() if path.name[0] != "."}
    assert names - set(floors()) - annexes - folders == set(), "a new name is a decision: docs/architecture.md"


def test_the_names_under_the_roof_are_closed():
    names = {path.stem for path in (ROOT / "dc_portal").iterdir() if path.name[0] != "."}
    folders = {"templates", "static", "locale", "__init__", "__pycache__"}
    assert names - set(floors()) - roof_names() - folders == set(), "a new name is a decision: docs/architecture.md"


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_imports_its_own_floor_or_below(room):
    wrong = []
    for path in own_files(room, ".py"):
        floor = floors().get(name_in_room(path, room))
        for line, imported in imports(path):
            name = imported.removeprefix(f"{room}.").split(".")[0] if imported.startswith(f"{room}.") else None
            if floor is not None and floors().get(name, -1) > floor:
                wrong.append(where(path, line, f"floor {floor} imports {imported}, floor {floors()[name]}"))
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_string_names_a_room_that_may_not_be_imported(room):
    higher = [label_of(other) for other in [*PLUGIN, *SITE] if other not in may_name()[room]] + ["dc_portal"]
    names = "|".join(higher)
    in_python = re.compile(rf"({names})[.:/][a-z_]+([./][a-z_]+)*", re.IGNORECASE)
    in_template = re.compile(rf"""["']({names})[./:][^"']*["']|{{%\s*load[^%]*\b({names})_tags\b""")
    wrong = []
    for path in own_files(room, ".py"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and in_python.fullmatch(node.value):
                wrong.append(where(path, node.lineno, node.value))
    for path in own_files(room, ".html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            wrong += [where(path, number, match[0]) for match in in_template.finditer(line)]
    assert wrong == []


@pytest.mark.parametrize("room", ROOMS)
def test_doors_ask_by_name_and_never_write_a_query(room):
    wrong = []
    for path in own_files(room, ".py"):
        if name_in_room(path, room) not in NO_QUERIES_IN:
            continue
        for node in ast.walk(syntax(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr in QUERY_VERBS and ast.unparse(node.func.value) != "register":
                wrong.append(where(path, node.lineno, f".{node.func.attr}("))
    assert wrong == []


def test_only_the_named_files_know_bleach_and_modeladmin():
    wrong = []
    for room in [*ROOMS, "dc_portal"]:
        for path in own_files(room, ".py"):
            for line, imported in imports(path):
                package = imported.split(".")[0]
                if package in {"bleach", "nh3"} and path != ROOT / "coalitions" / "sanitize.py":
                    wrong.append(where(path, line, imported))
                if package == "wagtail_modeladmin" and name_in_room(path, room) not in {"admin", "wagtail_hooks"}:
                    wrong.append(where(path, line, imported))
    assert wrong == []


def test_files_and_folders_stay_small():
    long, full = [], []
    rooms = {ROOT / room.replace(".", "/") for room in [*ROOMS, "dc_portal"]}
    rooms |= {ROOT / "tests" / room.relative_to(ROOT) for room in rooms}
    for top in ("coalitions", "events", "home", "search", "dc_portal", "tests", "docs", "deploy"):
        for path in [ROOT / top, *(ROOT / top).rglob("*")]:
            if {"migrations", "__pycache__"} & set(path.parts):
                continue
            if path.is_dir():
                if path in rooms:  # its listing is the table of names, and its tests mirror that
                    continue
                entries = [entry for entry in path.iterdir() if entry.name != "__pycache__"]
                full += [f"{path.relative_to(ROOT)}: {len(entries)}"] * (len(entries) > FULLEST_FOLDER)
            elif path.suffix in {".py", ".html", ".css", ".js"} and top != "tests":
                lines = len(path.read_text(encoding="utf-8").splitlines())
                long += [f"{path.relative_to(ROOT)}: {lines}"] * (lines > LONGEST_FILE)
    assert (long, full) == ([], [])


def test_page_templates_have_their_default_names():
    for model in get_page_models():
        label = model._meta.app_label
        if label in {label_of(room) for room in ROOMS}:
            default = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", model.__name__).lower()
            assert model.template == f"{label}/{default}.html"
            get_template(model.template)


@pytest.mark.parametrize("room", [*ROOMS, "dc_portal"])
def test_nothing_is_inline_in_a_template(room):
    inline = re.compile(r"\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:")
    wrong = []
    for path in own_files(room, ".html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            wrong += [where(path, number, match[0].strip()) for match in inline.finditer(line)]
    assert wrong == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room in PLUGIN])
def test_the_plugin_asks_nothing_of_a_site_but_base_html_and_four_blocks(room):
    below = "|".join(label_of(other) for other in PLUGIN if other in may_name()[room] or other == room)
    wrong = []
    for path in own_files(room, ".html"):
        text = path.read_text(encoding="utf-8")
        parent = re.search(r"""{%\s*extends\s+["']([^"']+)["']""", text)
        if parent is None:
            continue
        if not re.match(rf"base\.html$|({below})/|wagtailadmin/|modeladmin/|wagtail_modeladmin/", parent[1]):
            wrong.append(where(path, 1, parent[1]))
        if parent[1] == "base.html":
            depth = 0
            for tag, name in re.findall(r"{%\s*(block|endblock)\s*(\w*)", text):
                if tag == "block" and depth == 0 and name not in BASE_BLOCKS:
                    wrong.append(where(path, 1, f"block {name}"))
                depth += 1 if tag == "block" else -1
    assert wrong == []
