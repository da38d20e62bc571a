"""Who may do what with a coalition: `(user, thing) -> bool`."""

from coalitions.models import CoalitionPage, Contact


def is_secretariat(user):
    """May keep every coalition's contacts: the mark of the Secretariat's role, whatever the group is called."""
    return user.is_active and user.has_perm("coalitions.change_contact")


def can_use_admin(user):
    """May enter the CMS at all."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def is_coordinator(user, coalition):
    """Is a coordinator or co-coordinator of this coalition today."""
    if not user.is_authenticated or not user.is_active:
        return False
    return Contact.objects.of_user(user).coordinating().current().of_coalition(coalition).exists()


def coordinated_ids(user):
    """The ids of the coalitions `user` coordinates today."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return set(Contact.objects.of_user(user).coordinating().current().values_list("coalition_id", flat=True))


def can_change_status(user, coalition):
    return is_secretariat(user)


def can_import_coalitions(user):
    """May import and export the directory."""
    return is_secretariat(user)


def can_remove_coalition(user, coalition):
    """May delete or move a coalition's own page: its coordinators edit it, they do not take it away."""
    return is_secretariat(user)


def can_edit_coalition(user, coalition: CoalitionPage):
    return coalition.permissions_for_user(user).can_edit()


def can_edit_output(user, output):
    """The Secretariat, and the coordinators of every coalition that publishes it."""
    if is_secretariat(user):
        return True
    if not user.has_perm("coalitions.change_output"):
        return False
    publishers = {coalition.pk for coalition in output.coalitions.all()}
    return bool(publishers) and publishers <= coordinated_ids(user)
