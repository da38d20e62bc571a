"""The base of every form that somebody who is not signed in may post."""

import time

from django import forms
from django.core import signing

SALT = "coalitions.forms.public"
LEAST_SECONDS = 2


def stamp(at=None):
    """A signed moment (Unix seconds; default: now) for the field `opened`."""
    return signing.dumps(int(time.time() if at is None else at), salt=SALT)


def moment_of(token):
    """The moment in a stamp; None for what is no stamp of ours."""
    try:
        return signing.loads(token or "", salt=SALT)
    except signing.BadSignature:
        return None


class Honeypot(forms.TextInput):
    """A field no person sees, hears or reaches by keyboard, and programs fill in. Comes back empty, always."""

    template_name = "coalitions/widgets/honeypot.html"
    is_hidden = True

    def format_value(self, value):
        return ""


class StampInput(forms.HiddenInput):
    """The moment the form was opened: kept when the form comes back, made anew where it is missing or not ours."""

    def format_value(self, value):
        return value if moment_of(value) is not None else stamp()


class PublicForm(forms.Form):
    """A form for everybody: a honeypot, and a minimum time between opening and sending. No CAPTCHA.

    A template shows `hidden_fields` and `visible_fields`, as for any form:
    `{% for field in form.hidden_fields %}{{ field }}{% endfor %}`. The errors belong to the form as a whole, and what
    was typed stays. A test fills the form with `tests.public_forms.as_a_person(…)`.
    """

    homepage = forms.CharField(required=False, label="Leave this field empty", widget=Honeypot)
    opened = forms.CharField(required=False, initial="", widget=StampInput)

    def clean(self):
        cleaned = super().clean()
        if self.cleaned_data.pop("homepage", ""):
            raise forms.ValidationError(
                "A field that nobody sees was filled in, as programs do. It is empty again; please send once more.",
                code="honeypot",
            )
        opened = moment_of(self.cleaned_data.pop("opened", ""))
        if opened is None:
            raise forms.ValidationError(
                "This form was not opened here, or has lost a part of itself. Please send once more.", code="stamp"
            )
        if time.time() - opened < LEAST_SECONDS:
            raise forms.ValidationError(
                "That was quicker than a person types. Please wait a moment and send once more.", code="too-quick"
            )
        return cleaned
