"""What allauth asks of this site: who may sign up (nobody), how its mails leave, what the portal is called."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from coalitions.notifications import compose, queue

# What happened to an account, by allauth's name of the mail that says so. All are one mail with another sentence.
CHANGES = {
    "account/email/email_changed": "Its e-mail address was changed.",
    "account/email/email_confirm": "Its e-mail address was confirmed.",
    "account/email/email_deleted": "An e-mail address was removed from it.",
    "account/email/password_changed": "Its password was changed.",
    "account/email/password_reset": "Its password was set anew, with a code sent by e-mail.",
    "account/email/password_set": "It was given a password.",
    "mfa/email/recovery_codes_generated": "It was given new recovery codes; the earlier ones no longer work.",
    "mfa/email/totp_activated": "An authenticator app was added as its second factor.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from it.",
    "mfa/email/webauthn_added": "A passkey was added to it.",
    "mfa/email/webauthn_removed": "A passkey was removed from it.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of this site: made by the Secretariat, with mail through the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "This e-mail address and password do not belong together.",
        "email_taken": "Another account has this e-mail address.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "This code is not the one we sent, or not the newest one.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "That was too often in a short time. Please wait a few minutes.",
        "too_many_login_attempts": "Too many tries. Please wait a few minutes and ask for a new code.",
        "username_password_mismatch": "This user name and password do not belong together.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        # Whoever made the account vouched for its address; one without an address signs in all the same.
        return [stage for stage in super().get_login_stages() if not stage.endswith(".EmailVerificationStage")]

    def send_mail(self, template_prefix, email, context):
        """Keep the mail in the outbox; it holds a code or says something about the account, so it leaves alone."""
        kind = template_prefix.rpartition("/")[2]
        if template_prefix in CHANGES:
            template_prefix, context = "account/email/changed", {**context, "change": CHANGES[template_prefix]}
        values = {"code": context.get("code", ""), "change": context.get("change", ""), "email": email}
        values["minutes"] = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        queue(compose(f"{template_prefix}.txt", values), to=[email], matter=f"account:{kind}", at_once=True)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors of this site."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not the one the app shows now.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def get_totp_issuer(self):
        return settings.WAGTAIL_SITE_NAME

    def _get_site_name(self):
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(self, user, type):
        return f"Passkey {self.count_of(user, type) + 1}"

    def count_of(self, user, type):
        return sum(authenticator.type == type for authenticator in user.authenticator_set.all())
