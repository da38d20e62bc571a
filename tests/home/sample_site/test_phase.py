"""The sample's preparatory phase: events in every state around today, labelled, and the same after a second time."""

import pytest

from events.enums import EventState
from events.models import EventChange, ExternalDate, PreparatoryEventPage, PreparatoryPhasePage
from home.sample_site import load_sample_site

pytestmark = pytest.mark.django_db


def _everything():
    events = PreparatoryEventPage.objects.order_by("pk")
    return [
        [(event.title, event.state, event.starts_at, event.calendar_sequence, event.live) for event in events],
        list(EventChange.objects.values_list("kind", "reason")),
        list(ExternalDate.objects.values_list("title", "starts_on")),
        PreparatoryPhasePage.objects.count(),
    ]


def test_the_phase_is_loaded_once_and_says_that_it_is_a_sample():
    load_sample_site(say=lambda part: None)
    first = _everything()
    load_sample_site(say=lambda part: None)

    assert _everything() == first
    events = PreparatoryEventPage.objects.visible()
    assert sorted(event.shown_state for event in events) == sorted(
        [EventState.REPORTED] * 2 + [EventState.HELD] + [EventState.SCHEDULED] * 3 + [EventState.CANCELLED]
    )
    assert [event.title for event in events if "Sample data" not in event.title] == []
    assert max(event.organisers.count() for event in events) == 3
    assert [kind for kind, _reason in first[1]] == ["rescheduled", "cancelled"]
    phase = PreparatoryPhasePage.objects.get()
    assert (phase.show_in_menus, phase.get_next_sibling().slug) == (True, "about")
