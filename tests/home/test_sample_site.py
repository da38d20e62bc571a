"""The sample site: the same after a second time, convincing enough to show every part, and honest about what it is."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from coalitions.models import CoalitionPage, Contact, FocusArea, Goal, Output
from events.enums import MeetingState
from events.models import MeetingIndexPage, MeetingPage
from home.sample_site import load_sample_site
from tests.factories import make_basics

pytestmark = pytest.mark.django_db
COUNTED = ("coalitions", "events", "home", "search", "wagtailcore")


def _rows():
    return {
        model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.app_label in COUNTED
    }


def test_the_sample_site():
    make_basics()
    said = []
    load_sample_site(said.append)
    rows = _rows()
    load_sample_site(said.append)
    assert _rows() == rows
    assert said[: len(said) // 2] == said[len(said) // 2 :]

    # Enough to see every part of the portal at work.
    assert CoalitionPage.objects.live().active().count() == 22
    assert [area.title for area in FocusArea.objects.counting_coalitions() if not area.coalition_count] == []
    shown = {meeting.shown_state for meeting in MeetingPage.objects.live()}
    assert shown == set(MeetingState) - {MeetingState.REPORT_DRAFT}
    assert set(Goal.objects.values_list("progress", flat=True)) == {
        *("not-started", "under-way", "largely", "fully", "dropped")
    }
    assert set(Output.objects.values_list("kind", flat=True)) == {
        *("paper", "statement", "annual-report", "session-report", "governance")
    }

    # What is invented says so, and nobody's address is in it.
    own_calls = MeetingIndexPage.objects.exclude(slug="coordination-group")
    invented = [
        *CoalitionPage.objects.exclude(mission="").values_list("mission", flat=True),
        *Goal.objects.exclude(progress_reason="").values_list("progress_reason", flat=True),
        *Output.objects.values_list("title", flat=True),
        *own_calls.values_list("intro", flat=True),
    ]
    assert [text for text in invented if "Sample data" not in text] == []
    demo = get_user_model().objects.values("pk")
    assert set(Contact.objects.exclude(user__in=demo).values_list("affiliation", flat=True)) == {"Sample data"}
    emails = get_user_model().objects.values_list("email", flat=True)
    assert [email for email in emails if not re.fullmatch(r"[a-z0-9]+@example\.org", email)] == []
