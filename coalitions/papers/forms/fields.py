"""Fields of this room's forms."""

from django import forms

from coalitions.sanitize import SanitizeError, clean_text

MINUTES = "%Y-%m-%dT%H:%M"


class TextField(forms.CharField):
    """Plain text of several lines, cleaned as everything the public types."""

    widget = forms.Textarea(attrs={"rows": 8})

    def clean(self, value):
        try:
            return super().clean(clean_text(value, max_length=self.max_length))
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error


class UtcMomentField(forms.DateTimeField):
    """A moment in UTC, to the minute."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES))
        super().__init__(**kwargs)
