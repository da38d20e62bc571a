"""Organisers of events, as everybody sees them."""

import pytest
from django.urls import reverse

from tests.factories import make_coalition, make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", ["calendar", "feed", "interface"])
def test_a_coalition_without_a_public_page_takes_no_door_down(client, door):
    shown, hidden = make_coalition("Shown", acronym="Shown"), make_coalition("Hidden", acronym="Hidden")
    phase = make_event(organisers=[shown, hidden]).get_parent()
    hidden.unpublish()
    address = {
        "calendar": reverse("events:calendar-everything"),
        "feed": reverse("events:feed-phase", args=[phase.pk, phase.slug]),
        "interface": "/api/v1/events/",
    }[door]
    response = client.get(address)
    body = response.content.decode()
    assert (response.status_code, "Shown" in body, "Hidden" in body) == (200, True, False)
