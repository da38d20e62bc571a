"""An assessment from the criteria to everybody's page: the Secretariat, a coordinator and a visitor."""

import datetime

import pytest
from django.utils import timezone

from coalitions.activity.enums import AssessmentState
from coalitions.activity.models import Assessment, CriteriaSet
from tests.journeys.people import HANDS, Person

DAY = datetime.timedelta(days=1)


def moment(days):
    return f"{timezone.now() + days * DAY:%Y-%m-%dT%H:%M}"


def three(visit, hands):
    """The Secretariat, a coordinator and a visitor, all with the same hands."""
    options = {"java_script_enabled": False} if hands == "no script" else {}
    return (
        Person(visit(), "mouse" if options else hands),
        Person(visit(**options), hands),
        Person(visit(**options), hands),
    )


@pytest.mark.parametrize("hands", HANDS)
def test_from_the_criteria_to_the_page_of_the_cycle(sample_site, visit, hands):
    sam, cora, visitor = three(visit, hands)
    sam.sign_in("secretariat", "/admin/")
    criteria_set = CriteriaSet.objects.get(cycle__year=2021)
    board = f"/admin/activity/criteria/{criteria_set.pk}/assessments/"

    # What is proposed is tried on the year, then recorded as agreed.
    visitor.page.goto("/assessments/2021/")
    assert visitor.says("Nobody has agreed on these criteria yet")
    sam.page.goto(f"/admin/activity/criteria/{criteria_set.pk}/what-if/")
    assert sam.page.locator(".activity-scroll tbody tr").count() == 22
    sam.page.goto(f"/admin/activity/criteria/{criteria_set.pk}/agree/")
    sam.page.fill("#id_on", "2021-05-13")
    sam.page.fill("#id_agreement", "Sample data: a meeting")
    sam.press("button", "Record as agreed")

    # A draft for everybody, shown to each coalition alone.
    sam.page.goto(board)
    sam.press("button", "Make drafts for all coalitions at work")
    sam.press("link", "Share all drafts (22)")
    sam.page.fill("#id_at", moment(14))
    sam.press("button", "Share all drafts")
    assessment = Assessment.objects.get(criteria_set=criteria_set, coalition__slug="dc3")
    assert assessment.state == AssessmentState.SHARED

    # One coalition has closed meanwhile, and holds back nobody.
    closed = Assessment.objects.get(criteria_set=criteria_set, coalition__slug="ycig")
    sam.page.goto(f"/admin/activity/assessments/{closed.pk}/")
    sam.press("link", "Leave out")
    sam.page.fill("#id_reason", "Sample data: it has closed.")
    sam.press("button", "Leave out")

    # The coordinator finds it among what waits, and replies.
    cora.sign_in("coordinator", "/my-coalition/")
    cora.press("link", "Assessment of DC3, IGF 2021")
    assert cora.says("Only the coordinators of DC3 and the Secretariat can see this.")
    cora.page.fill("#id_reply", "Sample data: we also met in person.")
    cora.press("button", "Send the reply")
    assert cora.says("Your reply is kept.")
    visitor.page.goto("/assessments/2021/")
    assert visitor.says("No assessments are published.")

    # The time is over; all are decided at once, and after the time to appeal published together.
    Assessment.objects.of_set(criteria_set).update(reply_by=timezone.now() - DAY)
    sam.page.goto(f"{board}decide/")
    sam.page.fill("#id_at", moment(14))
    for row in Assessment.objects.of_set(criteria_set).to_publish():
        sam.page.select_option(f"#id_a{row.pk}-decision", "eligible")
        sam.page.fill(f"#id_a{row.pk}-reason", "Sample data: enough is there.")
    sam.press("button", "Decide")
    cora.page.goto(f"/my-coalition/{assessment.coalition_id}/assessments/{assessment.pk}/")
    assert cora.page.get_by_role("link", name="Appeal", exact=True).is_visible()
    Assessment.objects.of_set(criteria_set).update(appeal_by=timezone.now() - DAY)
    sam.page.goto(board)
    sam.press("button", "Publish all together")
    assert sam.says("21 published together.")

    # Everybody reads the decision, and beside it what the coalition says.
    visitor.page.goto("/assessments/2021/")
    entry = visitor.page.locator(f"#assessment-{assessment.pk}")
    assert entry.get_by_text("Sample data: enough is there.").is_visible()
    assert entry.get_by_text("Sample data: we also met in person.").is_visible()
    assert visitor.says("Sample data: it has closed.")


@pytest.mark.parametrize("hands", HANDS)
def test_a_slot_is_asked_for_and_a_report_is_filed(sample_site, visit, hands):
    sam, cora, visitor = three(visit, hands)

    # The request begins with what the portal holds, and is changed before it is answered.
    cora.sign_in("coordinator", "/my-coalition/")
    cora.press("link", "Ask for a slot at IGF 2023 (DC3, IGF 2023)")
    assert cora.page.locator("#id_evidence").input_value().startswith("- ")
    cora.page.fill("#id_title", "Sample data: a session")
    cora.page.fill("#id_purpose", "Sample data: to compare notes.")
    cora.press("button", "Send the request")
    cora.page.fill("#id_needs", "Captions")
    cora.press("button", "Send it as it stands now")

    # The Secretariat sees the assessment beside it, and grants it.
    sam.sign_in("secretariat", "/admin/")
    sam.press("link", "Slot: Sample data: a session (DC3)")
    assert sam.says("Shared with the coalition")
    sam.press("link", "Grant")
    sam.page.fill("#id_reason", "Sample data: room 3.")
    sam.press("button", "Grant")
    cora.page.reload()
    assert cora.says("Sample data: room 3.")

    # The report that the records began is written to its end and filed; then everybody reads it.
    cora.page.goto("/my-coalition/")
    title = "Sample data: Annual report of Dynamic Coalition on Community Connectivity, 2021"
    cora.press("link", title)
    cora.page.fill("#id_part_outlook", "Sample data: a handbook.\n- and a workshop")
    cora.press("button", "Save and file it")
    visitor.page.goto(cora.page.url)
    assert visitor.page.get_by_role("heading", name=title).is_visible()
    assert visitor.page.get_by_role("listitem").filter(has_text="and a workshop").is_visible()
