"""Whom mails go to: today's coordinators of a coalition, and those who act as the Secretariat."""

import datetime

import pytest
from django.utils import timezone

from coalitions.notifications import coordinators_of, secretariat_accounts
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_todays_coordinators_of_these_coalitions():
    cora, cody, gone = make_user("cora"), make_user("cody"), make_user("gone", is_active=False)
    coalition = make_coalition(coordinators=[cora, gone])
    other = make_coalition(coordinators=[cody, cora])
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    make_contact(coalition, user=make_user("former"), to_date=yesterday)
    assert coordinators_of([coalition.pk]) == [cora]
    assert coordinators_of([coalition.pk, other.pk]) == [cora, cody]
    assert coordinators_of([]) == []


def test_the_secretariat_is_who_has_its_permission():
    make_superuser()
    make_user()
    sam = make_secretariat_user()
    assert secretariat_accounts() == [sam]
