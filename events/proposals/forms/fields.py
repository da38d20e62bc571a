"""Fields that the forms of this room share."""

from django import forms

from coalitions.sanitize import SanitizeError, clean_html, clean_line, clean_text
from events.forms.fields import typed_to_html


class LimitedField(forms.CharField):
    """Plain text up to a number of characters, as a reader counts them. Longer text is refused, never cut.

    The browser is told the number by `data-limit`, not by `maxlength`: that would cut what is pasted without a word.
    """

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
