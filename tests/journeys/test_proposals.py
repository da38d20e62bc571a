"""A proposal's whole life in a browser: three ways of using one, the same story."""

import datetime

import icalendar
import pytest
from django.utils import timezone

from coalitions.models import CoalitionPage
from events.models import PreparatoryEventPage
from events.proposals.enums import ProposalState
from events.proposals.models import CallPage, Proposal
from tests.journeys.people import HANDS, Person


@pytest.fixture
def people(visit):
    """`people(hands)` is two coordinators and the Secretariat; the CMS itself needs a script."""

    def arrive(hands):
        options = {"java_script_enabled": False} if hands == "no script" else {}
        cora, cody = (Person(visit(**options), hands) for _name in range(2))
        sam = Person(visit(), "keyboard" if hands == "keyboard" else "mouse")
        cora.sign_in("coordinator", "/my-coalition/")
        cody.sign_in("coordinator2", "/my-coalition/")
        sam.sign_in("secretariat", "/admin/")
        return cora, cody, sam

    return arrive


def the_proposal():
    return Proposal.objects.select_related("event").get(title="Sample data: Together")


def decide(sam, proposal, step, reason=""):
    sam.page.goto(f"/admin/proposals/proposal/inspect/{proposal.pk}/")
    sam.press("link", step)
    if reason:
        sam.page.fill("#id_reason", reason)
    sam.press("button", step)
    sam.press("button", f"{step} and send")


def submit(cora, proposal):
    cora.page.goto(f"/proposals/{proposal.code}/submit/")
    cora.press("button", "Submit the proposal")


def confirm_slot(person, proposal, short_name):
    person.page.goto(f"/proposals/{proposal.code}/confirm/")
    person.press("button", f"Confirm the slot for {short_name}")


@pytest.mark.parametrize("hands", HANDS)
def test_from_the_first_word_to_the_report(sample_site, people, visit, hands):
    cora, cody, sam = people(hands)
    call = CallPage.objects.get()
    starts_at = (timezone.now() + datetime.timedelta(days=40)).replace(hour=14, minute=0, second=0, microsecond=0)

    # A draft is begun, written and shared out.
    cora.page.goto(f"/proposals/calls/{call.pk}/start/")
    cora.page.fill("#id_title", "Sample data: Together")
    cora.press("button", "Begin the draft")
    cora.page.fill("#id_abstract", "Sample data: two coalitions, one question.")
    cora.page.fill("#id_description", "Sample data: an hour of answers.")
    cora.page.locator("#part-topics input[type=checkbox]").first.check()
    cora.page.locator("#part-times input").first.fill(f"{starts_at:%Y-%m-%dT%H:%M}")
    cora.page.fill("#id_expected_outcome", "Sample data: one page.")
    cora.page.select_option("#id_invite-coalition", str(CoalitionPage.objects.get(slug="dcad").pk))
    cora.press("button", "Save and invite")
    proposal = the_proposal()
    assert cora.says("Saved, and the invitation is on its way.")

    # It cannot be submitted before the other coalition has answered.
    cora.page.goto(f"/proposals/{proposal.code}/submit/")
    assert cora.says("DCAD has not confirmed its part yet.")
    cody.page.goto("/my-coalition/")
    own_row = cody.page.locator("li", has_text="Sample data: Together")
    cody.use(own_row.get_by_role("link", name="Answer for DCAD").first)
    cody.press("button", "DCAD takes part")
    submit(cora, proposal)
    assert cora.says("Submitted. You will hear from the Secretariat when it has been reviewed.")

    # Changes are asked for and made; then it is accepted, and both confirm the slot.
    decide(sam, proposal, "Request changes", "Sample data: say for whom it is.")
    cora.page.goto(f"/proposals/{proposal.code}/edit/")
    cora.page.fill("#id_abstract", "Sample data: two coalitions, one question, for teachers.")
    cora.press("button", "Save the draft")
    submit(cora, proposal)
    decide(sam, proposal, "Accept")
    assert the_proposal().current_state == ProposalState.ACCEPTED
    confirm_slot(cora, proposal, "DC3")
    confirm_slot(cody, proposal, "DCAD")
    assert the_proposal().current_state == ProposalState.CONFIRMED

    # It is scheduled and its page published: everybody finds it, in the calendar too.
    decide(sam, proposal, "Schedule")
    event = the_proposal().event
    assert sam.page.url.endswith(f"/admin/pages/{event.pk}/edit/")
    event.get_latest_revision().publish()
    event = PreparatoryEventPage.objects.get(pk=event.pk)
    visitor = visit()
    visitor.goto(event.url)
    assert visitor.locator("h1").inner_text() == "Sample data: Together"
    calendar = icalendar.Calendar.from_ical(visitor.request.get("/calendars/everything.ics").body())
    found = [entry for entry in calendar.walk("VEVENT") if str(entry["summary"]) == "Sample data: Together"]
    assert [entry.decoded("dtstart") for entry in found] == [starts_at]

    # Once it is over, an organiser reports, and readers see what came of it.
    now = timezone.now()
    PreparatoryEventPage.objects.filter(pk=event.pk).update(starts_at=now - datetime.timedelta(hours=2), ends_at=now)
    cody.page.goto(f"/preparatory-events/{event.uid}/report/")
    cody.page.fill("#id_outcome", "Sample data: one page was written.")
    cody.use(cody.page.locator("main form button[type=submit]").first)
    visitor.goto(event.url)
    assert visitor.get_by_text("Sample data: one page was written.").first.is_visible()
    assert the_proposal().current_state == ProposalState.REPORTED
