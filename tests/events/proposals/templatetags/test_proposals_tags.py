"""Blocks and what they ask for."""

import datetime

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from events.proposals.blocks import OpenCallsBlock, SessionProposalsBlock, focus_areas
from events.proposals.enums import ProposalState
from events.proposals.templatetags.proposals_tags import nights_of
from tests.events.proposals.factories import in_days, make_call, make_proposal
from tests.factories import make_coalition, make_focus_area

pytestmark = pytest.mark.django_db


def shown(block, **value):
    return block.render(block.to_python(value))


def test_session_proposals_are_public_ones_of_what_is_chosen():
    call, coalition, area = make_call(), make_coalition(), make_focus_area("Access")
    own = make_proposal(call, lead=coalition, state=ProposalState.ACCEPTED, title="Chosen")
    own.focus_areas.set([area])
    make_proposal(make_call(), state=ProposalState.ACCEPTED, title="Another")
    make_proposal(call, lead=coalition, state=ProposalState.SUBMITTED, title="Under review")
    block = SessionProposalsBlock()
    for value in ({"call": call.pk}, {"coalition": coalition.pk}, {"focus_area": str(area.pk)}):
        html = shown(block, title="Proposals", limit=10, **value)
        assert ("Chosen" in html, "Another" in html, "Under review" in html) == (True, False, False)
    everything = shown(block, title="Proposals", limit=10)
    assert ("Chosen" in everything, "Another" in everything) == (True, True)
    assert shown(block, title="Proposals", limit=1).count("<li") == 1


def test_focus_areas_to_choose_from():
    area = make_focus_area("Access")
    assert focus_areas() == [(str(area.pk), "Access (2021)")]


def test_open_calls():
    make_call(title="Open now")
    make_call(title="Closed", opens_at=in_days(-9), submit_by=in_days(-1))
    html = shown(OpenCallsBlock(), title="Calls", limit=5)
    assert ("Open now" in html, "Closed" in html) == (True, False)


@pytest.mark.parametrize("block", [SessionProposalsBlock, OpenCallsBlock])
def test_an_empty_block_says_so_and_previews(block):
    html = block().render(block().normalize(block().get_preview_value()))
    assert '<p class="soft">No ' in html


def test_nights_are_named_where_they_are_many():
    proposal = make_proposal(minutes=60)
    moment = timezone.now().replace(hour=3, minute=0, second=0, microsecond=0) + datetime.timedelta(days=30)
    proposal.preferred_times.update(starts_at=moment)
    [(words, regions)] = nights_of(proposal)
    assert (words.endswith("03:00 UTC"), len(regions) >= 4) == (True, True)
    proposal = make_proposal(minutes=60)
    proposal.preferred_times.update(starts_at=moment.replace(hour=14))
    assert nights_of(proposal) == []


def test_an_entry_of_a_proposal_without_areas():
    proposal = make_proposal(state=ProposalState.ACCEPTED)
    proposal.focus_areas.clear()
    html = render_to_string("proposals/proposal/_entry.html", {"proposal": proposal})
    assert f'id="proposal-{proposal.code}"' in html
