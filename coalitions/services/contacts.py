"""Verbs of contacts: who is invited to an account, and what is left of a person who has theirs erased."""

import itertools

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from coalitions.models import Contact, Membership, Notice
from coalitions.models.queued_email import delete_emails_to
from coalitions.notifications import compose, queue
from coalitions.services.members import erase_member
from coalitions.workflow import NotAllowed


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
    """Part of an account's erasure: its contacts end and lose the name; memberships and mails of its address go.

    What it decided stays.
    """
    today = timezone.now().date()
    for contact in Contact.objects.of_user(user):
        contact.user, contact.is_public = None, False
        contact.given_name, contact.family_name, contact.affiliation = "Erased", "", ""
        contact.to_date = min(contact.to_date or today, today)
        if contact.from_date and contact.from_date > contact.to_date:
            contact.from_date = None
        contact.save()
    for member in Membership.objects.of_person(user):
        erase_member(member)
    delete_emails_to(user)
    Notice.objects.of_person(user).delete()
