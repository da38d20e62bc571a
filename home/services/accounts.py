"""Verbs of accounts: their address, their name, their end."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from coalitions.notifications import compose, queue
from coalitions.personal_data import rooms_with_personal_data
from coalitions.workflow import NotAllowed
from home.models import User
from home.permissions import is_last_superuser


def account_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Receiver of an account's save: who makes or changes an account vouches for its address."""
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    sync_address(instance)
    if not instance.password:
        # Made without one in the admin. Empty, it would count as a password that nobody knows.
        instance.set_unusable_password()
        User.objects.filter(pk=instance.pk).update(password=instance.password)


@transaction.atomic
def sync_address(user):
    """Give the account exactly the address it has: confirmed, so that it can sign in by code."""
    address = user.email.strip().lower()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    if address:
        confirmed = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=address, defaults=confirmed)


def rename_account(user, *, first_name, last_name):
    """Change the name an account goes by."""
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])


@transaction.atomic
def reset_second_factor(user):
    """Take app, passkeys and recovery codes off an account, end its sessions, and tell its owner.

    Returns how many were taken off.
    """
    authenticators = Authenticator.objects.filter(user=user)
    count = authenticators.count()
    authenticators.delete()
    if user.has_usable_password():
        user.set_password(get_random_string(40))  # whoever took the phone may know it; a code by mail sets a new one
    else:
        user.set_unusable_password()
    user.save(update_fields=["password"])
    if user.email:
        change = "Its second factor was taken off by the Secretariat, and you are signed out everywhere."
        mail = compose("account/email/changed.txt", {"change": change})
        queue(mail, to=[user], matter="account:second_factor", at_once=True)
    log(user, "home.reset_second_factor")
    return count


@transaction.atomic
def close_account(user, *, by):
    """Erase an account: nobody signs in with it again, and nothing in it says who it was.

    What it decided stays, with an account that has no name. Each room does the same for what it keeps about the
    person. Raises NotAllowed for the last superuser.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if is_last_superuser(user):
        raise NotAllowed("This is the last superuser; the portal cannot be without one.")
    for room in rooms_with_personal_data():
        room.erase(user)
    Authenticator.objects.filter(user=user).delete()
    UserProfile.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.username = f"erased-{user.pk}"
    user.first_name, user.last_name, user.email = "Erased", f"account {user.pk}", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()  # which ends its sessions, too
    user.last_login = None
    user.save()
    account_type = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=account_type, object_id=str(user.pk)).update(label=str(user), data={})
    log(user, "home.erase", user=by)
    return user
