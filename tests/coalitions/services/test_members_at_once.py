"""Two requests at once. SQLite lets one writer in after the other anyway; here the database has to lock."""

import threading

import pytest
from django.db import connection

from coalitions.models import Membership, Notice
from coalitions.models.membership import ASK_EVERY
from coalitions.services import ask_still_interested, confirm_member, join_coalition
from tests.factories import make_coalition, make_member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*calls):
    """Run all calls, each in a thread and with a connection of its own, from the same moment on."""
    start, errors = threading.Barrier(len(calls)), []

    def run(call):
        try:
            start.wait()
            call()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_joins_with_one_address_make_one_request_and_one_mail():
    coalition = make_coalition()
    at_once(*[lambda: join_coalition(coalition, email="ada@example.org", name="Ada")] * 6)
    assert (Membership.objects.count(), Notice.objects.count()) == (1, 1)


def test_two_clicks_on_confirm_make_one_member_and_one_welcome():
    member = make_member(state="unconfirmed")
    at_once(*[lambda: confirm_member(member)] * 4)
    assert (Membership.objects.members().count(), Notice.objects.count()) == (1, 1)


def test_two_runs_ask_once():
    member = make_member()
    Membership.objects.update(confirmed_at=member.confirmed_at - ASK_EVERY)
    at_once(*[ask_still_interested] * 4)
    assert Notice.objects.count() == 1
