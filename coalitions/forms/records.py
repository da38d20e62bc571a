"""In and out of fields: the directory's filters, and the admin's forms."""

from django import forms
from django.utils import timezone
from taggit.models import Tag
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from coalitions.enums import CoalitionKind, CoalitionStatus, DirectorySort, DirectoryView, StakeholderGroup
from coalitions.forms.filters import FilterForm
from coalitions.models import CoalitionIndexPage, CoalitionPage, CoalitionPageTag, FocusArea
from coalitions.permissions import coordinated_ids, is_secretariat
from coalitions.sanitize import clean_line


def _any(choices, label="Any"):
    return [("", label), *choices]


class DirectoryFilterForm(FilterForm):
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


class StatusStepForm(forms.Form):
    """Why a coalition takes a step, and since when."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the status and shown to everybody.",
    )
    on = forms.DateField(label="In effect since", widget=AdminDateInput, help_text="Today or earlier.")

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.now().date():
            raise forms.ValidationError("A status takes effect today or earlier.")
        return on


class CoalitionsImportForm(forms.Form):
    """The table to import, and the directory it goes into."""

    directory = forms.ModelChoiceField(queryset=CoalitionIndexPage.objects.none(), empty_label=None)
    file = forms.FileField(
        label="Table",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="A .csv or .xlsx file. Its first row names the columns.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["directory"].queryset = CoalitionIndexPage.objects.order_by("title")


class FilteredCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a field above that narrows a long list. Without JavaScript: the whole list, scrolling."""

    template_name = "coalitions/admin/filtered_checkboxes.html"

    class Media:
        css = {"all": ["coalitions/css/admin.css"]}
        js = ["coalitions/js/filter_choices.js"]


class CoalitionChoiceField(forms.ModelMultipleChoiceField):
    """Coalitions by name, to be ticked."""

    widget = FilteredCheckboxes

    def __init__(self, **kwargs):
        super().__init__(CoalitionPage.objects.order_by("title"), **kwargs)


class OutputForm(WagtailAdminModelForm):
    """An output; whoever is not of the Secretariat chooses among the coalitions they coordinate."""

    coalitions = CoalitionChoiceField(help_text="The coalitions that publish it.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not is_secretariat(self.for_user):
            own = self.fields["coalitions"].queryset.with_ids(coordinated_ids(self.for_user))
            self.fields["coalitions"].queryset = own
            if len(own) == 1 and not self.instance.pk:
                self.initial["coalitions"] = own
