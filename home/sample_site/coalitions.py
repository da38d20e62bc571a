"""IGF 2021 and the 22 coalitions of that year."""

import datetime
import json
from pathlib import Path

from coalitions.enums import ContactRole
from coalitions.importers import import_coalitions
from coalitions.importing import read_table
from coalitions.models import CoalitionIndexPage, CoalitionPage, Contact, Cycle, FocusArea, PolicyQuestion
from home.sample_site.people import DEMO_USERS, user

FILES = Path(__file__).parent.parent / "sample"


def load_cycles():
    cycle, _ = Cycle.objects.get_or_create(
        year=2021,
        defaults={
            "name": "IGF 2021",
            "host_city": "Katowice",
            "theme": "Internet United",
            "starts_on": datetime.date(2021, 12, 6),
            "ends_on": datetime.date(2021, 12, 10),
            "preparation_starts_on": datetime.date(2021, 8, 1),
            "preparation_ends_on": datetime.date(2021, 12, 5),
        },
    )
    Cycle.objects.get_or_create(year=2022, defaults={"name": "IGF 2022"})
    for order, row in enumerate(json.loads((FILES / "focus_areas.json").read_text())):
        area, created = FocusArea.objects.get_or_create(
            cycle=cycle, title=row["title"], defaults={"basket": row["basket"], "order": order}
        )
        if created:
            for place, label in enumerate(row["policy_questions"]):
                PolicyQuestion.objects.create(focus_area=area, label=label, sort_order=place)


def load_coalitions():
    table = read_table((FILES / "coalitions.csv").read_bytes(), "coalitions.csv")
    directory = CoalitionIndexPage.objects.get(slug="coalitions")
    result = import_coalitions(table.rows, directory=directory, by=user("secretariat"))
    if result.errors:
        raise ValueError(f"The sample's own coalitions were refused: {result.errors}")
    for demo in DEMO_USERS:
        if demo.coalition:
            Contact.objects.get_or_create(
                coalition=CoalitionPage.objects.get(slug=demo.coalition),
                user=user(demo.username),
                role=ContactRole.COORDINATOR,
                defaults={"given_name": demo.first_name, "family_name": demo.last_name, "is_public": True},
            )
