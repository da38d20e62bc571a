"""The rows of a proposal's form that may be several: when its organisers cannot, and who speaks."""

import datetime

from django import forms
from django.forms import BaseFormSet, formset_factory

from events.proposals.forms.fields import LineField

MOST_PERIODS = 10
MOST_SPEAKERS = 12


def near(year):
    this_year = datetime.datetime.now(tz=datetime.UTC).year
    return this_year - 1 <= year <= this_year + 3


class NearDateField(forms.DateField):
    """A day within a few years of today: what lies further off is a slip of the fingers."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value):
        day = super().clean(value)
        if day is not None and not near(day.year):
            raise forms.ValidationError("Look at the year again.")
        return day


class PeriodForm(forms.Form):
    """Days on which the organisers cannot."""

    first_on = NearDateField(label="From", required=False)
    last_on = NearDateField(label="Until", required=False)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if last and not first and "first_on" not in self.errors:
            self.add_error("first_on", "Say from which day on.")
        elif first and last and last < first:
            self.add_error("last_on", "The last day cannot come before the first.")
        return cleaned

    @property
    def row(self):
        first = self.cleaned_data.get("first_on")
        return (first, self.cleaned_data.get("last_on") or first) if first else None


class SpeakerForm(forms.Form):
    """Somebody who is to speak."""

    NAMES = ("name", "affiliation", "email", "has_agreed")

    name = LineField(label="Name", limit=120)
    affiliation = LineField(label="Affiliation", limit=160)
    email = forms.EmailField(label="E-mail", required=False, max_length=254)
    has_agreed = forms.BooleanField(label="Has agreed to speak", required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and "name" not in self.errors and any(cleaned.get(name) for name in self.NAMES):
            self.add_error("name", "Give the speaker's name.")
        return cleaned

    @property
    def row(self):
        return tuple(self.cleaned_data[name] for name in self.NAMES) if self.cleaned_data.get("name") else None


class RowsFormSet(BaseFormSet):
    """Rows of one kind. An empty row is no row: who empties one takes it out."""

    def rows(self):
        """The rows that say something, in their order."""
        return [form.row for form in self.forms if form not in self.deleted_forms and form.row]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Take out"


def _rows_of(form, most):
    return formset_factory(
        form, formset=RowsFormSet, extra=0, can_delete=True, max_num=most, absolute_max=most + 20, validate_max=True
    )


PeriodFormSet = _rows_of(PeriodForm, MOST_PERIODS)
SpeakerFormSet = _rows_of(SpeakerForm, MOST_SPEAKERS)
