"""Fields that the forms of this room share."""

from django import forms

from coalitions.forms.fields import LimitedField, LineField, TextField
from coalitions.sanitize import SanitizeError, clean_html
from events.forms.fields import typed_to_html

__all__ = ["LimitedField", "LineField", "MarkupField", "TextField"]


class MarkupField(TextField):
    """As TextField, given on as safe HTML: paragraphs, lists of lines that begin with "- ", links.

    Its initial value is text too: `html_to_typed` makes it of what is stored.
    """

    def clean(self, value):
        text = super().clean(value)
        try:
            return clean_html(typed_to_html(text))
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error
