import pytest

from coalitions.importers import import_coalitions
from coalitions.importing import Row
from coalitions.models import CoalitionPage
from tests.dc_portal.at_once import at_once, before_the_first_has_ended
from tests.factories import make_site_tree

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def run(*rows):
    """An import into the one directory, as a process of its own would run it."""
    table = [Row(line, row) for line, row in enumerate(rows, 2)]
    return import_coalitions(table, directory=make_site_tree())


def test_the_same_table_twice_makes_each_coalition_once():
    rows = [{"slug": f"dc-{number}", "name": f"Coalition {number}", "status": "active"} for number in range(5)]
    make_site_tree()
    first, second = before_the_first_has_ended(lambda: run(*rows), lambda: run(*rows))
    assert (first.counts["created"], second.counts) == (
        5,
        {"created": 0, "updated": 0, "skipped": 5, "errors": 0},
    )
    assert list(CoalitionPage.objects.order_by("path").values_list("slug", flat=True)) == [row["slug"] for row in rows]


def test_each_row_is_made_by_one_of_those_that_run_at_once():
    rows = [{"slug": f"dc-{number}", "name": f"Coalition {number}"} for number in range(5)]
    make_site_tree()
    counts = [result.counts for result in at_once(*[lambda: run(*rows)] * 3)]
    totals = {name: sum(count[name] for count in counts) for name in counts[0]}
    assert totals == {"created": 5, "updated": 0, "skipped": 10, "errors": 0}
    assert CoalitionPage.objects.count() == 5


def test_one_name_belongs_to_one_coalition():
    make_site_tree()
    first, second = before_the_first_has_ended(
        lambda: run({"slug": "one", "name": "The Same Name"}), lambda: run({"slug": "two", "name": "The same name"})
    )
    assert first.counts["created"] == 1
    assert [row.message for row in second.errors] == [
        "This name belongs to the coalition “one”; give that slug to change it."
    ]
