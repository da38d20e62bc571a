"""Whom a mail goes to: accounts by what they are for a coalition or for the portal."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q

from coalitions.models import Contact


def coordinators_of(coalition_ids):
    """The accounts that coordinate any of these coalitions today."""
    contacts = Contact.objects.coordinating().current().filter(coalition_id__in=coalition_ids)
    return list(get_user_model().objects.filter(is_active=True, pk__in=contacts.values("user_id")).order_by("pk"))


def coalitions_reached(coalition_ids):
    """The ids of those coalitions that have an account to write to."""
    contacts = Contact.objects.coordinating().current().filter(coalition_id__in=coalition_ids, user__is_active=True)
    return set(contacts.values_list("coalition_id", flat=True))


def secretariat_accounts():
    """The accounts that act as the Secretariat: those with the permission, not every superuser."""
    permission = Permission.objects.filter(content_type__app_label="coalitions", codename="change_contact")
    holds = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    return list(get_user_model().objects.filter(holds, is_active=True).distinct().order_by("pk"))
