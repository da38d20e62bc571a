"""The docs that are generated from code are the code's."""

from pathlib import Path

from home.management.commands.write_workflows import TARGET, workflows_text

ROOT = Path(__file__).resolve().parent.parent


def test_the_workflow_tables_are_those_of_the_code():
    assert TARGET.read_text(encoding="utf-8") == workflows_text(), "run: manage.py write_workflows"


def test_every_guide_the_readme_names_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [part.split(")")[0] for part in readme.split("](docs/")[1:]]
    assert [name for name in names if not (ROOT / "docs" / name).is_file()] == []
