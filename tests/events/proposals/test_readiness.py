"""What is still missing: one row for each thing, and nothing for what is not needed."""

import pytest
import time_machine

from events.enums import OrganiserRole
from events.proposals.enums import Answer
from events.proposals.models import CallKind, Proposal, WrittenInput
from events.proposals.readiness import missing_in_input, missing_in_proposal
from tests.events.proposals.factories import in_days, make_call, make_input, make_organiser, make_proposal
from tests.factories import make_coalition

pytestmark = pytest.mark.django_db


def missing(proposal):
    return [(one.where, str(one)) for one in missing_in_proposal(Proposal.objects.for_page().get(pk=proposal.pk))]


def test_nothing():
    assert missing(make_proposal()) == []


@pytest.mark.parametrize(
    ("fields", "where", "says"),
    [
        ({"title": ""}, "title", "Give the proposal a title."),
        ({"abstract": ""}, "abstract", "Write an abstract."),
        ({"description": ""}, "description", "Describe what you plan."),
        ({"description": "<p> </p>"}, "description", "Describe what you plan."),
        ({"format": "onsite"}, "place", "Say where it takes place."),
        ({"format": "hybrid"}, "place", "Say where it takes place."),
        ({"expected_outcome": "\n"}, "expected_outcome", "Say what should come of it."),
    ],
)
def test_a_field(fields, where, says):
    assert missing(make_proposal(**fields)) == [(where, says)]


def test_a_place_where_one_is_needed():
    assert missing(make_proposal(format="hybrid", place="Katowice")) == []


def test_a_kind_that_is_not_asked_for():
    call = make_call()
    CallKind.objects.create(call=call, kind="webinar")
    assert missing(make_proposal(call, kind="consultation")) == [
        ("kind", "This call does not ask for this kind of event: consultation.")
    ]
    assert missing(make_proposal(call, kind="webinar")) == []


def test_focus_areas_and_times():
    proposal = make_proposal()
    proposal.focus_areas.clear()
    proposal.preferred_times.all().delete()
    assert missing(proposal) == [
        ("topics", "Choose at least one focus area."),
        ("times", "Name at least one time you would like."),
    ]


def test_times_that_have_passed():
    proposal = make_proposal()
    proposal.preferred_times.create(starts_at=in_days(10), order=1)
    with time_machine.travel(in_days(20)):
        assert missing(proposal) == []
    with time_machine.travel(in_days(31)):
        assert missing(proposal) == [("times", "The times you named have passed; name one that is still to come.")]


@pytest.mark.parametrize("role", list(OrganiserRole))
@pytest.mark.parametrize("answer", list(Answer))
def test_who_has_to_confirm(role, answer):
    proposal = make_proposal()
    make_organiser(proposal, make_coalition(acronym="DC-J"), role=role, answer=answer)
    waits = role != OrganiserRole.SUPPORTER and answer == Answer.INVITED
    assert missing(proposal) == [("organisers", "DC-J has not confirmed its part yet.")] * waits


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, []),
        ({"title": ""}, ["Give the text a title."]),
        ({"text": ""}, ["Write the text."]),
        ({"text": "<p>" + "word " * 51 + "</p>"}, ["Shorten the text by 1 word."]),
        ({"text": "<p>" + "word " * 52 + "</p>"}, ["Shorten the text by 2 words."]),
        ({"no_dissent": False}, ["Add dissenting views, or say that none were expressed."]),
        ({"dissenting_views": "One disagreed."}, []),
    ],
)
def test_a_written_input(fields, says):
    call = make_call(asks_for_inputs=True, input_words=50)
    written_input = WrittenInput.objects.get(pk=make_input(call, **fields).pk)
    assert [str(one) for one in missing_in_input(written_input)] == says
