"""Everything the portal keeps about a person, for that person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from wagtail.models import ModelLogEntry, PageLogEntry

from coalitions.personal_data import rooms_with_personal_data


def personal_data_of(user):
    """What JSON holds: the account, and what each room keeps, by room and kind. Moments are ISO 8601, UTC."""
    return {
        "account": {
            "user_name": user.get_username(),
            "given_name": user.first_name,
            "family_name": user.last_name,
            "email": user.email,
            "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
            "has_password": user.has_usable_password(),
            "second_factors": [_factor(factor) for factor in Authenticator.objects.filter(user=user).order_by("pk")],
            "roles": sorted(user.groups.values_list("name", flat=True)),
            "made_at": user.date_joined,
            "last_signed_in_at": user.last_login,
        },
        **{room.key: room.export(user) for room in rooms_with_personal_data()},
        "actions": [*_actions(PageLogEntry, user), *_actions(ModelLogEntry, user)],
    }


def _actions(log, user):
    """What the account did, as the portal's log has it."""
    return list(log.objects.filter(user=user).order_by("timestamp").values("timestamp", "action", "label"))


def _factor(authenticator):
    return {
        "kind": authenticator.get_type_display(),
        "added_at": authenticator.created_at,
        "last_used_at": authenticator.last_used_at,
    }
