"""What stands on the pages of the rooms below: a coalition's section and figure, and one's own data."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone

from coalitions.activity import services
from coalitions.activity.enums import AssessmentState
from coalitions.activity.exports import personal_data_of
from coalitions.sections import my_sections, waiting_sections
from tests.coalitions.activity.factories import (
    import_archive,
    make_assessment,
    make_list_month,
    make_message,
    make_record,
    make_slot_request,
    month,
)
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


def test_the_two_questions_stand_side_by_side(client):
    coalition = make_coalition(slug="open-things")
    with time_machine.travel("2021-06-01T12:00Z", tick=False):
        import_archive(make_message("<1@x>") + make_message("<2@x>"), coalition)
    with time_machine.travel("2021-07-31T12:00Z", tick=False):
        text = client.get(coalition.url).content.decode()
    with time_machine.travel("2021-08-01T12:00Z", tick=False):
        later = client.get(f"{coalition.url}?later").content.decode()
    assert [
        words
        for words in (
            "Messages on the list: 2 messages from June 2020 to May 2021 (1 of 12 months measured).",
            "People who wrote to the list: fewer than 5 people from June 2020 to May 2021",
            "June 2020 to May 2021. Mbox archive, 1 Jun 2021.",
            f"/indicators/coalitions/{coalition.pk}-open-things/",
        )
        if words not in text
    ] == []
    assert ("older than 60 days" in text, "older than 60 days" in later) == (False, True)


def test_a_coalition_of_which_nothing_is_known_says_so(client):
    text = client.get(make_coalition().url).content.decode()
    assert "Messages on the list: no source. Nothing was imported or entered here yet." in text


def test_ones_own_data():
    user, coalition = make_user(), make_coalition("Open Things")
    make_record(coalition, title="Call", by=user)
    make_record(coalition, title="Another's", by=make_user())
    make_list_month(coalition, month(2021, 3), by=user)
    make_contact(coalition, user=user)
    assessment = make_assessment(AssessmentState.REPLIED, coalition=coalition)
    make_slot_request(coalition, assessment.criteria_set)
    data = personal_data_of(user)
    assert {kind: len(rows) for kind, rows in data.items()} == {
        "records_logged": 1,
        "list_months_entered": 1,
        "list_imports": 0,
        "steps_of_assessments": 1,
        "evidence_offered": 0,
        "slot_requests": 1,
        "annual_reports": 0,
    }
    assert data["records_logged"][0]["title"] == "Call"
    assert "Open Things" in json.dumps(data, default=str)


def test_what_waits_for_coordinators_and_the_secretariat():
    """A reply that is asked for, a slot to ask for, a report to begin; and what the Secretariat has to answer."""
    coordinator, secretariat = make_user(), make_secretariat_user()
    coalition = make_coalition("Open Things", coordinators=[coordinator])
    assert [sections_of(my_sections, coordinator), sections_of(waiting_sections, secretariat)] == [
        ["annual-reports"],
        [],
    ]
    assessment = make_assessment(AssessmentState.DRAFT, coalition=coalition)
    assert sections_of(my_sections, coordinator) == ["annual-reports"]
    in_a_week = timezone.now() + datetime.timedelta(days=7)
    services.share_assessments([assessment], reply_by=in_a_week, by=secretariat)
    services.open_slot_requests(assessment.criteria_set, until=in_a_week, by=secretariat)
    assert sections_of(my_sections, coordinator) == ["assessments", "slots", "annual-reports"]
    assert sections_of(my_sections, make_user()) == []
    services.reply_to_assessment(assessment, version=2, reply="So.", offers={}, by=coordinator)
    make_slot_request(coalition, assessment.criteria_set)
    links = dict(waiting_sections.fetch(secretariat))
    found = {section.key: [link.text for link in rows["links"]] for section, rows in links.items()}
    cycle = assessment.criteria_set.cycle
    assert found["assessments"] == [f"{coalition.short_name}, {cycle}", f"Slot: A session ({coalition.short_name})"]
    assert sections_of(waiting_sections, coordinator) == []


def sections_of(registry, user):
    """The keys of what this room shows somebody."""
    ours = ("assessments", "slots", "annual-reports")
    return [section.key for section, _rows in registry.fetch(user) if section.key in ours]
