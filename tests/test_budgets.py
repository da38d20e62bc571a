"""How many questions every page puts to the database: as many with 30 rows of everything as with 1.

Cold: every cache is empty. Warm: the second visit, when frame and content are kept (`{% keep %}`); it has a bar.
The page cache is off here: with it, a second anonymous visit costs nothing (tests/dc_portal/test_page_cache.py).
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_secretariat_user
from tests.world import NOT_THERE, make_world, public_addresses

pytestmark = pytest.mark.django_db

# Name → the most questions a warm visit may put (the bar), and a cold one. Cold is a ceiling against surprises.
PUBLIC = {
    "coalition page": (12, 40),
    "directory, cards": (12, 25),
    "directory, table": (12, 25),
    "directory, filtered": (12, 25),
    "front page": (15, 50),
    "meeting with its report": (12, 40),
    "planned meeting": (12, 40),
    "series of meetings": (12, 25),
    "plain page": (12, 25),
    "search": (12, 14),
    "search, narrowed": (12, 14),
    "search, nothing found": (12, 14),
    "search, nothing asked": (12, 14),
    "API, coalitions": (12, 12),
    "API, coalition": (10, 14),
    "API, outputs": (12, 12),
    "API, cycles": (12, 12),
    "API, meetings": (12, 12),
    "API, meeting": (10, 14),
    "API, action items": (12, 12),
    "feed of reports": (12, 12),
    "feed of a coalition": (12, 12),
    "calendar of everything": (12, 12),
    "calendar of deadlines": (12, 12),
    "calendar of a coalition": (12, 12),
    "calendar of a series": (12, 12),
    "calendar of a meeting": (12, 12),
    "preparatory phase": (12, 40),
    "focus area of a phase": (12, 40),
    "table of a phase": (12, 40),
    "preparatory event": (12, 40),
    "call": (12, 40),
    "proposal": (12, 40),
    "names of members": (12, 40),
    "form to join": (12, 40),
    "statement of membership": (12, 40),
    "API, events": (12, 14),
    "API, event": (10, 14),
    "API, calls": (12, 14),
    "API, proposals": (12, 14),
    "API, proposal": (10, 14),
    "feed of a phase": (12, 14),
    "feed of a focus area": (12, 14),
    "calendar of a phase": (12, 14),
    "calendar of a focus area": (12, 14),
    "calendar of an event": (12, 14),
    "sitemap": (16, 25),
    "404": (8, 12),
    "robots.txt": (0, 0),
}
# The admin has no bar but that nothing grows; Wagtail itself asks a dozen for its frame.
ADMIN = {
    "admin, first page": (40, 50),
    "admin, directory": (45, 50),
    "admin, contacts": (25, 25),
    "admin, outputs": (25, 25),
    "admin, openness checks": (25, 25),
    "admin, status changes": (25, 25),
    "admin, cycles": (25, 25),
    "admin, focus areas": (25, 25),
    "admin, memberships": (25, 25),
    "admin, action items": (25, 30),
    "admin, one action item": (30, 30),
    "admin, import of coalitions": (25, 25),
    "admin, import of a report": (25, 25),
    "admin, agenda carried over": (30, 30),
    "admin, export of the directory": (15, 15),
}


def admin_addresses(world):
    """Every name of ADMIN with its address."""
    found = {
        "admin, first page": reverse("wagtailadmin_home"),
        "admin, directory": reverse("wagtailadmin_explore", args=[world.directory.pk]),
        "admin, action items": reverse("events_actionitem_modeladmin_index"),
        "admin, one action item": reverse("events_actionitem_modeladmin_inspect", args=[world.item.pk]),
        "admin, import of coalitions": reverse("coalitions_admin:import"),
        "admin, import of a report": reverse("events_admin:report-upload"),
        "admin, agenda carried over": reverse("events_admin:meeting-carry-over", args=[world.planned.pk]),
        "admin, export of the directory": reverse("coalitions_admin:export", args=[world.directory.pk, "csv"]),
    }
    for name in ("contacts", "outputs", "openness checks", "status changes", "cycles", "focus areas", "memberships"):
        found[f"admin, {name}"] = reverse(f"coalitions_{name.replace(' ', '').removesuffix('s')}_modeladmin_index")
    return found


def asked(client, address):
    """How many questions one visit puts to the database."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    assert (response.status_code, bool(body)) == (404 if address == NOT_THERE else 200, True), address
    return len(queries)


def forget_everything():
    cache.clear()
    ContentType.objects.clear_cache()


def costs(rows):
    """Name → (cold, warm) questions in a portal with so many rows of everything. Leaves nothing behind."""
    visitor, editor = Client(), Client()
    found = {}
    with transaction.atomic():
        world = make_world(rows)
        everything = public_addresses(world) | admin_addresses(world)
        editor.force_login(make_secretariat_user())
        assert sorted(everything) == sorted([*PUBLIC, *ADMIN])
        for name in everything:
            client = visitor if name in PUBLIC else editor
            # What is looked up once a process, such as who may what, is none of the page's own questions.
            client.get(everything[name])
            forget_everything()
            found[name] = asked(client, everything[name]), asked(client, everything[name])
        transaction.set_rollback(True)
    return found


def test_thirty_rows_ask_as_many_questions_as_one_and_none_asks_too_many():
    one, thirty = costs(1), costs(30)
    assert thirty == one
    bars = PUBLIC | ADMIN
    assert {name: cost for name, cost in thirty.items() if cost[1] > bars[name][0] or cost[0] > bars[name][1]} == {}
