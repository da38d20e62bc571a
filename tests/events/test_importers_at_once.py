import pytest

from coalitions.document_text.reader import read_document
from events.importers import import_report
from events.models import ActionItem, MeetingPage
from events.report_text.parser import parse_report
from tests.dc_portal.at_once import before_the_first_has_ended
from tests.events.report_text.reports import SAMPLE
from tests.factories import make_secretariat_user, make_series

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_the_same_report_twice_makes_one_meeting():
    series, people = make_series(), [make_secretariat_user(), make_secretariat_user()]
    parsed = parse_report(read_document(SAMPLE.read_bytes(), SAMPLE.name))
    first, second = before_the_first_has_ended(
        *(lambda by=by: import_report(parsed, series=series, by=by, digest="the same file") for by in people)
    )
    assert (first.outcome, second.outcome, second.meeting) == ("created", "unchanged", first.meeting)
    meeting = MeetingPage.objects.get()
    assert (meeting.revisions.count(), ActionItem.objects.of_meeting(meeting).count()) == (1, len(parsed.conclusions))
