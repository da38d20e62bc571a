"""What the admin's first page offers to begin with, by role."""

import pytest

from home.sections import start_links
from tests.factories import (
    make_coalition,
    make_facilitator_user,
    make_secretariat_user,
    make_series,
    make_user,
)

pytestmark = pytest.mark.django_db


def _texts(user):
    return [link.text for link in start_links(user)]


def test_the_secretariat_begins_with_imports_contacts_and_outputs():
    make_series()
    assert _texts(make_secretariat_user()) == [
        "Import a report",
        "Import coalitions",
        "Add a contact",
        "File an output",
    ]


def test_a_facilitator_begins_with_the_meetings_of_the_own_series():
    series = make_series("Coordination group")
    make_series("Somebody else's meetings")
    assert _texts(make_facilitator_user(series)) == ["Import a report", "Plan a meeting: Coordination group"]


def test_a_coordinator_begins_with_the_own_coalition():
    coordinator = make_user()
    own = make_coalition("Dynamic Coalition on Core Internet Values", acronym="DC-CIV", coordinators=[coordinator])
    make_coalition("Another coalition")
    make_series("Calls", parent=own)
    assert _texts(type(coordinator).objects.get(pk=coordinator.pk)) == [
        "Edit the page of DC-CIV",
        "Import a report",
        "Plan a meeting: Calls",
        "File an output",
    ]


def test_nobody_else_begins_with_anything():
    make_series()
    assert _texts(make_user()) == []


def test_every_link_leads_to_where_it_may_be_done(client):
    coordinator = make_user()
    own = make_coalition(coordinators=[coordinator])
    series = make_series("Calls", parent=own)
    for user in (coordinator, make_secretariat_user(), make_facilitator_user(series)):
        client.force_login(user)
        user = type(user).objects.get(pk=user.pk)
        assert [(link.text, client.get(link.url).status_code) for link in start_links(user)] == [
            (link.text, 200) for link in start_links(user)
        ]
