"""In and out of fields: the directory's filters."""

from django import forms
from taggit.models import Tag

from coalitions.enums import CoalitionKind, CoalitionStatus, DirectorySort, DirectoryView, StakeholderGroup
from coalitions.models import CoalitionPageTag, FocusArea
from coalitions.sanitize import clean_line


def _any(choices, label="Any"):
    return [("", label), *choices]


class DirectoryFilterForm(forms.Form):
    """The directory's filters, from the query string. Values it does not know are said and left out."""

    q = forms.CharField(label="Name or acronym", required=False, max_length=100)
    focus_area = forms.ModelChoiceField(
        label="Focus area", queryset=FocusArea.objects.none(), required=False, empty_label="Any"
    )
    tag = forms.ModelChoiceField(
        label="Tag", queryset=Tag.objects.none(), to_field_name="slug", required=False, empty_label="Any"
    )
    kind = forms.ChoiceField(label="Kind", choices=_any(CoalitionKind.choices), required=False)
    status = forms.ChoiceField(label="Status", choices=_any(CoalitionStatus.choices), required=False)
    group = forms.ChoiceField(label="Stakeholder group", choices=_any(StakeholderGroup.choices), required=False)
    sort = forms.ChoiceField(label="Sort by", choices=DirectorySort.choices, required=False)
    view = forms.ChoiceField(choices=DirectoryView.choices, required=False, widget=forms.HiddenInput)

    FILTERS = {
        "q": "named",
        "focus_area": "in_focus_area",
        "tag": "tagged",
        "kind": "of_kind",
        "status": "with_status",
        "group": "with_group",
    }

    def __init__(self, data, *, directory):
        super().__init__(data)
        self.directory = directory
        self.fields["focus_area"].queryset = FocusArea.objects.in_order().with_cycle()
        self.fields["tag"].queryset = CoalitionPageTag.tags_in_use()
        self.is_valid()

    def clean_q(self):
        return clean_line(self.cleaned_data["q"])

    def chosen(self, name, default=""):
        """The value of a field as it counts: the default where it is empty or unknown."""
        return self.cleaned_data.get(name) or default

    @property
    def active_filters(self):
        """Names of the filters that narrow the list."""
        return [name for name in self.FILTERS if self.chosen(name)]

    def results(self):
        """The directory's coalitions that pass the filters, in the chosen order, fetched as a listing needs them."""
        found = self.directory.coalitions()
        for name in self.active_filters:
            found = getattr(found, self.FILTERS[name])(self.chosen(name))
        return found.sorted_by(self.chosen("sort", DirectorySort.NAME)).for_listing()
