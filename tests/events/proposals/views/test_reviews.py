"""The reviewer's queue and the review: who sees what, once for each proposal, open to change until a decision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.proposals.enums import ProposalState, Recommendation
from events.proposals.models import Review
from tests.attack_corpus import ATTACKS
from tests.events.proposals.factories import make_assignment, make_call, make_proposal, make_reviewer
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_user

pytestmark = pytest.mark.django_db

QUEUE = "/proposals/reviews/"
SUPPORT = {"recommendation": "support", "comment_to_proposer": "Good.", "comment_inside": "Strong."}


def url_of(proposal):
    return reverse("proposals:review", args=[proposal.code])


def queue_of(client):
    context = client.get(QUEUE).context
    return [[str(row.proposal) for row, _review in context[name]] for name in ("to_do", "done")]


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("account", 403), ("secretariat", 403), ("reviewer", 200)],
)
def test_the_queue_is_for_reviewers(client, who, status):
    people = {"account": make_user, "secretariat": make_secretariat_user, "reviewer": make_reviewer}
    if who != "visitor":
        client.force_login(people[who]())
    assert client.get(QUEUE).status_code == status


@pytest.mark.parametrize(
    ("state", "status"),
    [(state, 404 if state in (ProposalState.DRAFT, ProposalState.WITHDRAWN) else 200) for state in ProposalState],
)
def test_an_assigned_reviewer_reads_what_was_submitted(client, state, status):
    proposal = make_proposal(state=state)
    client.force_login(make_assignment(proposal).reviewer)
    assert client.get(url_of(proposal)).status_code == status


def test_nobody_else_finds_a_review(client):
    proposal = make_proposal(state=ProposalState.SUBMITTED)
    reviewer = make_assignment(proposal).reviewer
    make_contact(proposal.organisers.get().coalition, user=reviewer)
    people = {"conflict": reviewer, "unassigned": make_reviewer(), "secretariat": make_secretariat_user()}
    for name, user in people.items():
        client.force_login(user)
        assert (name, client.get(url_of(proposal)).status_code) == (name, 404)
        assert (name, client.post(url_of(proposal), SUPPORT).status_code) == (name, 404)
    assert Review.objects.count() == 0


def test_one_review_that_can_be_changed_until_the_decision(client):
    proposal = make_proposal(state=ProposalState.SUBMITTED, title="Open data")
    reviewer = make_assignment(proposal).reviewer
    client.force_login(reviewer)
    assert queue_of(client) == [["Open data"], []]

    client.post(url_of(proposal), SUPPORT)
    client.post(url_of(proposal), {**SUPPORT, "recommendation": "abstain"})

    review = Review.objects.get()
    assert (review.reviewer, review.recommendation) == (reviewer, Recommendation.ABSTAIN)
    assert queue_of(client) == [[], ["Open data"]]

    proposal.state = ProposalState.ACCEPTED
    proposal.save()
    refused = client.post(url_of(proposal), SUPPORT)

    assert (refused.status_code, refused.context["refused"]) == (409, "You cannot review this proposal now.")
    assert Review.objects.get().recommendation == Recommendation.ABSTAIN


def test_others_reviews_are_shown_after_ones_own(client):
    proposal = make_proposal(state=ProposalState.SUBMITTED)
    Review.objects.create(
        proposal=proposal, reviewer=make_reviewer(), recommendation="no-support", comment_inside="Not now, I think."
    )
    client.force_login(make_assignment(proposal).reviewer)

    assert "Not now, I think." not in client.get(url_of(proposal)).content.decode()
    client.post(url_of(proposal), SUPPORT)
    assert "Not now, I think." in client.get(url_of(proposal)).content.decode()


def test_a_review_without_a_recommendation_keeps_what_was_typed(client):
    proposal = make_proposal(state=ProposalState.SUBMITTED)
    client.force_login(make_assignment(proposal).reviewer)

    response = client.post(url_of(proposal), {"comment_inside": "Half a thought"})

    assert response.status_code == 422
    assert "Half a thought" in response.content.decode()


def test_a_review_takes_no_harm(client):
    proposal = make_proposal(state=ProposalState.SUBMITTED)
    client.force_login(make_assignment(proposal).reviewer)
    for attack in ATTACKS:
        answer = client.post(url_of(proposal), {**SUPPORT, "comment_inside": attack})
        page = client.get(url_of(proposal)).content.decode()
        assert (attack, answer.status_code in (302, 422)) == (attack, True)
        assert (attack, "<script>alert" in page) == (attack, False)


def test_the_queue_asks_the_same_number_of_queries_for_1_and_30(client):
    reviewer, call = make_reviewer(), make_call()
    make_coalition(coordinators=[reviewer])
    client.force_login(reviewer)
    client.get(QUEUE)
    counts = []
    for wanted in (1, 30):
        while reviewer.review_assignments.count() < wanted:
            make_assignment(make_proposal(call, state=ProposalState.SUBMITTED), reviewer)
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
