"""Criteria in the admin: written while they are proposed, recorded as agreed, tried on any past period."""

import datetime

from django import forms
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from coalitions.activity.criteria import period_of_set
from coalitions.activity.enums import CriterionKind
from coalitions.activity.forms.activity import FIRST_YEAR, MonthField
from coalitions.activity.indicators import Period, indicators
from coalitions.forms.fields import LineField
from coalitions.sanitize import SanitizeError, clean_text
from coalitions.suppression import LEAST

LONGEST_PERIOD = 60  # months


class IndicatorSelect(forms.Select):
    """One of the registered indicators. They are known only when every room is ready."""

    def optgroups(self, name, value, attrs=None):
        self.choices = [("", "---------"), *((one.key, one.label) for one in indicators.all())]
        return super().optgroups(name, value, attrs)


class CriteriaSetForm(WagtailAdminModelForm):
    """A proposed set with its groups and criteria."""

    first_month = MonthField(label="First month")
    last_month = MonthField(label="Last month")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.content_key()

    def clean_introduction(self):
        try:
            return clean_text(self.cleaned_data["introduction"])
        except SanitizeError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and first <= last and len(Period(first, last).months) > LONGEST_PERIOD:
            self.add_error("last_month", f"At most {LONGEST_PERIOD} months, please.")
        return cleaned

    def is_valid(self):
        """Also whether criteria and groups fit each other, once each is right for itself."""
        if not super().is_valid():
            return False
        groups = {form.cleaned_data["name"]: form for form in self._kept("groups")}
        members = dict.fromkeys(groups, 0)
        fits = True
        for form in self._kept("criteria"):
            group = form.cleaned_data["group"]
            if group in members:
                members[group] += 1
            fits &= self._fits(form, groups)
        for name, form in groups.items():
            if form.cleaned_data["needed"] > members[name]:
                form.add_error("needed", f"The group has {members[name]} criteria; so many cannot be asked for.")
                fits = False
        return fits

    def _kept(self, name):
        return [form for form in self.formsets[name].forms if form.cleaned_data and not form.cleaned_data["DELETE"]]

    def _fits(self, form, groups):
        data, indicator = form.cleaned_data, indicators.get(form.cleaned_data["indicator"])
        if data["group"] and data["group"] not in groups:
            form.add_error("group", "There is no group of this name above.")
        if data["kind"] == CriterionKind.INDICATOR and indicator is None:
            form.add_error("indicator", "Choose an indicator.")
        elif indicator is not None and indicator.counts_people and data["threshold"] < LEAST:
            form.add_error("threshold", f"A number of people below {LEAST} would tell on single ones.")
        return not form.errors


class AgreeCriteriaForm(forms.Form):
    """When and where the coalitions agreed."""

    on = forms.DateField(label="Agreed on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    agreement = LineField(
        label="Where", limit=300, help_text="For example “Meeting 60 of the coordination group”. Everybody reads it."
    )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if not datetime.date(FIRST_YEAR, 1, 1) <= on <= timezone.now().date():
            raise forms.ValidationError("Give the day on which it was agreed: today or earlier.")
        return on


class WhatIfForm(forms.Form):
    """The period a set is tried on, from the query string. Months that make no sense are said and left out."""

    first = MonthField(label="First month", required=False)
    last = MonthField(label="Last month", required=False)

    def __init__(self, data, *, criteria_set):
        own = period_of_set(criteria_set)
        self.own = own
        initial = {"first": own.first, "last": own.last}
        super().__init__(data if data.get("first") or data.get("last") else None, initial=initial)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if not self.errors and (first is None or last is None):
            raise forms.ValidationError("Give both months.")
        if not self.errors and (first > last or first.year < FIRST_YEAR or last.year > timezone.now().year + 1):
            raise forms.ValidationError("Give a past period: the first month, then the last.")
        if not self.errors and len(Period(first, last).months) > LONGEST_PERIOD:
            raise forms.ValidationError(f"At most {LONGEST_PERIOD} months, please.")
        return cleaned

    @property
    def period(self):
        """The period that is asked for; the set's own where none is, or none that makes sense."""
        if self.is_bound and self.is_valid():
            return Period(self.cleaned_data["first"], self.cleaned_data["last"])
        return self.own
