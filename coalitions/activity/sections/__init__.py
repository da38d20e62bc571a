"""What this room shows on the pages of the rooms below, and what higher rooms add to an annual report."""

from coalitions.activity.sections.activity import activity_of, figures_of, own_activity
from coalitions.activity.sections.assessments import (
    own_assessments,
    own_reports,
    own_slots,
    waiting_for_the_secretariat,
)
from coalitions.activity.sections.reporting import ReportPart, ReportParts, register_report_parts, report_parts
from coalitions.sections import Section, coalition_sections, my_sections, waiting_sections

__all__ = ["ReportPart", "ReportParts", "register_sections", "report_parts"]


def register_sections():
    """Called once, when the app is ready."""
    register_report_parts()
    coalition_sections.register(
        Section("activity", "Activity", "activity/_coalition_activity.html", activity_of, 40, figures_of)
    )
    my_sections.register(Section("activity", "Activity", "activity/mine/_own_activity.html", own_activity, order=80))
    my_sections.register(
        Section("assessments", "Assessments", "activity/mine/_own_assessments.html", own_assessments, order=2)
    )
    my_sections.register(
        Section("slots", "A slot at the annual meeting", "activity/mine/_own_slots.html", own_slots, order=8)
    )
    my_sections.register(
        Section("annual-reports", "Annual report", "activity/mine/_own_reports.html", own_reports, order=85)
    )
    waiting_sections.register(
        Section(
            *("assessments", "Assessments and slots", "coalitions/admin/_waiting_links.html"),
            *(waiting_for_the_secretariat, 14),
        )
    )
