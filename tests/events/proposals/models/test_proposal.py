"""A proposal: its code, its states, and how it is found."""

import re

import pytest
from wagtail.models import PageViewRestriction

from events.proposals.enums import Answer, ProposalState
from events.proposals.models import Proposal
from events.proposals.models.proposal import new_code
from search.fulltext import Question
from search.results import answer
from search.services import rebuild_entries
from tests.events.proposals.factories import make_call, make_organiser, make_proposal

pytestmark = pytest.mark.django_db

PUBLIC = ["accepted", "confirmed", "scheduled", "held", "reported", "cancelled"]


def found(word):
    """(title, address on its page) of what a visitor finds."""
    rebuild_entries()
    hits = answer(Question((word,)), 1).hits or []
    return [(hit.entry.title, hit.entry.anchor) for hit in hits]


def test_codes_are_random_and_cannot_be_misread():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch("[BCDFGHJKLMNPQRSTVWXZ2346789]{6}", code) for code in codes)


@pytest.mark.parametrize("state", list(ProposalState))
def test_its_state_and_whether_it_is_public(state):
    proposal = Proposal.objects.get(pk=make_proposal(state=state).pk)
    assert (proposal.current_state, proposal.is_public) == (state, state in PUBLIC)
    assert list(Proposal.objects.public()) == ([proposal] if state in PUBLIC else [])


@pytest.mark.parametrize("state", [ProposalState.SUBMITTED, ProposalState.ACCEPTED, ProposalState.WITHDRAWN])
def test_the_search_finds_what_is_public(state):
    proposal = make_proposal(state=state, title="Zebras for all")
    assert found("zebras") == ([("Zebras for all", f"proposal-{proposal.code}")] if state in PUBLIC else [])


def test_a_call_that_visitors_may_not_see_hides_its_proposals():
    proposal = make_proposal(state=ProposalState.ACCEPTED, title="Zebras for all")
    PageViewRestriction.objects.create(page=proposal.call, restriction_type=PageViewRestriction.LOGIN)
    assert (found("zebras"), list(Proposal.objects.public())) == ([], [])


def test_an_unpublished_call_takes_its_proposals_out_of_the_search(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        proposal = make_proposal(make_call(), state=ProposalState.ACCEPTED, title="Zebras for all")
    assert [hit.entry.title for hit in answer(Question(("zebras",)), 1).hits] == ["Zebras for all"]
    with django_capture_on_commit_callbacks(execute=True):
        proposal.call.unpublish()
    assert not answer(Question(("zebras",)), 1).hits


def test_search_names_the_coalitions_that_take_part():
    proposal = make_proposal(state=ProposalState.ACCEPTED)
    make_organiser(proposal, answer=Answer.DECLINED)
    confirmed = make_organiser(proposal)
    facets = Proposal.objects.get(pk=proposal.pk).get_search_facets()
    assert facets["coalitions"] == [proposal.organisers.first().coalition_id, confirmed.coalition_id]
