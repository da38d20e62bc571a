"""Verbs of the ground floor: the only code that writes a coalition's status and its coordinators' permissions."""

import datetime
import itertools

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from coalitions.models import CoalitionPage, Contact, Notice, StatusChange
from coalitions.models.queued_email import delete_emails_to, send_again
from coalitions.notifications import compose, queue
from coalitions.workflow import COALITION_STATUS, NotAllowed

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


@transaction.atomic
def change_status(coalition, *, verb, reason, by, on=None):
    """Take a step in a coalition's life and keep it, dated and reasoned.

    `on` is the day it took effect: by default today, UTC; not in the future, nor before the last change.
    Returns the StatusChange. Raises NotAllowed.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=coalition.pk)
    step = COALITION_STATUS.check(verb, by, coalition, reason)
    today = timezone.now().date()
    on = on or today
    if on > today:
        raise NotAllowed("A status takes effect today or earlier; it cannot be dated in the future.")
    latest = StatusChange.objects.of_coalition(coalition).newest_first().first()
    if latest and on < latest.changed_on:
        raise NotAllowed(f"The last change is of {latest.changed_on:%-d %B %Y}; this one cannot come before it.")
    change = StatusChange.objects.create(
        coalition=coalition,
        from_status=coalition.status,
        to_status=step.to_state,
        changed_on=on,
        reason=reason.strip(),
        by=by,
    )
    coalition.status = step.to_state
    coalition.save(update_fields=["status"], clean=False)
    log(
        coalition,
        "coalitions.status",
        user=by,
        data={"from": change.from_status, "to": change.to_status, "reason": change.reason, "on": on.isoformat()},
    )
    return change


@transaction.atomic
def set_initial_status(coalition, *, status, reason, by=None, on=None):
    """Give a newly imported coalition its first status. Does nothing for one that has a history."""
    if StatusChange.objects.of_coalition(coalition).exists():
        return None
    change = StatusChange.objects.create(
        coalition=coalition, to_status=status, changed_on=on or timezone.now().date(), reason=reason, by=by
    )
    coalition.status = status
    coalition.save(update_fields=["status"], clean=False)
    return change


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


@transaction.atomic
def invite_contact(contact, *, address, by):
    """Link a contact to the account of an address, which is made where there is none, and queue the invitation.

    The account has no password: its owner signs in with what the site sends to the address. Returns the account.
    Raises NotAllowed where the account is closed.
    """
    users = get_user_model()
    account = users.objects.filter(**{f"{users.get_email_field_name()}__iexact": address}).first()
    if account is None:
        account = _make_account(contact, address)
    elif not account.is_active:
        raise NotAllowed("The account with this address is closed; ask for another address.")
    contact.user = account
    contact.save()
    context = {"contact": contact, "coalition": contact.coalition, "address": address, "by": by}
    context["sign_in"] = resolve_url(settings.LOGIN_URL)
    mail = compose("coalitions/email/invitation.txt", context)
    queue(mail, to=[account], matter=f"contact:{contact.pk}", at_once=True)
    log(contact, "coalitions.invite", user=by)
    return account


def _make_account(contact, address):
    users = get_user_model()
    # Not the address: a user name is shown where somebody has no other name.
    wanted = slugify(contact.full_name)[:100] or "coordinator"
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in itertools.count(1))
    free = next(name for name in names if not users.objects.filter(**{users.USERNAME_FIELD: name}).exists())
    names = {"first_name": contact.given_name, "last_name": contact.family_name}
    account = users(**{users.USERNAME_FIELD: free, users.get_email_field_name(): address, **names})
    account.set_unusable_password()
    account.save()
    return account


@transaction.atomic
def forget_person(user):
    """Part of an account's erasure: its contacts end and lose the name, its mails go. What it decided stays."""
    today = timezone.now().date()
    for contact in Contact.objects.of_user(user):
        contact.user, contact.is_public = None, False
        contact.given_name, contact.family_name, contact.affiliation = "Erased", "", ""
        contact.to_date = min(contact.to_date or today, today)
        if contact.from_date and contact.from_date > contact.to_date:
            contact.from_date = None
        contact.save()
    delete_emails_to(user)
    Notice.objects.of_person(user).delete()


@transaction.atomic
def send_notice_again(notice, *, by):
    """Put a mail that failed into the queue again. Raises NotAllowed for one that did not fail."""
    if notice.email_id is None or not send_again(notice.email):
        raise NotAllowed("Only a mail that failed can be sent again.")
    log(notice, "coalitions.send_again", user=by)
