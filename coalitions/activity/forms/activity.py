"""In and out of fields: the period of the public pages, months and records in the admin, and archives to read."""

import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from coalitions.activity.enums import ListSource, PeriodChoice
from coalitions.activity.importers.list_archives import check_archive
from coalitions.activity.importers.mailman3 import list_address, mailman3_hosts
from coalitions.activity.indicators import Period, indicators
from coalitions.activity.indicators.tables import period_of
from coalitions.activity.mail_archive import ArchiveError
from coalitions.activity.models import ActivityRecord
from coalitions.activity.permissions import keeps_activity_of
from coalitions.enums import DirectorySort
from coalitions.forms.fields import WebAddressField
from coalitions.forms.filters import FilterForm
from coalitions.models import CoalitionPage
from coalitions.sanitize import SanitizeError, clean_line, clean_url

FIRST_YEAR = 2006
ARCHIVE_NAMES = (".mbox", ".mbx", ".txt", ".gz")
MAX_FILES = 400  # a file for each month of thirty years


def max_archive_bytes():
    """The largest upload that is taken."""
    return getattr(settings, "ACTIVITY_MAX_ARCHIVE_BYTES", 100 * 1024 * 1024)


class PeriodForm(FilterForm):
    """Which months a public page shows, from the query string. Values it does not know are left out."""

    period = forms.ChoiceField(label="Period", required=False)

    def __init__(self, data, *, coalition_ids=None):
        super().__init__(data)
        self.coalition_ids = coalition_ids
        years = [(str(year), str(year)) for year in range(timezone.now().year, FIRST_YEAR - 1, -1)]
        self.fields["period"].choices = [
            ("", PeriodChoice.LATEST.label),
            (PeriodChoice.LAST, PeriodChoice.LAST.label),
            *years,
        ]

    def value_of(self, name):
        """What is asked for in a field; "" where nothing is, or nothing that is known."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def chosen_period(self):
        """The Period that is asked for."""
        value = self.value_of("period")
        if value.isdecimal():
            return Period.of_year(int(value))
        return period_of(value or PeriodChoice.LATEST, coalition_ids=self.coalition_ids)


class GridForm(PeriodForm):
    """What the grid shows: an indicator and a period."""

    indicator = forms.ChoiceField(label="Indicator", required=False)

    field_order = ["indicator", "period"]

    def __init__(self, data):
        super().__init__(data)
        self.fields["indicator"].choices = [(one.key, one.label) for one in indicators.by_month()]

    @property
    def chosen_indicator(self):
        """The indicator that is asked for, else the first one."""
        return indicators.get(self.value_of("indicator")) or indicators.by_month()[0]


class MonthField(forms.DateField):
    """A month, as 2021-05. Its value is the month's first day."""

    widget = forms.DateInput(attrs={"type": "month", "placeholder": "2021-05"}, format="%Y-%m")
    input_formats = ["%Y-%m", "%Y-%m-01"]
    default_error_messages = {"invalid": "Write the month as year and month, for example 2021-05."}


class KeepersForm(WagtailAdminModelForm):
    """A form about one coalition: whoever is not of the Secretariat chooses among those they coordinate."""

    coalition = forms.ModelChoiceField(CoalitionPage.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit_to_own(self, self.for_user)


def limit_to_own(form, user):
    """Let a form's `coalition` offer those whose activity the user may keep; the only one is chosen already."""
    found = CoalitionPage.objects.sorted_by(DirectorySort.NAME).defer_streamfields()
    own = keeps_activity_of(user) if user is not None else None
    if own is not None:
        found = found.with_ids(own)
        if len(own) == 1 and not form.initial.get("coalition"):
            form.initial["coalition"] = next(iter(own))
    form.fields["coalition"].queryset = found


class ListMonthForm(KeepersForm):
    """A month of a list, counted by hand."""

    month = MonthField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.source = ListSource.BY_HAND
        self.fields["note"].required = True

    def _get_validation_exclusions(self):
        # The source is no field of the form, but a month is entered once for each source.
        return super()._get_validation_exclusions() - {"source"}

    def clean_note(self):
        return _line(self.cleaned_data["note"], 300)


class ActivityRecordForm(KeepersForm):
    """Something a coalition did, and where one can see it."""

    def clean_title(self):
        return _line(self.cleaned_data["title"], 200)

    def clean_url(self):
        address = self.cleaned_data["url"]
        if address and not (cleaned := clean_url(address)):
            raise forms.ValidationError("Give an address that begins with http:// or https://.")
        return cleaned if address else ""


def _line(text, max_length):
    try:
        return clean_line(text, max_length=max_length)
    except SanitizeError as error:
        raise forms.ValidationError(str(error)) from error


class OwnRecordForm(forms.ModelForm):
    """A record as a coordinator writes it on the public site: with an address where everybody can see it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    url = WebAddressField(label="Address", required=True, help_text="A public page that shows it.")

    class Meta:
        model = ActivityRecord
        fields = ["kind", "title", "held_on", "url"]
        widgets = {"held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.content_key

    def clean_title(self):
        return _line(self.cleaned_data["title"], 200)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(file, initial) for file in files if file]


class ArchiveForm(forms.Form):
    """A list's archive to be read: files, or the address of a Mailman 3 archive. Valid: `upload` or `address`."""

    coalition = forms.ModelChoiceField(CoalitionPage.objects.none())
    files = ManyFilesField(
        required=False,
        label="Archive files",
        help_text=(
            "In mbox format: .mbox or .txt, or packed as .gz. A Mailman 2 archive offers a file for each month: "
            "choose all of them at once, so that months without a file count as months without a message."
        ),
        widget=ManyFilesInput(attrs={"accept": ",".join(ARCHIVE_NAMES)}),
    )
    covers_until = forms.DateField(
        required=False,
        label="Complete until",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=(
            "The day the archive was downloaded. Months from the last message to this day then count as months "
            "without a message. Leave it empty if it is not known: what comes after the last message is not measured."
        ),
    )
    address = forms.URLField(
        required=False,
        label="Or the address of the list in a Mailman 3 archive",
        assume_scheme="https",
        help_text="For example https://lists.example.org/archives/list/name@lists.example.org/",
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        limit_to_own(self, user)
        if not mailman3_hosts():
            del self.fields["address"]

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"At most {MAX_FILES} files at once, please.")
        largest = max_archive_bytes()
        if sum(file.size for file in files) > largest:
            raise forms.ValidationError(
                f"At most {largest // 1024**2} MB at once, please. Larger archives are imported on the server with "
                "the command import_list_archive."
            )
        for file in files:
            if not file.name.lower().endswith(ARCHIVE_NAMES):
                raise forms.ValidationError(f"“{file.name}”: please choose .mbox, .txt or .gz files.")
            try:
                check_archive(file, today=timezone.now().date())
            except ArchiveError as error:
                raise forms.ValidationError(f"“{file.name}”: {error}") from error
        return files

    def clean_covers_until(self):
        day = self.cleaned_data["covers_until"]
        if day and not datetime.date(FIRST_YEAR - 10, 1, 1) <= day <= timezone.now().date():
            raise forms.ValidationError("Give the day of the download: today or earlier.")
        return day

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address:
            try:
                list_address(address)
            except ArchiveError as error:
                raise forms.ValidationError(str(error)) from error
        return address

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("files")) == bool(cleaned.get("address")):
            both = "files" if "address" not in self.fields else "files or an address, one of the two"
            self.add_error("files", f"Choose {both}.")
        return cleaned
