"""Fields that the forms of this room share."""

import datetime

from django import forms
from django.utils import timezone

from coalitions.sanitize import SanitizeError, clean_line


class UtcDateTimeField(forms.DateTimeField):
    """A moment typed in UTC, whatever time zone the person has chosen for the admin."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        with timezone.override(datetime.UTC):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(datetime.UTC):
            return super().prepare_value(value)


class ReasonField(forms.CharField):
    """Plain text on one line, as the services keep it."""

    def clean(self, value):
        try:
            return clean_line(super().clean(value), max_length=self.max_length)
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error
