"""The base of forms that several people write in: what somebody else saved meanwhile stands beside what was typed."""

from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Difference:
    """What somebody else has saved of a field meanwhile, beside what was typed."""

    label: str
    stored: str
    mine: str


class VersionedForm(forms.Form):
    """A form of texts. `version` is the one its reader had before them; `initial` is what is stored."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def beside(self, stored_form):
        """The form over what was saved meanwhile, with the differences: what was typed stays in the fields.

        stored_form: a form of the same kind, unbound, made of what is stored now.
        """
        data = self.data.copy()
        data["version"] = stored_form.initial["version"]
        both = self.again(data)
        both.differences = [
            Difference(field.label, str(stored_form.initial.get(name) or ""), self.cleaned_data.get(name) or "")
            for name, field in self.fields.items()
            if name != "version"
            and str(stored_form.initial.get(name) or "").strip() != (self.cleaned_data.get(name) or "").strip()
        ]
        return both

    def again(self, data):
        """The same form with other data. A form that is made of more says how."""
        return type(self)(data)
