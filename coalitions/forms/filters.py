"""The base of every form that is read from an address."""

from django import forms

from coalitions.sanitize import header_safe


class FilterForm(forms.Form):
    """What a list is narrowed by, from the query string. What nobody sees in a value is gone before anything reads it.

    Of a name that is there several times the last value counts, as everywhere in Django.
    """

    def __init__(self, data, **options):
        super().__init__({name: header_safe(value) for name, value in data.items()}, **options)


class RowField(forms.ModelChoiceField):
    """One row of a table, by its number. A number that no database holds is no choice, like any other unknown one."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": value}) from error
