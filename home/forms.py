"""In and out of fields: what one fills in to sign in, and the own account."""

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from coalitions.sanitize import SanitizeError, clean_line
from home.models import User

CODE_HELP = "As it stands in the mail; with or without the dash."


class _PlainFields:
    """allauth's forms in the site's manner: the label says what to type, no placeholder repeats it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_PlainFields, account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address or user name"
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""


class RequestCodeForm(_PlainFields, account_forms.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"


class _CodeFields(_PlainFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = CODE_HELP
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "class": "code-input", "autocapitalize": "off"}


class ConfirmCodeForm(_CodeFields, account_forms.ConfirmLoginCodeForm):
    pass


class ConfirmAddressForm(_CodeFields, account_forms.ConfirmEmailVerificationCodeForm):
    pass


class AddressForm(_PlainFields, account_forms.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New e-mail address"


class ResetPasswordForm(_PlainFields, account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"


class _NewPasswordFields(_PlainFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].label, self.fields["oldpassword"].help_text = "Present password", ""
        self.fields["password1"].label, self.fields["password2"].label = "New password", "New password, once more"
        self.fields["password1"].help_text = "At least 12 characters: a few words that only you would put together."


class ChangePasswordForm(_NewPasswordFields, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_NewPasswordFields, account_forms.SetPasswordForm):
    pass


class NewPasswordForm(_NewPasswordFields, account_forms.ResetPasswordKeyForm):
    pass


class PasswordAgainForm(_PlainFields, account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class _FactorFields(_PlainFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].widget.attrs |= {"class": "code-input", "autocapitalize": "off"}


class FactorForm(_FactorFields, mfa_forms.AuthenticateForm):
    pass


class FactorAgainForm(_FactorFields, mfa_forms.ReauthenticateForm):
    pass


class ActivateAppForm(_FactorFields, ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(_PlainFields, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "So that you know it from others, for example “Office laptop”."
        self.fields["passwordless"].label = "Sign in with this passkey alone"
        self.fields["passwordless"].help_text = "Without a code by e-mail: the device asks for finger, face or PIN."
        self.fields["passwordless"].initial = True


class EditPasskeyForm(_PlainFields, EditWebAuthnForm):
    pass


class _NoColon:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class NameForm(_NoColon, forms.ModelForm):
    """The name an account goes by."""

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        labels = {"first_name": "Given name", "last_name": "Family name"}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }

    def clean_first_name(self):
        return self._line("first_name")

    def clean_last_name(self):
        return self._line("last_name")

    def _line(self, name):
        try:
            return clean_line(self.cleaned_data[name], max_length=150)
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error


class CloseAccountForm(_NoColon, forms.Form):
    """The word that shows that somebody means it."""

    understood = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick this box if you want your account erased."},
    )
