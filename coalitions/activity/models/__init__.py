from coalitions.activity.models.activity_record import ActivityRecord
from coalitions.activity.models.list_import import ListImport
from coalitions.activity.models.list_message import ListMessage
from coalitions.activity.models.list_month import ListMonth
from coalitions.activity.models.list_sender import ListSender

__all__ = ["ActivityRecord", "ListImport", "ListMessage", "ListMonth", "ListSender"]
