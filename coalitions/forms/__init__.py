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
    "DirectoryFilterForm",
    "FilteredCheckboxes",
    "OutputForm",
    "StatusStepForm",
]
