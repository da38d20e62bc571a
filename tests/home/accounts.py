"""What tests of accounts share: how one signs in, and the codes of an authenticator app."""

import re
import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from coalitions.models import Notice

PASSWORD = "a-long-test-password"  # of every account that tests.factories.make_user makes


def code_from_mail():
    """The code in the newest mail that waits."""
    return re.search(r"^(\d{4}-\d{4})$", Notice.objects.latest("pk").text, re.MULTILINE)[1]


def sign_in_by_code(client, email, **query):
    """Ask for a code, read it, type it; returns the last answer."""
    client.post("/accounts/login/code/", {"email": email, **query})
    return client.post("/accounts/login/code/confirm/", {"code": code_from_mail(), **query})


def sign_in_by_password(client, user, **fields):
    return client.post("/accounts/login/", {"login": user.get_username(), "password": PASSWORD, **fields})


def enrol_app(user):
    """Give an account an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of_app(secret, steps=0):
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
