"""A member's states: before, during and after dormancy; and what the database itself refuses."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from coalitions.enums import CoalitionStatus, MembershipState, NameVisibility
from coalitions.models import Membership
from coalitions.models.membership import ASK_EVERY, CONFIRM_WITHIN, DORMANT_AFTER, check_name
from tests.factories import make_coalition, make_member

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)
MOMENT = datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def states_by_query():
    return {member.pk: state for state in MembershipState for member in Membership.objects.in_state(state)}


ASKED = NOW - DORMANT_AFTER


@pytest.mark.parametrize(
    ("asked_at", "answered_at", "state"),
    [
        (None, None, MembershipState.CURRENT),
        (None, NOW - 5 * ASK_EVERY, MembershipState.CURRENT),
        # Asked, and the time to answer runs: before, at its end, after.
        (NOW, None, MembershipState.CURRENT),
        (ASKED + MOMENT, None, MembershipState.CURRENT),
        (ASKED, None, MembershipState.DORMANT),
        (ASKED - MOMENT, None, MembershipState.DORMANT),
        # An answer counts if it is to the last question.
        (ASKED, ASKED - MOMENT, MembershipState.DORMANT),
        (ASKED, ASKED, MembershipState.CURRENT),
        (ASKED, NOW, MembershipState.CURRENT),
        (ASKED + MOMENT, ASKED - MOMENT, MembershipState.CURRENT),
    ],
)
def test_before_during_and_after_dormancy(asked_at, answered_at, state):
    member = make_member(asked_at=asked_at, answered_at=answered_at)
    assert (member.state, states_by_query()) == (state, {member.pk: state})
    assert list(Membership.objects.members()) == [member]
    waiting = asked_at is not None and (answered_at is None or answered_at < asked_at)
    assert member.waits_for_answer is waiting


@pytest.mark.parametrize("state", MembershipState)
def test_each_is_in_exactly_one_state(state):
    member = make_member(state=state)
    assert (member.state, states_by_query()) == (state, {member.pk: state})
    is_member = state in (MembershipState.CURRENT, MembershipState.DORMANT)
    assert (member.is_member, Membership.objects.members().count()) == (is_member, int(is_member))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (datetime.date(2021, 2, 28), 0),
        (datetime.date(2021, 3, 1), 1),
        (datetime.date(2021, 4, 30), 1),
        (datetime.date(2021, 5, 1), 0),
    ],
)
def test_members_on_a_day(day, count):
    make_member(
        state=MembershipState.LEFT,
        confirmed_at=NOW,
        joined_on=datetime.date(2021, 3, 1),
    )
    Membership.objects.update(left_on=datetime.date(2021, 5, 1))
    make_member(state=MembershipState.UNCONFIRMED)
    assert Membership.objects.members(day).count() == count


LONG_AGO = NOW - ASK_EVERY


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"confirmed_at": LONG_AGO + MOMENT}, False),
        ({"confirmed_at": LONG_AGO}, True),
        ({"confirmed_at": LONG_AGO, "answered_at": LONG_AGO + MOMENT}, False),
        ({"confirmed_at": LONG_AGO, "answered_at": LONG_AGO}, True),
        ({"confirmed_at": LONG_AGO, "asked_at": LONG_AGO + MOMENT}, False),
        # Silent for a year: asked again, and still a member.
        ({"confirmed_at": LONG_AGO, "asked_at": LONG_AGO}, True),
        ({"confirmed_at": LONG_AGO, "state": MembershipState.LEFT}, False),
        ({"state": MembershipState.UNCONFIRMED, "requested_at": LONG_AGO}, False),
        ({"confirmed_at": LONG_AGO, "coalition": CoalitionStatus.CLOSED}, False),
        ({"confirmed_at": LONG_AGO, "coalition": CoalitionStatus.INACTIVE}, True),
    ],
)
def test_who_is_due_to_be_asked(fields, is_due):
    coalition = make_coalition(status=fields.pop("coalition", CoalitionStatus.ACTIVE))
    make_member(coalition, **fields)
    assert Membership.objects.due_to_be_asked().exists() is is_due


@pytest.mark.parametrize(
    ("requested_at", "is_over"), [(NOW - CONFIRM_WITHIN + MOMENT, False), (NOW - CONFIRM_WITHIN, True)]
)
def test_when_a_request_runs_out(requested_at, is_over):
    make_member(state=MembershipState.UNCONFIRMED, requested_at=requested_at)
    make_member(requested_at=NOW - 2 * CONFIRM_WITHIN)
    assert Membership.objects.never_confirmed().exists() is is_over


HERE = {"confirmed_at": NOW, "joined_on": NOW.date(), "name": "A", "email": "a@example.org"}
GONE = {"confirmed_at": NOW, "joined_on": NOW.date(), "left_on": NOW.date(), "name": "", "email": ""}


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        (GONE | {"left_on": NOW.date() - datetime.timedelta(days=1)}, "member_left_not_before_joining"),
        (GONE | {"confirmed_at": None, "joined_on": None}, "member_left_not_before_joining"),
        (HERE | {"joined_on": None}, "member_joined_when_confirmed"),
        (HERE | {"confirmed_at": None}, "member_joined_when_confirmed"),
        (HERE | {"email": ""}, "member_known_until_left"),
        (HERE | {"name": ""}, "member_known_until_left"),
        (GONE | {"email": "kept@example.org"}, "member_known_until_left"),
        (GONE | {"name": "Kept"}, "member_known_until_left"),
    ],
)
def test_what_the_database_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(coalition=make_coalition(), **fields)


def test_an_address_once_in_a_coalition_while_it_is_there():
    coalition = make_coalition()
    make_member(coalition, email="ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_member(coalition, email="ada@example.org")
    make_member(make_coalition(), email="ada@example.org")
    for _ in range(2):
        make_member(coalition, state=MembershipState.LEFT)
    assert Membership.objects.count() == 4


def test_public_names_are_of_members_who_chose_it():
    coalition = make_coalition()
    for state in MembershipState:
        name = "" if state == MembershipState.LEFT else f"Named, {state.value}"
        make_member(coalition, state=state, name=name, visibility=NameVisibility.PUBLIC)
    make_member(coalition, name="Not named")
    names = Membership.objects.of_coalition(coalition).public_names().values_list("name", flat=True)
    assert list(names) == ["Named, current", "Named, dormant"]


def test_its_name_in_logs_is_nobodys():
    member = make_member(name="Ada Example", email="ada@example.org")
    assert str(member) == f"Member {member.pk} of coalition {member.coalition_id}"


def test_counts_by_coalition():
    first, second = make_coalition(), make_coalition()
    for state in MembershipState:
        make_member(first, state=state)
    assert Membership.objects.of_coalitions([first.pk, second.pk]).counts_by_coalition() == {
        first.pk: {"unconfirmed": 1, "all_members": 2, "dormant": 1}
    }


@pytest.mark.parametrize("name", ["Ada", "Ada / Example & Co. (Ltd.)", "株式会社", "O’Neil", "Access.Now"])
def test_names(name):
    assert check_name(name) is None


@pytest.mark.parametrize(
    "name", ["", "—", "123", "Buy at https://evil.example", "WWW.evil.example", "ada@example.org"]
)
def test_no_names(name):
    with pytest.raises(ValidationError):
        check_name(name)
