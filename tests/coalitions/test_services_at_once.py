import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupPagePermission

from coalitions.enums import CoalitionStatus
from coalitions.models import Contact, StatusChange
from coalitions.services import GROUP_NAME, change_status, group_name, sync_all_coordinators
from coalitions.workflow import NotAllowed
from tests.dc_portal.at_once import at_once, before_the_first_has_ended
from tests.factories import make_coalition, make_contact, make_secretariat_user, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def contacts_nobody_has_looked_at(*coalitions):
    """Coordinators whose permissions are not yet what they should be, as after a term that began overnight."""
    return Contact.objects.bulk_create(
        Contact(coalition=coalition, given_name="Ada", user=make_user()) for coalition in coalitions
    )


def groups():
    """Coalition's page → the accounts in its coordinators' group, and the collections of files by name."""
    members = {
        group.name.removeprefix(GROUP_NAME): list(group.user_set.order_by("pk").values_list("pk", flat=True))
        for group in Group.objects.filter(name__startswith=GROUP_NAME)
    }
    return members, sorted(Collection.objects.filter(depth=2).values_list("name", flat=True))


def test_the_sync_twice_at_once_makes_each_group_once():
    coalitions = [make_coalition() for _ in range(3)]
    contacts = contacts_nobody_has_looked_at(*coalitions)
    first, second = before_the_first_has_ended(sync_all_coordinators, sync_all_coordinators)
    assert (first, second) == ((3, 0), (0, 0))
    assert groups() == (
        {str(contact.coalition_id): [contact.user_id] for contact in contacts},
        sorted(f"Files of {coalition.acronym}" for coalition in coalitions),
    )
    assert GroupPagePermission.objects.filter(group__name__startswith=GROUP_NAME).count() == 9


def test_the_command_in_several_processes_at_once():
    coalitions = [make_coalition() for _ in range(4)]
    contacts = contacts_nobody_has_looked_at(*coalitions)
    assert at_once(*[lambda: call_command("sync_coordinators", verbosity=0)] * 3) == [None] * 3
    assert groups()[0] == {str(contact.coalition_id): [contact.user_id] for contact in contacts}
    assert len(groups()[1]) == 4


def test_two_contacts_saved_at_once():
    coalitions, people = [make_coalition(), make_coalition()], [make_user(), make_user()]
    saved = at_once(
        *(
            lambda coalition=coalition, user=user: make_contact(coalition, user=user).pk
            for coalition, user in zip(coalitions, people, strict=True)
        )
    )
    assert sorted(saved) == sorted(Contact.objects.values_list("pk", flat=True))
    for coalition, user in zip(coalitions, people, strict=True):
        assert list(Group.objects.get(name=group_name(coalition.pk)).user_set.all()) == [user]


def test_the_second_change_of_a_status_is_refused():
    coalition, user = make_coalition(status=CoalitionStatus.ACTIVE), make_secretariat_user()
    _changed, told = before_the_first_has_ended(
        lambda: change_status(coalition, verb="deactivate", reason="No calls for a year.", by=user),
        lambda: change_status(coalition, verb="deactivate", reason="Silent.", by=user),
    )
    assert (type(told), str(told)) == (
        NotAllowed,
        "“Mark as inactive” is not possible while the state is “inactive”.",
    )
    assert list(StatusChange.objects.values_list("reason", flat=True)) == ["No calls for a year."]
