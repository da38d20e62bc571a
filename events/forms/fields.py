"""Fields that the forms of this room share."""

import re
from html import unescape

from django import forms
from django.utils.html import escape

from coalitions.forms.fields import TypedField
from coalitions.sanitize import MAX_TEXT, SanitizeError, clean_html, clean_line, clean_text


class ReasonField(TypedField):
    """Plain text on one line, as the services keep it."""

    def clean(self, value):
        try:
            return clean_line(super().clean(value), max_length=self.max_length)
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error


class TypedTextField(TypedField):
    """Text as people type it, given on as safe HTML: paragraphs, lists of lines that begin with "- ", links.

    Its initial value is text too: `html_to_typed` makes it of what was kept.
    """

    widget = forms.Textarea

    def clean(self, value):
        text = super().clean(value)
        try:
            return clean_html(typed_to_html(clean_text(text, max_length=self.max_length or MAX_TEXT)))
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error


def typed_to_html(text):
    """Paragraphs and lists of plain text, as HTML."""
    parts = []
    for block in re.split(r"\n[^\S\n]*\n\s*", text.strip("\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        while lines:
            is_item = lines[0].startswith(("- ", "* "))
            count = next((n for n, line in enumerate(lines) if line.startswith(("- ", "* ")) != is_item), len(lines))
            taken, lines = lines[:count], lines[count:]
            if is_item:
                parts.append("<ul>" + "".join(f"<li>{escape(line[2:].strip())}</li>" for line in taken) + "</ul>")
            else:
                parts.append(f"<p>{'<br>'.join(map(escape, taken))}</p>")
    return "".join(parts)


def html_to_typed(markup):
    """The plain text that `typed_to_html` makes this HTML of."""
    text = re.sub(r"<br\s*/?>", "\n", markup)
    text = re.sub(r"<li>", "- ", text)
    text = re.sub(r"</li>", "\n", text)
    text = re.sub(r"</(?:p|ul|ol|h3|h4|blockquote)>", "\n\n", text)
    text = unescape(re.sub(r"</?[a-z][^>]*>", "", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
