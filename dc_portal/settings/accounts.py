"""Accounts: made by the Secretariat; one signs in on the public site, by a code, a passkey or a password."""

import environ

env = environ.Env()

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "coalitions:my-coalition"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "home.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "home.forms.LoginForm",
    "request_login_code": "home.forms.RequestCodeForm",
    "confirm_login_code": "home.forms.ConfirmCodeForm",
    "confirm_email_verification_code": "home.forms.ConfirmAddressForm",
    "confirm_password_reset_code": "home.forms.ConfirmCodeForm",
    "add_email": "home.forms.AddressForm",
    "reset_password": "home.forms.ResetPasswordForm",
    "reset_password_from_key": "home.forms.NewPasswordForm",
    "change_password": "home.forms.ChangePasswordForm",
    "set_password": "home.forms.SetPasswordForm",
    "reauthenticate": "home.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
# Nobody signs up; but without a password here allauth takes it off the sign-in, too.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
MFA_ADAPTER = "home.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "home.forms.FactorForm",
    "reauthenticate": "home.forms.FactorAgainForm",
    "activate_totp": "home.forms.ActivateAppForm",
    "add_webauthn": "home.forms.AddPasskeyForm",
    "edit_webauthn": "home.forms.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey asks for finger, face or PIN: it is two factors in one.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# A clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
# Whether the CMS opens to the Secretariat, facilitators and superusers only with a second factor.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=False)
# Wagtail's own pages for addresses and passwords know nothing of a second factor.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
