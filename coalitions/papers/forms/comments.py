"""What people type about a paragraph of a draft."""

import datetime

from django import forms

from coalitions.forms.fields import AddressField, LineField, TextField, UtcDateTimeField
from coalitions.forms.filters import RowField
from coalitions.forms.members import NameField
from coalitions.forms.public import PublicForm, moment_of
from coalitions.models import CoalitionPage, visible
from coalitions.papers.enums import CommentSource, Disposition
from coalitions.papers.models.paragraph_comment import LONGEST_COMMENT


class CoalitionField(RowField):
    """One of the coalitions that everybody may see, or none."""

    def __init__(self, **kwargs):
        super().__init__(queryset=CoalitionPage.objects.none(), required=False, **kwargs)

    def label_from_instance(self, coalition):
        return str(coalition)


def coalitions_to_choose():
    return visible(CoalitionPage.objects.defer_streamfields()).order_by("title")


class CommentFields(forms.Form):
    """A comment: who says it, in what capacity, and what."""

    text = TextField(
        label="Your comment",
        limit=LONGEST_COMMENT,
        rows=8,
        required=True,
        help_text=f"What should change, and why. Plain text, at most {LONGEST_COMMENT:,} characters.",
    )
    name = NameField(
        label="Name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="It is shown with the comment.",
    )
    capacity = LineField(
        label="In what capacity (optional)",
        limit=120,
        help_text="Such as “for my organisation” or “as an individual”. Shown with the comment.",
    )
    coalition = CoalitionField(label="For a coalition (optional)", empty_label="None: for myself")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coalition"].queryset = coalitions_to_choose()

    def said(self):
        """The fields that `services.write_comment` takes."""
        names = ("text", "name", "email", "capacity", "coalition")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class CommentForm(PublicForm, CommentFields):
    """A comment of somebody without an account: the address is confirmed by a mail."""

    email = AddressField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Never shown to the public. We send a link there, to make sure that it is yours.",
    )

    field_order = ["text", "name", "email", "capacity", "coalition"]

    def opened_at(self):
        """When the form was opened, or None."""
        seconds = moment_of(self.data.get(self.add_prefix("opened"), ""))
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC) if seconds else None


class AccountCommentForm(PublicForm, CommentFields):
    """A comment of somebody who is signed in."""

    field_order = ["text", "name", "capacity", "coalition"]

    opened_at = CommentForm.opened_at


class EnterForm(CommentFields):
    """A comment that came by other ways, entered by the Secretariat."""

    source = forms.ChoiceField(
        label="How it came", choices=[choice for choice in CommentSource.choices if choice[0] != CommentSource.FORM]
    )
    received_at = UtcDateTimeField(
        label="When it came (UTC)", help_text="As the mail says. After the deadline it is marked as late."
    )
    paragraph = forms.ChoiceField(label="Paragraph")
    email = AddressField(label="E-mail address (optional)", max_length=254, required=False, help_text="Never public.")

    field_order = ["paragraph", "text", "name", "capacity", "coalition", "email", "source", "received_at"]

    def __init__(self, *args, draft, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = [
            (part.anchor, f"{part.number}: {words(part)[:80]}") for part in draft.parts() if part.number
        ]

    def said(self):
        return super().said() | {name: self.cleaned_data[name] for name in ("source", "received_at")}


class ReasonForm(forms.Form):
    """A step that may need a reason."""

    reason = LineField(label="Reason", limit=300, help_text="It stays inside.")

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if not step.needs_reason:
            del self.fields["reason"]


class DispositionForm(forms.Form):
    """What became of a comment."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    disposition = forms.ChoiceField(label="What became of it", choices=Disposition.choices, widget=forms.RadioSelect)
    reason = TextField(
        label="Reason",
        limit=2_000,
        help_text="It stands in the public table. Needed unless the comment is accepted as it is.",
    )
