"""An assessment from the criteria to everybody's page: the Secretariat, a coordinator and a visitor."""

import datetime

import pytest
from django.utils import timezone

from coalitions.activity.enums import AssessmentState
from coalitions.activity.models import Assessment, CriteriaSet
from home.sample_site.people import PASSWORD

DAY = datetime.timedelta(days=1)


def sign_in(page, username, then):
    page.goto(f"/accounts/login/?next={then}")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    with page.expect_navigation():
        page.click("text=Sign in with the password")


def press(page, role, name):
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).first.click()


def moment(days):
    return f"{timezone.now() + days * DAY:%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no script"])
def test_from_the_criteria_to_the_page_of_the_cycle(sample_site, visit, options):
    sam, cora, visitor = visit(), visit(**options), visit(**options)
    sign_in(sam, "secretariat", "/admin/")
    criteria_set = CriteriaSet.objects.get(cycle__year=2021)
    board = f"/admin/activity/criteria/{criteria_set.pk}/assessments/"

    # What is proposed is tried on the year, then recorded as agreed.
    visitor.goto("/assessments/2021/")
    assert visitor.get_by_text("Nobody has agreed on these criteria yet").is_visible()
    sam.goto(f"/admin/activity/criteria/{criteria_set.pk}/what-if/")
    assert sam.locator(".activity-scroll tbody tr").count() == 22
    sam.goto(f"/admin/activity/criteria/{criteria_set.pk}/agree/")
    sam.fill("#id_on", "2021-05-13")
    sam.fill("#id_agreement", "Sample data: a meeting")
    press(sam, "button", "Record as agreed")

    # A draft for everybody, shown to each coalition alone.
    sam.goto(board)
    press(sam, "button", "Make drafts for all coalitions at work")
    press(sam, "link", "Share all drafts (22)")
    sam.fill("#id_at", moment(14))
    press(sam, "button", "Share all drafts")
    assessment = Assessment.objects.get(criteria_set=criteria_set, coalition__slug="dc3")
    assert assessment.state == AssessmentState.SHARED

    # The coordinator finds it among what waits, and replies.
    sign_in(cora, "coordinator", "/my-coalition/")
    press(cora, "link", "Assessment of DC3, IGF 2021")
    assert cora.get_by_text("Only the coordinators of DC3 and the Secretariat can see this.").is_visible()
    cora.fill("#id_reply", "Sample data: we also met in person.")
    press(cora, "button", "Send the reply")
    assert cora.get_by_text("Your reply is kept.").is_visible()
    visitor.goto("/assessments/2021/")
    assert visitor.get_by_text("No assessments are published.").is_visible()

    # The time is over; all are decided at once, and after the time to appeal published together.
    Assessment.objects.of_set(criteria_set).update(reply_by=timezone.now() - DAY)
    sam.goto(f"{board}decide/")
    sam.fill("#id_at", moment(14))
    for row in Assessment.objects.of_set(criteria_set):
        sam.select_option(f"#id_a{row.pk}-decision", "eligible")
        sam.fill(f"#id_a{row.pk}-reason", "Sample data: enough is there.")
    press(sam, "button", "Decide")
    cora.goto(f"/my-coalition/{assessment.coalition_id}/assessments/{assessment.pk}/")
    assert cora.get_by_role("link", name="Appeal", exact=True).is_visible()
    Assessment.objects.of_set(criteria_set).update(appeal_by=timezone.now() - DAY)
    sam.goto(board)
    press(sam, "button", "Publish all together")
    assert sam.get_by_text("22 published together.").is_visible()

    # Everybody reads the decision, and beside it what the coalition says.
    visitor.goto("/assessments/2021/")
    entry = visitor.locator(f"#assessment-{assessment.pk}")
    assert entry.get_by_text("Sample data: enough is there.").is_visible()
    assert entry.get_by_text("Sample data: we also met in person.").is_visible()
