from coalitions.activity.models.activity_record import ActivityRecord
from coalitions.activity.models.annual_report import AnnualReport
from coalitions.activity.models.assessment import Assessment, AssessmentStep, EvidenceOffer, in_directory_order
from coalitions.activity.models.criteria_set import CriteriaSet, Criterion, CriterionGroup
from coalitions.activity.models.list_import import ListImport
from coalitions.activity.models.list_message import ListMessage
from coalitions.activity.models.list_month import ListMonth
from coalitions.activity.models.list_sender import ListSender
from coalitions.activity.models.slot_request import SlotRequest

__all__ = [
    "ActivityRecord",
    "AnnualReport",
    "Assessment",
    "AssessmentStep",
    "CriteriaSet",
    "Criterion",
    "CriterionGroup",
    "EvidenceOffer",
    "ListImport",
    "ListMessage",
    "ListMonth",
    "ListSender",
    "SlotRequest",
    "in_directory_order",
]
