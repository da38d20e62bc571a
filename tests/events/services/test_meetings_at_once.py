"""Two editors and one meeting at the same moment: one takes the step, the other is told."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from coalitions.workflow import NotAllowed
from events import services
from events.enums import MeetingState
from events.models import MeetingPage
from tests.dc_portal.at_once import before_the_first_has_ended
from tests.factories import make_meeting, make_secretariat_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting():
    """A planned meeting that began an hour ago."""
    return make_meeting(starts_at=timezone.now() - datetime.timedelta(hours=1))


def steps_taken():
    return list(PageLogEntry.objects.filter(action__startswith="events.").values_list("action", flat=True))


@pytest.mark.parametrize("verb", ["cancel", "hold"])
def test_the_second_step_is_refused(meeting, verb):
    one, another = make_secretariat_user(), make_secretariat_user()
    take = {
        "cancel": lambda: services.cancel_meeting(meeting, by=one, reason="Nobody can come."),
        "hold": lambda: services.hold_meeting(meeting, by=one),
    }
    taken, told = before_the_first_has_ended(
        take[verb], lambda: services.cancel_meeting(meeting, by=another, reason="Too few.")
    )
    assert (type(told), str(told)) == (
        NotAllowed,
        f"“Cancel the meeting” is not possible while the state is “{taken.get_state_display().lower()}”.",
    )
    assert (MeetingPage.objects.get().state, steps_taken()) == (taken.state, [f"events.{verb}"])


def test_the_second_editor_reads_why(meeting):
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_secretariat_user())
    address = f"/admin/meetings/{meeting.pk}/step/cancel/"
    taken, told = before_the_first_has_ended(
        lambda: clients[0].post(address, {"reason": "Nobody can come."}),
        lambda: clients[1].post(address, {"reason": "Too few."}),
    )
    assert (taken.status_code, told.status_code) == (302, 200)
    assert told.context["form"].non_field_errors() == [
        "“Cancel the meeting” is not possible while the state is “cancelled”."
    ]
    assert told.context["form"]["reason"].value() == "Too few."


def test_a_page_published_meanwhile_leaves_the_step_as_it_was_taken(meeting):
    editor = make_secretariat_user()
    meeting.title = "Another title"
    revision = meeting.save_revision(user=editor)
    _taken, published = before_the_first_has_ended(
        lambda: services.cancel_meeting(meeting, by=editor, reason="Nobody can come."),
        lambda: revision.publish(user=editor),
    )
    assert published is None
    stored = MeetingPage.objects.get()
    assert (stored.title, stored.state, stored.calendar_sequence) == ("Another title", MeetingState.CANCELLED, 1)
