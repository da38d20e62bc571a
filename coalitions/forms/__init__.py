from coalitions.forms.contacts import ContactForm
from coalitions.forms.members import (
    AdoptionForm,
    AgreeForm,
    ConfirmImportForm,
    JoinForm,
    LinkForm,
    ManageForm,
    MemberFilterForm,
    MembersImportForm,
)
from coalitions.forms.records import (
    CoalitionChoiceField,
    CoalitionsImportForm,
    DirectoryFilterForm,
    FilteredCheckboxes,
    OutputForm,
    StatusStepForm,
)

__all__ = [
    "AdoptionForm",
    "AgreeForm",
    "CoalitionChoiceField",
    "CoalitionsImportForm",
    "ConfirmImportForm",
    "ContactForm",
    "DirectoryFilterForm",
    "FilteredCheckboxes",
    "JoinForm",
    "LinkForm",
    "ManageForm",
    "MemberFilterForm",
    "MembersImportForm",
    "OutputForm",
    "StatusStepForm",
]
