import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalitions.enums import CoalitionStatus
from coalitions.models import Goal
from coalitions.sections import Section, my_sections
from events.enums import MeetingState
from events.services import share_out_item
from tests.factories import (
    make_action_item,
    make_coalition,
    make_contact,
    make_cycle,
    make_facilitator_user,
    make_meeting,
    make_secretariat_user,
    make_series,
    make_site_tree,
    make_user,
)

pytestmark = pytest.mark.django_db
MINE = "/my-coalition/"


def visit(client, user):
    client.force_login(user)
    return client.get(MINE)


def shown(response):
    """The coalitions and the keys of the sections on the page."""
    coalitions = [coalition.title for coalition in response.context["coalitions"]]
    return coalitions, [section.key for section, _rows in response.context["sections"]]


def make_part(coalition, **fields):
    meeting = make_meeting(make_series(), state=MeetingState.CORRECTIONS_OPEN)
    item = make_action_item(meeting, coalitions=[coalition], **fields)
    share_out_item(item)
    return item.parts.get()


def test_it_asks_to_sign_in(client):
    response = client.get(MINE)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={MINE}")


def test_it_is_read_and_never_kept(client):
    make_site_tree()
    response = visit(client, make_user())
    assert "no-store" in response["Cache-Control"]
    assert client.post(MINE).status_code == 405


def test_somebody_who_coordinates_nothing_is_told_what_to_do(client):
    make_site_tree()
    response = visit(client, make_user())
    assert shown(response) == ([], [])
    assert "You coordinate no coalition here at the moment, and nothing waits for you." in response.content.decode()


def test_the_coalitions_of_today_and_what_waits_in_them(client):
    ada = make_user()
    today = timezone.now().date()
    own = make_coalition("Own", coordinators=[ada])
    former, later, other = (make_coalition(title) for title in ("Former", "Later", "Other"))
    make_contact(former, user=ada, to_date=today - datetime.timedelta(days=1))
    make_contact(later, user=ada, from_date=today + datetime.timedelta(days=1))
    cycle = make_cycle(today.year, starts_on=today, ends_on=today)
    Goal.objects.create(coalition=own, text="Own goal", cycle=cycle)
    Goal.objects.create(coalition=other, text="Goal of others", cycle=cycle)
    own.title = "Own, changed"
    own.save_revision()
    part = make_part(own, text="<p>Name a speaker.</p>")
    response = visit(client, ada)
    assert shown(response) == (["Own"], ["parts", "drafts", "goals", "activity", "annual-reports", "members"])
    page = response.content.decode()
    for words in ("Name a speaker.", "Own goal", "Own, changed", f"/admin/pages/{own.pk}/edit/"):
        assert words in page
    assert "Goal of others" not in page
    finish = f"/admin/meetings/parts/{part.pk}/done/"
    assert f'action="{finish}"' in page
    response = client.post(finish, {"next": MINE})
    assert (response.status_code, response["Location"]) == (302, MINE)
    assert shown(client.get(MINE)) == (["Own"], ["drafts", "goals", "activity", "annual-reports", "members"])


def test_a_coordinator_without_anything_to_do_finds_the_ways_in(client):
    ada = make_user()
    make_coalition("Own", coordinators=[ada])
    assert shown(visit(client, ada)) == (["Own"], ["activity", "annual-reports", "members"])


def test_a_facilitator_and_the_secretariat_find_theirs(client):
    series = make_series()
    facilitator, secretariat = make_facilitator_user(series), make_secretariat_user()
    make_meeting(series, state=MeetingState.REPORT_DRAFT, title="Meeting with a draft")
    make_coalition("Alone", status=CoalitionStatus.FORMING)
    assert shown(visit(client, facilitator)) == ([], ["meetings"])
    assert shown(visit(client, secretariat)) == ([], ["meetings", "no-coordinator"])


def test_a_room_may_add_a_section_of_its_own(client):
    make_site_tree()
    ada = make_user()
    section = Section("test", "From a test", "coalitions/mine/_links.html", lambda user: {"links": [], "user": user})
    my_sections.register(section)
    try:
        [(found, rows)] = visit(client, ada).context["sections"]
        assert (found, rows["user"]) == (section, ada)
    finally:
        my_sections.unregister("test")


def test_the_number_of_queries_does_not_grow(client):
    counts = []
    for number in (1, 30):
        ada = make_user()
        for _time in range(number):
            make_part(make_coalition(coordinators=[ada]))
        visit(client, ada)
        with CaptureQueriesContext(connection) as queries:
            client.get(MINE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
