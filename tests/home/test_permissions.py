import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from home.permissions import is_last_superuser, must_use_second_factor
from home.services import set_up_roles
from tests.factories import (
    make_coalition,
    make_facilitator_user,
    make_secretariat_user,
    make_series,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_coordinator():
    user = make_user()
    make_coalition(coordinators=[user])
    return user


def make_coordinator_and_facilitator():
    user = make_facilitator_user(make_series())
    make_coalition(coordinators=[user])
    return user


def make_reviewer():
    user = make_user()
    user.groups.add(set_up_roles()["Reviewers"])
    return user


def make_editor_of_own_making():
    """In a group that somebody made in the admin, with access to it."""
    user, group = make_user(), Group.objects.create(name="Editors of news")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def make_user_with_the_permission_itself():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.mark.parametrize(
    "make, must",
    [
        (AnonymousUser, False),
        (make_user, False),
        (make_reviewer, False),
        (make_coordinator, False),
        (make_coordinator_and_facilitator, True),
        (lambda: make_facilitator_user(make_series()), True),
        (make_secretariat_user, True),
        (make_editor_of_own_making, True),
        (make_user_with_the_permission_itself, True),
        (make_superuser, True),
        (lambda: make_superuser(is_active=False), False),
    ],
)
def test_who_must_use_a_second_factor(make, must):
    assert must_use_second_factor(make()) is must


def test_the_last_superuser():
    assert is_last_superuser(make_user()) is False
    chief = make_superuser()
    make_superuser(is_active=False)
    assert is_last_superuser(chief) is True
    make_superuser()
    assert is_last_superuser(chief) is False
