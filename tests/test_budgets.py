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

# Name → the most questions that a warm visit may put: the bar.
PUBLIC = {
    "coalition page": 12,
    "directory, cards": 12,
    "directory, table": 12,
    "directory, filtered": 12,
    "front page": 15,
    "meeting with its report": 12,
    "planned meeting": 12,
    "series of meetings": 12,
    "plain page": 12,
    "search": 12,
    "search, narrowed": 12,
    "search, nothing found": 12,
    "search, nothing asked": 12,
    "API, coalitions": 12,
    "API, coalition": 10,
    "API, outputs": 12,
    "API, cycles": 12,
    "API, meetings": 12,
    "API, meeting": 10,
    "API, action items": 12,
    "feed of reports": 12,
    "feed of a coalition": 13,
    "calendar of everything": 12,
    "calendar of deadlines": 12,
    "calendar of a coalition": 12,
    "calendar of a series": 12,
    "calendar of a meeting": 12,
    "preparatory phase": 12,
    "focus area of a phase": 12,
    "table of a phase": 12,
    "preparatory event": 12,
    "call": 12,
    "proposal": 12,
    "names of members": 12,
    "form to join": 12,
    "statement of membership": 12,
    "API, events": 12,
    "API, event": 10,
    "API, calls": 12,
    "API, proposals": 12,
    "API, proposal": 10,
    "feed of a phase": 12,
    "feed of a focus area": 12,
    "calendar of a phase": 12,
    "calendar of a focus area": 12,
    "calendar of an event": 12,
    "paper": 12,
    "draft of a paper": 12,
    "comments and answers": 12,
    "form for a comment": 12,
    "comments, CSV": 12,
    "draft, plain text": 12,
    "survey": 12,
    "survey, closed": 12,
    "questions of a survey": 12,
    "results of a survey": 12,
    "results by group": 12,
    "results, CSV": 12,
    "API, surveys": 12,
    "API, results of a survey": 10,
    "calendar of a paper": 12,
    "API, papers": 12,
    "API, drafts": 12,
    "API, draft": 10,
    # Every indicator asks its own table, one or two questions each; the page cache keeps the answer.
    "activity of a coalition": 30,
    "activity of a coalition, CSV": 25,
    "indicators": 12,
    "activity grid": 12,
    "activity grid, CSV": 12,
    "assessments of a cycle": 12,
    "annual report": 12,
    "page with numbers": 12,
    "sitemap": 16,
    "404": 8,
    "robots.txt": 0,
}
# The admin has no bar but that nothing grows; Wagtail itself asks a dozen for its frame.
ADMIN = {
    "admin, first page": 48,
    "admin, directory": 45,
    "admin, contacts": 25,
    "admin, outputs": 25,
    "admin, openness checks": 25,
    "admin, status changes": 25,
    "admin, cycles": 25,
    "admin, focus areas": 25,
    "admin, memberships": 25,
    "admin, comments on drafts": 25,
    "admin, discussions": 25,
    "admin, one draft": 60,
    "admin, answers to surveys": 30,
    "admin, who is missing": 25,
    "admin, desk of a survey": 30,
    "admin, criteria": 25,
    "admin, assessments": 25,
    "admin, all assessments of a set": 25,
    "admin, one assessment": 25,
    "admin, decisions": 25,
    "admin, what if": 30,
    "admin, slot requests": 25,
    "admin, annual reports": 25,
    "admin, activity records": 25,
    "admin, months of lists": 25,
    "admin, action items": 25,
    "admin, one action item": 30,
    "admin, import of coalitions": 25,
    "admin, import of a report": 25,
    "admin, agenda carried over": 30,
    "admin, export of the directory": 15,
}
COLDEST = 55  # a ceiling against surprises, not a bar


def admin_addresses(world):
    """Every name of ADMIN with its address."""
    found = {
        "admin, first page": reverse("wagtailadmin_home"),
        "admin, directory": reverse("wagtailadmin_explore", args=[world.directory.pk]),
        "admin, action items": reverse("events_actionitem_modeladmin_index"),
        "admin, one action item": reverse("events_actionitem_modeladmin_inspect", args=[world.item.pk]),
        "admin, comments on drafts": reverse("papers_paragraphcomment_modeladmin_index"),
        "admin, discussions": reverse("papers_interview_modeladmin_index"),
        "admin, answers to surveys": reverse("papers_surveyresponse_modeladmin_index"),
        "admin, who is missing": reverse("papers_surveyedcoalition_modeladmin_index"),
        "admin, desk of a survey": reverse("papers_admin:survey-desk", args=[world.survey.pk]),
        "admin, one draft": reverse("wagtailadmin_pages:edit", args=[world.draft.pk]),
        "admin, criteria": reverse("activity_criteriaset_modeladmin_index"),
        "admin, assessments": reverse("activity_assessment_modeladmin_index"),
        "admin, all assessments of a set": reverse("activity_admin:assessments", args=[world.assessed.pk]),
        "admin, decisions": reverse("activity_admin:assessments-decide", args=[world.assessed.pk]),
        "admin, what if": reverse("activity_admin:what-if", args=[world.assessed.pk]),
        "admin, one assessment": reverse("activity_admin:assessment", args=[world.assessed.assessments.first().pk]),
        "admin, slot requests": reverse("activity_slotrequest_modeladmin_index"),
        "admin, annual reports": reverse("activity_annualreport_modeladmin_index"),
        "admin, activity records": reverse("activity_activityrecord_modeladmin_index"),
        "admin, months of lists": reverse("activity_listmonth_modeladmin_index"),
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
    editor = Client()
    found = {}
    with transaction.atomic():
        world = make_world(rows)
        everything = public_addresses(world) | admin_addresses(world)
        editor.force_login(make_secretariat_user())
        assert sorted(everything) == sorted([*PUBLIC, *ADMIN])
        for name in everything:
            # A new visitor each time: a form on one page leaves a token, and nothing is kept for who has one.
            client = Client() if name in PUBLIC else editor
            # What is looked up once a process, such as who may what, is none of the page's own questions.
            forget_everything()
            client.get(everything[name])
            forget_everything()
            found[name] = asked(client, everything[name]), asked(client, everything[name])
        transaction.set_rollback(True)
    return found


def test_thirty_rows_ask_as_many_questions_as_one_and_none_asks_too_many():
    one, thirty = costs(1), costs(30)
    assert thirty == one
    bars = PUBLIC | ADMIN
    assert {name: cost for name, cost in thirty.items() if cost[0] > COLDEST or cost[1] > bars[name]} == {}
