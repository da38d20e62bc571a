"""Who may do what with accounts: `(user, thing) -> bool`."""

from coalitions.services import GROUP_NAME
from home.models import User

ACCESS_ADMIN = {"codename": "access_admin", "content_type__app_label": "wagtailadmin"}


def must_use_second_factor(user):
    """Enters the CMS for more than the own coalition's pages: Secretariat, facilitators, superusers."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or user.user_permissions.filter(**ACCESS_ADMIN).exists():
        return True
    with_access = {f"permissions__{name}": value for name, value in ACCESS_ADMIN.items()}
    return user.groups.filter(**with_access).exclude(name__startswith=GROUP_NAME).exists()


def is_last_superuser(user):
    """Is an active superuser, and there is no other."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and user.is_active and not others.exists()
