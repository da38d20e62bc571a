"""What this room shows elsewhere: My coalition, a coalition's page, a phase's, a focus area's, calendars."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from coalitions.sections import coalition_sections, my_sections
from events.enums import OrganiserRole
from events.proposals.enums import Answer, ProposalState
from events.proposals.models import LateSubmission
from events.proposals.sections import own_rows
from events.proposals.services import extend_call
from events.sections import focus_area_sections, phase_sections
from tests.events.calendars import DEADLINES, EVERYTHING, fetch
from tests.events.proposals.factories import in_days, make_call, make_organiser, make_phase, make_proposal
from tests.factories import make_coalition, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

PUBLIC = ["accepted", "confirmed", "scheduled", "held", "reported", "cancelled"]


def rows_of(sections, key, subject):
    return next((rows for section, rows in sections.fetch(subject) if section.key == key), None)


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def coalition(lead):
    return make_coalition(coordinators=[lead], acronym="DC-L")


def test_what_waits_for_a_coordinator(coalition, lead):
    call = make_call(title="Open call")
    make_call(title="Closed", opens_at=in_days(-9), submit_by=in_days(-1))
    make_call(title="For inputs", asks_for_proposals=False, asks_for_inputs=True)
    ready = make_proposal(call, lead=coalition)
    lacking = make_proposal(call, lead=coalition, abstract="")
    invited = make_proposal(call)
    make_organiser(invited, coalition, answer=Answer.INVITED)
    accepted = make_proposal(call, lead=coalition, state=ProposalState.ACCEPTED)
    again = make_proposal(call, lead=coalition, state=ProposalState.CHANGES_REQUESTED)
    make_organiser(make_proposal(call), coalition, role=OrganiserRole.SUPPORTER)
    make_organiser(make_proposal(call), coalition, answer=Answer.DECLINED)
    for state in set(ProposalState) - {"draft", "changes-requested", "accepted"}:
        make_proposal(call, lead=coalition, state=state)

    rows = rows_of(my_sections, "proposals", lead)

    assert [call.title for call in rows["calls"]] == ["Open call"]
    assert {row.proposal: [one.verb for one in row.asked] for row in rows["proposals"]} == {
        ready: ["edit", "submit"],
        lacking: ["edit"],
        invited: ["answer"],
        accepted: ["confirm"],
        again: ["edit", "submit"],
    }


def test_reports_that_are_due_stand_there_once(client, coalition, lead):
    make_proposal(make_call(), lead=coalition, state=ProposalState.HELD, title="Held already")
    client.force_login(lead)
    page = client.get(reverse("coalitions:my-coalition")).content.decode().split("<main")[1].split("</main>")[0]
    assert page.count("/report/") == 1


def test_nothing_waits_for_others(coalition):
    make_proposal(make_call(), lead=coalition)
    assert rows_of(my_sections, "proposals", make_user()) is None


def test_each_row_has_its_direct_way(client, coalition, lead):
    proposal = make_proposal(make_call(), lead=coalition)
    client.force_login(lead)
    page = client.get(reverse("coalitions:my-coalition")).content.decode()
    for end in ("edit/", "submit/"):
        assert f'href="/proposals/{proposal.code}/{end}"' in page
    assert f'href="/proposals/calls/{proposal.call_id}/start/"' in page


@pytest.mark.parametrize("leave", [None, "own", "another's"])
def test_a_draft_after_the_deadline(coalition, leave):
    call = make_call(opens_at=in_days(-9), submit_by=in_days(-1))
    proposal = make_proposal(call, lead=coalition)
    if leave:
        granted = coalition if leave == "own" else make_coalition()
        LateSubmission.objects.create(call=call, coalition=granted, until=in_days(1), reason="x", made_at=in_days(0))
    [row] = own_rows({coalition.pk}, type(proposal).objects.for_own_listing())
    expected = (False, ["edit", "submit"]) if leave == "own" else (True, ["edit"])
    assert (row.is_too_late, [one.verb for one in row.asked]) == expected


@pytest.mark.parametrize("state", list(ProposalState))
def test_a_coalition_s_page_and_a_focus_area_s_show_public_states_only(coalition, state):
    proposal = make_proposal(make_call(), lead=coalition, state=state)
    shown = [proposal] if state in PUBLIC else None
    assert rows_of(coalition_sections, "proposals", coalition) == shown
    assert rows_of(focus_area_sections, "proposals", proposal.focus_areas.get()) == shown


@pytest.mark.parametrize("answer", list(Answer))
def test_a_coalition_shows_what_it_has_confirmed(answer):
    proposal = make_proposal(make_call(), state=ProposalState.ACCEPTED)
    row = make_organiser(proposal, answer=answer, role=OrganiserRole.SUPPORTER)
    shown = [proposal] if answer == Answer.CONFIRMED else None
    assert rows_of(coalition_sections, "proposals", row.coalition) == shown


def test_a_phase_shows_its_calls_those_to_answer_first():
    phase = make_phase()
    make_call(phase, title="Closed", opens_at=in_days(-9), submit_by=in_days(-1))
    make_call(phase, title="Later", opens_at=in_days(2), submit_by=in_days(9))
    make_call(phase, title="Open")
    make_call(phase, title="Hidden").unpublish()
    assert [call.title for call in rows_of(phase_sections, "calls", phase)] == ["Open", "Later", "Closed"]


@time_machine.travel(datetime.datetime(2021, 6, 1, 12, tzinfo=datetime.UTC), tick=False)
def test_deadlines_stand_in_the_calendars_and_move_with_the_call(client):
    call = make_call(title="Call, 2021", intro="<p>Hold <b>discussions</b>.</p>", submit_by=in_days(7))
    make_call().unpublish()

    def entry():
        [found] = fetch(client, DEADLINES).events
        return found

    first = entry()
    extend_call(call, to=in_days(9), reason="More time.", by=make_secretariat_user())
    second = entry()

    assert (first["UID"], first["DTSTART"].to_ical(), first["TRANSP"]) == (
        f"call-{call.pk}@dc-portal",
        b"20210608T120000Z",
        "TRANSPARENT",
    )
    assert str(first["SUMMARY"]) == "Deadline: Call, 2021"
    assert str(first["URL"]) == f"http://testserver{call.get_url()}"
    assert (second["UID"], second["DTSTART"].to_ical()) == (first["UID"], b"20210610T120000Z")
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert str(second["DESCRIPTION"]) == "Hold discussions.\n\nMoved from 8 June 2021, 12:00 UTC: More time."
    assert [str(found["UID"]) for found in fetch(client, EVERYTHING).events] == [str(second["UID"])]
