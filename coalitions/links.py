"""Signed links in mails: who holds the link may do the one thing it is for."""

from django.core import signing


def sign(purpose, value):
    """A token for an address: the value (anything JSON holds), readable by all, made by us, good for one purpose."""
    return signing.dumps(value, salt=_salt(purpose))


def read(purpose, token, max_age=None):
    """The value in a token made for this purpose, at most `max_age` old (seconds or a timedelta); else None."""
    try:
        return signing.loads(token, salt=_salt(purpose), max_age=max_age)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None


def _salt(purpose):
    return f"coalitions.links.{purpose}"
