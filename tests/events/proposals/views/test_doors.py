"""Every address × everybody: who finds what behind it."""

import re

import pytest
from django.urls import reverse

from events.proposals.enums import ProposalState
from events.proposals.models import Proposal
from tests.events.proposals.people import EVERYBODY, ON_DUTY, OUTSIDE, TAKING_PART, come, found, stand_around

pytestmark = pytest.mark.django_db

NOWHERE = {**dict.fromkeys(EVERYBODY, "nothing"), "visitor": "sign in"}
FOLLOW = dict.fromkeys(TAKING_PART, "its page")
OPEN = dict.fromkeys(EVERYBODY, "opens")
# A reviewer reads what is assigned, the Secretariat what is submitted.
READ_INSIDE = {**dict.fromkeys((*TAKING_PART, *ON_DUTY), "opens"), **dict.fromkeys(OUTSIDE, "nothing")}
SECRETARIAT = {"secretariat": "its page"}

# (door, state) → what is found, by everybody
DOORS = {
    ("proposal", ProposalState.DRAFT): {**READ_INSIDE, "reviewer": "nothing", "secretariat": "nothing"},
    ("proposal", ProposalState.SUBMITTED): READ_INSIDE,
    ("proposal", ProposalState.CHANGES_REQUESTED): READ_INSIDE,
    ("proposal", ProposalState.ON_HOLD): READ_INSIDE,
    ("proposal", ProposalState.NOT_ACCEPTED): READ_INSIDE,
    ("proposal", ProposalState.WITHDRAWN): {**READ_INSIDE, "reviewer": "nothing"},
    ("proposal", ProposalState.ACCEPTED): OPEN,
    ("proposal", ProposalState.CONFIRMED): OPEN,
    ("proposal", ProposalState.SCHEDULED): OPEN,
    ("proposal", ProposalState.HELD): OPEN,
    ("proposal", ProposalState.REPORTED): OPEN,
    ("proposal", ProposalState.CANCELLED): OPEN,
    ("edit", ProposalState.DRAFT): {**NOWHERE, **FOLLOW, "lead": "opens", "co-organiser": "opens"},
    ("edit", ProposalState.SUBMITTED): {**NOWHERE, **FOLLOW, **SECRETARIAT, "lead": "opens", "co-organiser": "opens"},
    ("edit", ProposalState.ACCEPTED): {**NOWHERE, **FOLLOW, **SECRETARIAT},
    ("preview", ProposalState.DRAFT): {**NOWHERE, **dict.fromkeys(TAKING_PART, "opens")},
    ("submit", ProposalState.DRAFT): {**NOWHERE, **FOLLOW, "lead": "opens"},
    ("submit", ProposalState.SUBMITTED): {**NOWHERE, **FOLLOW, **SECRETARIAT},
    ("withdraw", ProposalState.DRAFT): {**NOWHERE, **FOLLOW, "lead": "opens"},
    ("withdraw", ProposalState.CONFIRMED): {**NOWHERE, **FOLLOW, **SECRETARIAT, "lead": "opens"},
    ("withdraw", ProposalState.SCHEDULED): {**NOWHERE, **FOLLOW, **SECRETARIAT},
    ("confirm", ProposalState.DRAFT): {**NOWHERE, **FOLLOW},
    ("confirm", ProposalState.ACCEPTED): {
        **NOWHERE,
        **FOLLOW,
        **SECRETARIAT,
        "lead": "opens",
        "co-organiser": "opens",
    },
}


def address(door, proposal):
    name = "proposals:proposal" if door == "proposal" else f"proposals:proposal-{door}"
    return reverse(name, args=[proposal.code])


@pytest.mark.parametrize(("door", "state"), DOORS)
def test_what_everybody_finds(client, door, state):
    proposal, people = stand_around(state)

    responses = {name: come(client, person).get(address(door, proposal)) for name, person in people.items()}

    assert {name: found(response, proposal) for name, response in responses.items()} == DOORS[door, state]


@pytest.mark.parametrize("whose", ["invited", "lead", "declined"])
def test_a_coalition_is_asked_at_its_own_door(client, whose):
    proposal, people = stand_around()
    row = proposal.organisers.get(coalition__contacts__user=people[whose])
    door = reverse("proposals:proposal-answer", args=[proposal.code, row.pk])

    found_there = {name: found(come(client, person).get(door), proposal) for name, person in people.items()}

    assert found_there == {**NOWHERE, whose: "opens"}


def test_what_is_not_there_is_answered_like_what_one_may_not_read(client):
    proposal, people = stand_around()
    come(client, people["other coordinator"])
    for door in ("proposal", "edit", "preview", "submit", "withdraw", "confirm"):
        hidden = client.get(address(door, proposal))
        missing = client.get(address(door, proposal).replace(proposal.code, "BBBBBB"))
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert same(hidden).replace(proposal.code, "BBBBBB") == same(missing)


def same(response):
    """The page without what is another one with every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


PUSHED = {
    "submit": (ProposalState.DRAFT, {"version": "1"}, ProposalState.SUBMITTED, {"lead"}),
    "withdraw": (ProposalState.SUBMITTED, {"reason": "No time."}, ProposalState.WITHDRAWN, {"lead"}),
}


@pytest.mark.parametrize("door", PUSHED)
@pytest.mark.parametrize("name", EVERYBODY)
def test_who_pushes_a_door_open(client, door, name):
    state, data, leads_to, allowed = PUSHED[door]
    proposal, people = stand_around(state)

    come(client, people[name]).post(address(door, proposal), data)

    expected = leads_to if name in allowed else state
    assert Proposal.objects.get(pk=proposal.pk).state == expected


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_confirms_a_slot(client, name):
    proposal, people = stand_around(ProposalState.ACCEPTED)
    rows = list(proposal.organisers.all())

    for row in rows:
        come(client, people[name]).post(address("confirm", proposal), {"organiser": row.pk})

    confirmed = [row for row in proposal.organisers.all() if row.slot_confirmed_at]
    confirming = people[name] if name in ("lead", "co-organiser") else "nobody"
    assert confirmed == [row for row in rows if row.coalition.contacts.get().user == confirming]


@pytest.mark.parametrize("address_of", ["proposals:call-own", "proposals:proposal-start"])
def test_one_s_own_pages_ask_to_sign_in(client, address_of):
    proposal, people = stand_around()
    door = reverse(address_of, args=[proposal.call_id])

    responses = {name: come(client, person).get(door).status_code for name, person in people.items()}

    assert responses == {**dict.fromkeys(EVERYBODY, 200), "visitor": 302}


@pytest.mark.parametrize("path", ["/proposals/", "/proposals/drafts/", "/proposals/calls/999999999/", "/proposals/B/"])
def test_addresses_that_lead_nowhere(client, path):
    _proposal, people = stand_around()
    assert come(client, people["lead"]).get(path).status_code == 404


@pytest.mark.parametrize("door", ["edit", "preview", "submit", "withdraw", "confirm"])
def test_nothing_of_it_is_kept_by_a_cache(client, door):
    proposal, people = stand_around(ProposalState.ACCEPTED if door == "confirm" else ProposalState.DRAFT)
    response = come(client, people["lead"]).get(address(door, proposal))
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
