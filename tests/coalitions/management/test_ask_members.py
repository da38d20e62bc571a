"""The daily command that asks members and forgets what nobody confirmed."""

import datetime
import io

import pytest
import time_machine
from django.core.management import call_command

from coalitions.enums import MembershipState
from coalitions.models import Membership, Notice
from coalitions.models.membership import ASK_EVERY, CONFIRM_WITHIN
from tests.factories import make_coalition, make_member

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2021, 5, 17, 9, tzinfo=datetime.UTC)


def run(**options):
    said = io.StringIO()
    call_command("ask_members", stdout=said, **options)
    return said.getvalue().splitlines()


@time_machine.travel(NOW, tick=False)
def test_a_day_and_the_same_day_again():
    first, second = make_coalition("A", acronym="DC-A"), make_coalition("B", acronym="DC-B")
    for coalition in (second, first, first):
        make_member(coalition, confirmed_at=NOW - ASK_EVERY)
    make_member(first)
    make_member(first, state=MembershipState.UNCONFIRMED, requested_at=NOW - CONFIRM_WITHIN)
    told = ["DC-A: 2", "DC-B: 1"]
    assert run(dry_run=True) == [*told, "Would be: 3 asked, 1 unconfirmed requests forgotten"]
    assert (Membership.objects.count(), Notice.objects.count()) == (5, 0)
    assert run() == [*told, "3 asked, 1 unconfirmed requests forgotten"]
    assert run() == ["0 asked, 0 unconfirmed requests forgotten"]
    assert (Membership.objects.count(), Notice.objects.count()) == (4, 3)
