from coalitions.forms.contacts import ContactForm
from coalitions.forms.records import (
    CoalitionChoiceField,
    CoalitionsImportForm,
    DirectoryFilterForm,
    FilteredCheckboxes,
    OutputForm,
    StatusStepForm,
)

__all__ = [
    "CoalitionChoiceField",
    "CoalitionsImportForm",
    "ContactForm",
    "DirectoryFilterForm",
    "FilteredCheckboxes",
    "OutputForm",
    "StatusStepForm",
]
