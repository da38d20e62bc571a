"""In and out of fields."""

from coalitions.activity.forms.activity import (
    ActivityRecordForm,
    ArchiveForm,
    GridForm,
    ListMonthForm,
    MonthField,
    OwnRecordForm,
    PeriodForm,
    max_archive_bytes,
)
from coalitions.activity.forms.assessments import AppealForm, ReplyForm
from coalitions.activity.forms.criteria import AgreeCriteriaForm, CriteriaSetForm, IndicatorSelect, WhatIfForm
from coalitions.activity.forms.desk import (
    DecisionRow,
    DecisionRows,
    ExtendAppealForm,
    ExtendForm,
    MomentForm,
    OfferAnswerForm,
    SettleForm,
    SlotAnswerForm,
    StepReasonForm,
)
from coalitions.activity.forms.written import AnnualReportForm, SlotRequestForm

__all__ = [
    "ActivityRecordForm",
    "AgreeCriteriaForm",
    "AnnualReportForm",
    "AppealForm",
    "ArchiveForm",
    "CriteriaSetForm",
    "DecisionRow",
    "DecisionRows",
    "ExtendAppealForm",
    "ExtendForm",
    "GridForm",
    "IndicatorSelect",
    "ListMonthForm",
    "MomentForm",
    "MonthField",
    "OfferAnswerForm",
    "OwnRecordForm",
    "PeriodForm",
    "ReplyForm",
    "SettleForm",
    "SlotAnswerForm",
    "SlotRequestForm",
    "StepReasonForm",
    "WhatIfForm",
    "max_archive_bytes",
]
