"""Fields that the forms of all rooms share."""

import datetime

from django import forms
from django.utils import timezone

from coalitions.sanitize import SanitizeError, clean_address, clean_line, clean_text, clean_url


class TypedField(forms.CharField):
    """Text that is shown again as it was typed, but for the null byte: no page may hold one.

    The browser is told how long it may be by `data-limit`, not by `maxlength`: that would cut what is pasted without a
    word.
    """

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        limit = attrs.pop("maxlength", None)
        return attrs | ({"data-limit": limit} if limit else {})

    def bound_data(self, data, initial):
        value = super().bound_data(data, initial)
        return value.replace("\0", "") if isinstance(value, str) else value


class LimitedField(TypedField):
    """Plain text up to a number of characters, as a reader counts them. Longer text is refused, never cut."""

    one_line = False

    def __init__(self, *, limit, rows=4, **kwargs):
        self.limit = limit
        self.rows = rows
        super().__init__(**{"required": False, **kwargs})

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget) | {"data-limit": self.limit, "dir": "auto"}
        return attrs | ({"rows": self.rows} if isinstance(widget, forms.Textarea) else {})

    def clean(self, value):
        text = super().clean(value)
        try:
            # Measured once it is tidy; only what no person types is refused before.
            text = clean_line(text, max_length=len(text) + 1) if self.one_line else clean_text(text)
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error
        if self.required and not text:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(text) > self.limit:
            raise forms.ValidationError(f"At most {self.limit:,} characters, please; this has {len(text):,}.")
        return text


class LineField(LimitedField):
    """As LimitedField, on one line."""

    one_line = True


class TextField(LimitedField):
    """As LimitedField, of several lines."""

    widget = forms.Textarea


class WebAddressField(TypedField):
    """An address that begins with https:// or http://, or nothing. Without a scheme it is taken to be https."""

    widget = forms.URLInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 500, **kwargs})

    def clean(self, value):
        text = super().clean(value)
        address = clean_url(text if ":" in text or not text else f"https://{text}")
        if text and not address:
            raise forms.ValidationError("Give an address that begins with http:// or https://.")
        return address


class AddressField(TypedField):
    """One e-mail address, in its one spelling."""

    widget = forms.EmailInput

    def clean(self, value):
        address = clean_address(value)
        if value and value.strip() and not address:
            raise forms.ValidationError("This is not an e-mail address. It looks like name@example.org.")
        return super().clean(address)


class UtcDateTimeField(forms.DateTimeField):
    """A moment typed in UTC, whatever time zone the person has chosen for the admin."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        with timezone.override(datetime.UTC):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(datetime.UTC):
            return super().prepare_value(value)
