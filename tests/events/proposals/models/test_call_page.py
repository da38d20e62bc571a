"""A call: its page, what it says of itself, and who finds it."""

import datetime
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError

from events.proposals.enums import ProposalKind, ProposalState
from events.proposals.models import CallKind
from events.proposals.services import extend_call
from tests.events.proposals.factories import in_days, make_call, make_phase, make_proposal
from tests.factories import make_focus_area, make_secretariat_user

pytestmark = pytest.mark.django_db

OPENS = datetime.datetime(2021, 6, 1, 8, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2021, 6, 30, 23, 59, tzinfo=datetime.UTC)


def page_of(client, call, query=""):
    return client.get(f"{call.get_url()}{query}")


def listed(response):
    """The codes of the proposals on the page, in their order."""
    return re.findall(r'id="proposal-(\w+)"', main_of(response))


def main_of(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("moment", "chip", "says", "starts"),
    [
        (OPENS - datetime.timedelta(days=3), "Not open yet", "Opens", False),
        (OPENS, "Open", "29 days left", True),
        (CLOSES - datetime.timedelta(seconds=5), "Open", "less than a minute left", True),
        (CLOSES, "Open", "Submit by", True),
        (CLOSES + datetime.timedelta(seconds=1), "Closed", "The deadline was", False),
    ],
)
def test_before_during_and_after(client, moment, chip, says, starts):
    call = make_call(opens_at=OPENS, submit_by=CLOSES)
    with time_machine.travel(moment, tick=False):
        page = main_of(page_of(client, call))
    assert f">{chip}</span>" in page
    assert (says in page, "30 June 2021, 23:59 UTC" in page) == (True, True)
    assert ("Start a proposal" in page) is starts


def test_the_history_of_its_deadline_is_public(client):
    call = make_call(submit_by=in_days(7))
    extend_call(call, to=in_days(8), reason="A <b>holiday</b>.", by=make_secretariat_user("zelda"))
    page = main_of(page_of(client, call))
    assert ("The deadline was moved from" in page, "A &lt;b&gt;holiday&lt;/b&gt;." in page) == (True, True)
    assert "zelda" not in page


def test_kinds_in_the_editors_order():
    call = make_call()
    assert call.kinds_asked_for() == list(ProposalKind)
    CallKind.objects.create(call=call, kind="webinar", sort_order=1)
    CallKind.objects.create(call=call, kind="consultation", sort_order=0)
    assert call.kinds_asked_for() == [ProposalKind.CONSULTATION, ProposalKind.WEBINAR]


@pytest.mark.parametrize("state", list(ProposalState))
def test_public_proposals_stand_under_it_at_their_anchor(client, state):
    proposal = make_proposal(state=state)
    page = main_of(page_of(client, proposal.call))
    assert (f'id="proposal-{proposal.code}"' in page) is proposal.is_public
    assert (proposal.title in page) is proposal.is_public


def test_they_are_filtered(client):
    call, area = make_call(), make_focus_area("Access")
    in_area = make_proposal(call, state=ProposalState.ACCEPTED, kind="webinar", title="B")
    in_area.focus_areas.set([area])
    other = make_proposal(call, state=ProposalState.ACCEPTED, kind="other", title="A")

    def found(query):
        return listed(page_of(client, call, query))

    assert found("") == [other.code, in_area.code]
    assert found(f"?focus_area={area.pk}") == [in_area.code]
    assert found("?kind=other") == [other.code]
    assert found(f"?kind=other&focus_area={area.pk}") == []
    assert found("?kind=party&focus_area=x") == [other.code, in_area.code]
    assert "No proposal passes this filter." in main_of(page_of(client, call, "?kind=consultation"))


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?focus_area=99999999999999999999", "?kind=%00", "?page=-1"])
def test_what_no_filter_knows(client, query):
    proposal = make_proposal(state=ProposalState.ACCEPTED)
    response = page_of(client, proposal.call, query)
    assert (response.status_code, listed(response)) == (200, [proposal.code])


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"submit_by": OPENS}, {"submit_by": ["A call closes after it opens."]}),
        (
            {"edit_until": CLOSES - datetime.timedelta(minutes=1)},
            {"edit_until": ["What was submitted can be edited at least until the deadline."]},
        ),
        (
            {"asks_for_proposals": False},
            {"asks_for_proposals": ["A call asks for proposals, for written input, or for both."]},
        ),
        ({"input_words": 49}, {"input_words": ["Between 50 and 5,000 words."]}),
        ({"input_words": 5001}, {"input_words": ["Between 50 and 5,000 words."]}),
        ({"edit_until": CLOSES}, {}),
    ],
)
def test_what_makes_no_call(fields, errors):
    call = make_call(opens_at=OPENS, submit_by=CLOSES)
    for name, value in fields.items():
        setattr(call, name, value)
    try:
        call.full_clean()
    except ValidationError as error:
        assert error.message_dict == errors
    else:
        assert errors == {}


def test_a_kept_page_ends_with_the_call():
    call = make_call(opens_at=OPENS, submit_by=CLOSES)
    for seconds in (400, 299, 1, 0):
        with time_machine.travel(CLOSES - datetime.timedelta(seconds=seconds), tick=False):
            assert call.fresh_for() == (None if seconds == 400 else seconds)


def test_a_call_belongs_to_a_phase():
    phase = make_phase()
    call = make_call(phase)
    assert (call.phase, call.cycle) == (phase, phase.cycle)
