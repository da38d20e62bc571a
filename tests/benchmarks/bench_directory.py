"""The directory of 1 000 coalitions beside that of 10: paginated, it takes hardly longer."""

import itertools
from functools import partial

from django.db import connection
from django.test import Client

from coalitions.models import CoalitionIndexPage, CoalitionPage
from tests.benchmarks.filling import add_pages
from tests.benchmarks.timing import milliseconds, side_by_side
from tests.factories import make_focus_area, make_home_page

FEW, MANY = 10, 1_000
MOST = 1.3
LISTS = {
    "cards": "",
    "table": "&view=table",
    "the last page": "&page=99",
    "narrowed to a focus area": "&focus_area={area}",
    "named": "&q=coalition",
}


def run(report):
    area = make_focus_area("Trust")
    few, many = fill("few", FEW, area), fill("many", MANY, area)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    visitor, number = Client(SERVER_NAME="localhost"), itertools.count()

    def visit(directory, query):
        # An address that is new each time is in no cache.
        response = visitor.get(f"{directory.url}?visit={next(number)}{query.format(area=area.pk)}")
        assert response.status_code == 200

    for name, query in LISTS.items():
        taken = side_by_side({place: partial(visit, place, query) for place in (few, many)}, rounds=30)
        ratio = taken[many] / taken[few]
        said = f"{name}: {MANY} in {milliseconds(taken[many])}, {FEW} in {milliseconds(taken[few])}"
        report(said, f"{ratio:.2f}x", f"<= {MOST}x", ratio <= MOST)


def fill(slug, count, area):
    """A directory of so many coalitions, all of one focus area."""
    directory = make_home_page().add_child(instance=CoalitionIndexPage(title=slug, slug=slug))
    coalitions = [
        CoalitionPage(
            title=f"Coalition {place} of {slug}",
            slug=f"coalition-{place}",
            acronym=f"DC-{place}",
            status="active",
            mission="<p>Keeps the Internet open.</p>" * 3,
        )
        for place in range(count)
    ]
    add_pages(directory, coalitions)
    link = CoalitionPage.focus_areas.through
    link.objects.bulk_create(link(coalitionpage_id=page.pk, focusarea_id=area.pk) for page in coalitions)
    return directory
