"""Verbs of coordinators: the only code that writes what they may do in their coalition's subtree."""

import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from coalitions.models import CoalitionPage, Contact

GROUP_NAME = "Coordinators of coalition "
# What a coordinator may do in the subtree of the coalition's page.
SUBTREE_PERMISSIONS = ("add_page", "change_page", "publish_page")
# What a coordinator may do besides: enter the admin and file the coalition's outputs.
COORDINATOR_PERMISSIONS = (
    ("wagtailadmin", "access_admin"),
    ("coalitions", "view_output"),
    ("coalitions", "add_output"),
    ("coalitions", "change_output"),
    ("coalitions", "delete_output"),
)
# What they may do in the coalition's own collection of files.
COLLECTION_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "choose_document"),
)


def group_name(coalition_id):
    return f"{GROUP_NAME}{coalition_id}"


def coalition_of_group(name):
    """The id in the name of a coordinators' group; None for a group that is only named alike."""
    number = name.removeprefix(GROUP_NAME)
    return int(number) if number.isascii() and number.isdigit() else None


def make_coordinators_group(coalition):
    """The group whose members edit and publish a coalition's subtree, with a collection for its files."""
    group, created = Group.objects.get_or_create(name=group_name(coalition.pk))
    if not created:
        return group
    for codename in SUBTREE_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page_id=coalition.pk, permission=permission)
    for app_label, codename in COORDINATOR_PERMISSIONS:
        group.permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    collection = Collection.get_first_root_node().add_child(name=f"Files of {coalition.short_name}"[:255])
    for app_label, codename in COLLECTION_PERMISSIONS:
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return group


@transaction.atomic
def sync_coordinators(coalition, on: datetime.date | None = None):
    """Let exactly the people who coordinate the coalition on a date (default: today, UTC) edit its subtree.

    Returns `(added, removed)`: counts of accounts. Safe at any interval.
    """
    contacts = Contact.objects.of_coalition(coalition).coordinating().current(on)
    wanted = set(contacts.values_list("user_id", flat=True))
    if wanted:
        group = make_coordinators_group(coalition)
    elif (group := Group.objects.filter(name=group_name(coalition.pk)).first()) is None:
        return 0, 0
    present = set(group.user_set.values_list("pk", flat=True))
    group.user_set.add(*(wanted - present))
    group.user_set.remove(*(present - wanted))
    return len(wanted - present), len(present - wanted)


def sync_coordinators_of(user):
    """Bring one account's coordinator permissions up to today's contacts. Two queries where nothing has changed."""
    contacts = Contact.objects.of_user(user).coordinating().current()
    wanted = set(contacts.values_list("coalition_id", flat=True))
    names = user.groups.filter(name__startswith=GROUP_NAME).values_list("name", flat=True)
    _sync_coalitions(wanted ^ {coalition_of_group(name) for name in names})


def sync_all_coordinators():
    """Bring every coordinator's permissions up to today's contacts. Two queries where nothing has changed."""
    wanted = set(Contact.objects.coordinating().current().values_list("coalition_id", "user_id"))
    members = Group.objects.filter(name__startswith=GROUP_NAME, user__isnull=False).values_list("name", "user")
    present = {(coalition_of_group(name), user_id) for name, user_id in members}
    return _sync_coalitions({coalition_id for coalition_id, _user_id in wanted ^ present})


def _sync_coalitions(ids):
    added = removed = 0
    for coalition in CoalitionPage.objects.filter(pk__in=ids - {None}) if ids else ():
        counts = sync_coordinators(coalition)
        added, removed = added + counts[0], removed + counts[1]
    return added, removed


def contact_changed(sender, instance, raw=False, **kwargs):
    """Receiver of a contact's save and deletion: what it was before is not known here, so all are compared."""
    if not raw:
        sync_all_coordinators()


def coalition_deleted(sender, instance, **kwargs):
    """Receiver of a coalition's deletion: its coordinators' group goes with it. Its files stay."""
    Group.objects.filter(name=group_name(instance.pk)).delete()


def user_signed_in(sender, user, **kwargs):
    """Receiver of a sign-in: terms that began or ended since the last one take effect."""
    sync_coordinators_of(user)
