"""Verbs of the site: the roles people sign in with."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

SECRETARIAT = "Secretariat"
FACILITATORS = "Facilitators"
REVIEWERS = "Reviewers"

# Which permissions a role has, as (app label, model, verbs).
ROLE_PERMISSIONS = {
    SECRETARIAT: (
        ("wagtailadmin", "admin", ("access",)),
        ("coalitions", "cycle", ("add", "change", "delete", "view")),
        ("coalitions", "focusarea", ("add", "change", "delete", "view")),
        ("coalitions", "contact", ("add", "change", "delete", "view")),
        ("coalitions", "output", ("add", "change", "delete", "view")),
        ("coalitions", "opennesscheck", ("add", "change", "delete", "view")),
        ("coalitions", "statuschange", ("view",)),
        ("coalitions", "notice", ("view",)),
        ("papers", "interview", ("add", "change", "delete", "view")),
        ("events", "actionitem", ("add", "change", "delete", "view")),
        ("events", "externaldate", ("add", "change", "delete", "view")),
        ("home", "portalsettings", ("change",)),
        ("wagtailredirects", "redirect", ("add", "change", "delete", "view")),
        ("wagtailcore", "collection", ("add", "change", "delete")),
    ),
    FACILITATORS: (
        ("wagtailadmin", "admin", ("access",)),
        ("events", "actionitem", ("add", "change", "view")),
    ),
    REVIEWERS: (("proposals", "review", ("add",)),),
}
SECRETARIAT_PAGE_PERMISSIONS = (
    "add_page",
    "change_page",
    "publish_page",
    "lock_page",
    "unlock_page",
    "bulk_delete_page",
)
FACILITATOR_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
FILE_PERMISSIONS = {
    SECRETARIAT: ("add", "change", "delete", "choose"),
    FACILITATORS: ("add", "choose"),
}


@transaction.atomic
def set_up_roles():
    """Make the three roles with exactly their permissions. Safe to repeat; returns the groups by name."""
    groups = {}
    for name, permissions in ROLE_PERMISSIONS.items():
        groups[name], _ = Group.objects.get_or_create(name=name)
        wanted = []
        for app_label, model, verbs in permissions:
            codenames = [f"{verb}_{model}" for verb in verbs]
            found = list(Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))
            if len(found) != len(codenames):
                raise LookupError(f"{app_label} does not have every permission of {codenames}; run migrate first.")
            wanted += found
        groups[name].permissions.set(wanted)
    let_group_edit(groups[SECRETARIAT], Page.get_first_root_node(), SECRETARIAT_PAGE_PERMISSIONS)
    root = Collection.get_first_root_node()
    for name, verbs in FILE_PERMISSIONS.items():
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            for permission in Permission.objects.filter(
                content_type__app_label=app_label, codename__in=[f"{verb}_{model}" for verb in verbs]
            ):
                GroupCollectionPermission.objects.get_or_create(
                    group=groups[name], collection=root, permission=permission
                )
    return groups


def let_group_edit(group, page, codenames=FACILITATOR_PAGE_PERMISSIONS):
    """Give a group permissions on a page and all below it. Safe to repeat."""
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
