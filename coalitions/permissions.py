"""Who may do what with a coalition: `(user, thing) -> bool`."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth import get_user_model

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


_known_ids = ContextVar("coordinated_ids", default=None)


@contextmanager
def asking_once():
    """Within it `coordinated_ids` asks once for each person: for pages of many sections, which only read."""
    token = _known_ids.set({})
    try:
        yield
    finally:
        _known_ids.reset(token)


def coordinated_ids(user):
    """The ids of the coalitions `user` coordinates today, a frozenset."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known = _known_ids.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    ids = frozenset(Contact.objects.of_user(user).coordinating().current().values_list("coalition_id", flat=True))
    if known is not None:
        known[user.pk] = ids
    return ids


def can_be_invited(address):
    """An address of nobody yet, or of an account that is open."""
    users = get_user_model()
    closed = users.objects.filter(**{f"{users.get_email_field_name()}__iexact": address}, is_active=False)
    return not closed.exists()


def can_see_outbox(user):
    """May see which mails wait, left or failed, and send a failed one again."""
    return is_secretariat(user)


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


def can_keep_members(user, coalition):
    """May see, export and import a coalition's members and show a name no longer; nobody else sees who they are."""
    return is_secretariat(user) or is_coordinator(user, coalition)


def can_import_members(user):
    """May import members at all: into which coalitions, `can_keep_members` says."""
    return is_secretariat(user) or bool(coordinated_ids(user))


def can_erase_member(user, member):
    """May erase a member who asks for it by other ways than the own link."""
    return is_secretariat(user)


def can_adopt_statement(user, coalition):
    """May record what a coalition says to the statement of membership."""
    return is_secretariat(user) or is_coordinator(user, coalition)


def can_keep_statement(user, statement=None):
    """May write the statement of membership and record that it is agreed."""
    return is_secretariat(user)
