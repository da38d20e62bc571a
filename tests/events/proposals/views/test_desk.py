"""The Secretariat's desk: who may enter, the board, steps with the mail they send, assignments, calls."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coalitions.models import Notice
from events.models import PreparatoryEventPage
from events.proposals.enums import Answer, InputState, ProposalState
from events.proposals.models import CallPage, Proposal, ReviewAssignment, WrittenInput
from tests.events.proposals.factories import (
    in_days,
    make_assignment,
    make_call,
    make_input,
    make_organiser,
    make_proposal,
    make_reviewer,
)
from tests.factories import make_coalition, make_facilitator_user, make_secretariat_user, make_series, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_secretariat_user("sam"))
    return client


def step_url(proposal, verb):
    return reverse("proposals_admin:proposal-step", args=[proposal.pk, verb])


def texts(response):
    """What Wagtail's admin says after a step."""
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def test_only_the_secretariat_enters(client):
    coordinator = make_user()
    coalition = make_coalition(coordinators=[coordinator])
    proposal = make_proposal(lead=coalition, state=ProposalState.SUBMITTED)
    assignment = make_assignment(proposal)
    written_input = make_input(state=InputState.SUBMITTED)
    doors = {
        "board": ("get", reverse("proposals_admin:newest-board")),
        "board of a call": ("get", reverse("proposals_admin:board", args=[proposal.call_id])),
        "assign": ("post", reverse("proposals_admin:assign", args=[proposal.call_id])),
        "unassign": ("post", reverse("proposals_admin:unassign", args=[assignment.pk])),
        "step": ("post", step_url(proposal, "accept")),
        "input step": ("post", reverse("proposals_admin:input-step", args=[written_input.pk, "publish"])),
        "extend": ("post", reverse("proposals_admin:call-extend", args=[proposal.call_id])),
        "late": ("post", reverse("proposals_admin:call-late", args=[proposal.call_id])),
        "proposals": ("get", reverse("proposals_proposal_modeladmin_index")),
        "proposal": ("get", reverse("proposals_proposal_modeladmin_inspect", args=[proposal.pk])),
        "reviews": ("get", reverse("proposals_review_modeladmin_index")),
        "inputs": ("get", reverse("proposals_writteninput_modeladmin_index")),
        "input": ("get", reverse("proposals_writteninput_modeladmin_inspect", args=[written_input.pk])),
    }
    people = {
        "coordinator": coordinator,
        "facilitator": make_facilitator_user(make_series()),
        "reviewer": assignment.reviewer,
        "visitor account": make_user(),
    }
    for name, user in people.items():
        client.force_login(user)
        answers = {door: getattr(client, method)(url).status_code for door, (method, url) in doors.items()}
        # Some are led away from the admin, some are refused; a row one may not see does not exist.
        assert (name, {door for door, status in answers.items() if status not in (302, 403, 404)}) == (name, set())
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
    assert ReviewAssignment.objects.count() == 1


def test_the_board_shows_states_and_hides_drafts(desk):
    call = make_call()
    shown = [make_proposal(call, state=state, title=f"Is {state.label}") for state in ProposalState]
    make_assignment(shown[1])

    response = desk.get(reverse("proposals_admin:board", args=[call.pk]))

    found = [(state, [str(card.proposal) for card in cards]) for state, cards in response.context["columns"]]
    hidden = (ProposalState.DRAFT, ProposalState.WITHDRAWN)
    assert found == [(state, [f"Is {state.label}"]) for state in ProposalState if state not in hidden]
    assert response.context["drafts"] == 1
    assert "Is Draft" not in response.content.decode()
    assert "1 review to come" in response.content.decode()


def test_the_board_without_a_call_says_what_to_do(desk):
    response = desk.get(reverse("proposals_admin:newest-board"))

    assert "There is no call yet." in response.content.decode()
    assert desk.get(reverse("proposals_admin:board", args=[99])).status_code == 404


def test_the_board_asks_the_same_number_of_queries_for_1_and_30(desk):
    call = make_call()
    counts = []
    for wanted in (1, 30):
        while Proposal.objects.count() < wanted:
            make_assignment(make_proposal(call, state=ProposalState.SUBMITTED))
        desk.get(reverse("proposals_admin:board", args=[call.pk]))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("proposals_admin:board", args=[call.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_declining_shows_the_mail_and_sends_what_was_edited(desk):
    coordinator = make_user()
    proposal = make_proposal(lead=make_coalition(coordinators=[coordinator]), state=ProposalState.SUBMITTED)

    shown = desk.post(step_url(proposal, "decline"), {"reason": "Too late in the year."})

    letter = shown.context["letter"]
    assert Proposal.objects.get().state == ProposalState.SUBMITTED
    assert "Too late in the year." in letter.initial["text"]

    answer = desk.post(
        step_url(proposal, "decline"),
        {"reason": "Too late in the year.", "subject": "About your proposal", "text": "In our own words."},
    )

    assert answer.url == reverse("proposals_proposal_modeladmin_inspect", args=[proposal.pk])
    assert Proposal.objects.get().state == ProposalState.NOT_ACCEPTED
    notices = Notice.objects.filter(user=coordinator).values_list("subject", "text")
    assert list(notices) == [("About your proposal", "In our own words.")]


def test_a_silent_step_is_taken_at_once_and_tells_nobody(desk):
    proposal = make_proposal(lead=make_coalition(coordinators=[make_user()]), state=ProposalState.SUBMITTED)

    desk.post(step_url(proposal, "hold"), {"reason": "Two of a kind."})

    assert Proposal.objects.get().state == ProposalState.ON_HOLD
    assert Notice.objects.count() == 0


def test_a_step_without_its_reason_is_refused_with_a_sentence(desk):
    proposal = make_proposal(state=ProposalState.SUBMITTED)

    response = desk.post(step_url(proposal, "decline"), {"reason": " "})

    assert response.context["form"].errors == {"reason": ["This field is required."]}
    assert Proposal.objects.get().state == ProposalState.SUBMITTED


@pytest.mark.parametrize("verb", ["submit", "confirm", "withdraw", "report", "nonsense"])
def test_what_is_not_taken_at_the_desk_is_not_found_there(desk, verb):
    assert desk.get(step_url(make_proposal(state=ProposalState.SUBMITTED), verb)).status_code == 404


@pytest.mark.parametrize("state", [ProposalState.DRAFT, ProposalState.WITHDRAWN])
def test_the_desk_does_not_find_what_is_the_organisers_own(desk, state):
    proposal = make_proposal(state=state)

    assert desk.get(step_url(proposal, "accept")).status_code == 404
    assert desk.get(reverse("proposals_proposal_modeladmin_inspect", args=[proposal.pk])).status_code == 404


def test_accepting_warns_of_clashes_and_offers_the_slot(desk):
    proposal = make_proposal(state=ProposalState.SUBMITTED)
    wish = proposal.preferred_times.get().starts_at.replace(hour=3, minute=0)
    data = {"starts_at": f"{wish:%Y-%m-%dT%H:%M}", "reason": ""}

    shown = desk.post(step_url(proposal, "accept"), data)
    letter = shown.context["letter"].initial
    desk.post(step_url(proposal, "accept"), {**data, **letter})

    proposal.refresh_from_db()
    assert [time for time, _reasons in shown.context["warnings"]] in ([wish], [])
    assert (proposal.state, proposal.offered_starts_at) == (ProposalState.ACCEPTED, wish)


def test_scheduling_leads_to_the_draft_of_the_event(desk):
    proposal = make_proposal(state=ProposalState.CONFIRMED, offered_starts_at=in_days(20))
    data = {"starts_at": f"{in_days(21):%Y-%m-%dT%H:%M}", "reason": "", "subject": "Scheduled", "text": "It is."}

    response = desk.post(step_url(proposal, "schedule"), data)

    event = PreparatoryEventPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[event.pk])
    assert (event.live, event.starts_at) == (False, in_days(21))


def test_assigning_leaves_out_who_has_a_conflict(desk):
    reviewer, partial = make_reviewer(first_name="Rae"), make_reviewer(first_name="Pat", last_name="Partial")
    proposal = make_proposal(lead=make_coalition(coordinators=[partial]), state=ProposalState.SUBMITTED)
    make_organiser(proposal, answer=Answer.DECLINED)
    data = {"proposals": [proposal.pk], "reviewers": [reviewer.pk, partial.pk]}

    response = desk.post(reverse("proposals_admin:assign", args=[proposal.call_id]), data)

    assert [row.reviewer for row in ReviewAssignment.objects.all()] == [reviewer]
    assert texts(response) == [
        "1 assigned.",
        f"Pat Partial has a conflict of interest in {proposal.code} and was left out.",
    ]


def test_assigning_nothing_says_so(desk):
    response = desk.post(reverse("proposals_admin:assign", args=[make_call().pk]), {})

    assert texts(response) == ["Choose at least one proposal.", "Choose at least one reviewer."]


def test_an_assignment_is_taken_back(desk):
    assignment = make_assignment(make_proposal(state=ProposalState.SUBMITTED))

    desk.post(reverse("proposals_admin:unassign", args=[assignment.pk]))

    assert ReviewAssignment.objects.count() == 0


def test_a_deadline_is_moved_with_its_reason(desk):
    call = make_call(submit_by=in_days(2))
    data = {"to": f"{in_days(9):%Y-%m-%dT%H:%M}", "reason": "More time was asked for."}

    desk.post(reverse("proposals_admin:call-extend", args=[call.pk]), data)
    refused = desk.post(reverse("proposals_admin:call-extend", args=[call.pk]), data)

    assert CallPage.objects.get().submit_by == in_days(9)
    assert [row.reason for row in call.extensions.all()] == ["More time was asked for."]
    assert refused.context["form"].non_field_errors() == [
        "A deadline is only ever moved to a later moment that is still to come."
    ]


def test_a_coalition_is_allowed_to_be_late_and_told(desk):
    coordinator = make_user()
    coalition = make_coalition(coordinators=[coordinator])
    call = make_call(opens_at=in_days(-9), submit_by=in_days(-1))
    data = {"coalition": coalition.pk, "until": f"{in_days(3):%Y-%m-%dT%H:%M}", "reason": "The list was down."}

    desk.post(reverse("proposals_admin:call-late", args=[call.pk]), data)

    assert [(row.coalition_id, row.until) for row in call.late_submissions.all()] == [(coalition.pk, in_days(3))]
    assert [notice.user for notice in Notice.objects.all()] == [coordinator]


def test_a_written_input_is_published_and_said_to_be_used(desk):
    written_input = make_input(state=InputState.SUBMITTED)
    url = lambda verb: reverse("proposals_admin:input-step", args=[written_input.pk, verb])  # noqa: E731

    desk.post(url("publish"))
    assert WrittenInput.objects.get().state == InputState.PUBLISHED
    assert desk.post(url("reflect"), {"where": ""}).context["form"].errors == {"where": ["This field is required."]}
    desk.post(url("reflect"), {"where": "Main session", "url": "https://example.org/main"})

    written_input.refresh_from_db()
    assert (written_input.state, written_input.reflected_in) == (InputState.REFLECTED, "Main session")


def test_the_export_holds_no_formula(desk):
    make_proposal(state=ProposalState.SUBMITTED, title="=1+1")

    response = desk.get(reverse("proposals_proposal_modeladmin_index"), {"export": "csv"})

    rows = b"".join(response.streaming_content).decode()
    assert "'=1+1" in rows
    assert ",=1+1" not in rows
