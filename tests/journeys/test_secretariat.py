"""The Secretariat imports a report, corrects and publishes it; a visitor reads it; it is adopted."""

import datetime
from pathlib import Path

import time_machine
from django.contrib.auth import get_user_model

from events.models import ActionItem, MeetingPage
from events.numbering import number_report
from events.services import adopt_report

REPORT = Path(__file__).parents[2] / "home" / "sample" / "dccg-53-summary.txt"


def anchors(meeting):
    return {part.number: part.anchor for part in number_report(meeting.report, meeting.adopted_numbers) if part.number}


def test_a_report_from_the_file_to_its_adoption(sample_site, sign_in, visit, tmp_path):
    file = tmp_path / "meeting-54.txt"
    text = REPORT.read_text().replace("Virtual meeting 53 | 13 May 2021", "Virtual meeting 54 | 9 June 2021")
    file.write_text(text + "\nA line that stands nowhere ||| at all\n")

    page = sign_in("secretariat")
    page.goto("/admin/meetings/import/")
    page.set_input_files("input[type=file]", str(file))
    page.select_option("select[name$=series]", label="Coordination Group")
    page.click("form[enctype] button[type=submit]")
    page.get_by_text("Conclusions and action items (3)").first.wait_for()
    understood = page.locator("main").inner_text()
    assert "16 listed; the report says 16." in understood
    assert "A line that stands nowhere" in understood
    page.click("text=Create the draft")
    page.wait_for_url("**/edit/")

    meeting = MeetingPage.objects.get(slug="meeting-54")
    assert (meeting.state, meeting.report_is_public) == ("report-draft", False)
    visitor = visit()
    visitor.goto("/coordination-group/meeting-54/")
    assert visitor.locator(".para-number").count() == 0

    page.click("footer .w-dropdown-button .w-dropdown__toggle")
    page.click("button[name=action-publish]")
    page.wait_for_load_state("networkidle")
    meeting.refresh_from_db()
    assert meeting.state == "corrections"
    assert [part.parts.count() for part in ActionItem.objects.of_meeting(meeting).in_order()] == [22, 0, 0]
    visitor.goto("/coordination-group/meeting-54/")
    assert visitor.locator(".para-number").count() == 7

    before = anchors(meeting)
    secretariat = get_user_model().objects.get(username="secretariat")
    with time_machine.travel(meeting.corrections_until + datetime.timedelta(minutes=1)):
        adopt_report(meeting, by=secretariat)
    meeting.refresh_from_db()
    meeting.report.insert(1, ("paragraph", "<p>Put in above, later.</p>"))
    meeting.save_revision().publish()
    visitor.goto("/coordination-group/meeting-54/")
    numbers = [number.removeprefix("Paragraph ") for number in visitor.locator(".para-number").all_inner_texts()]
    assert [number.split()[-1] for number in numbers] == ["0a", "1", "2", "3", "4", "5", "6", "7"]
    after = anchors(MeetingPage.objects.get(slug="meeting-54"))
    assert {number: after[number] for number in before} == before
