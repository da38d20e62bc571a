"""Numbers and anchors of a report's paragraphs (`coalitions.numbering`), settled on adoption, and how one is cited."""

from coalitions.numbering import anchor_of
from coalitions.numbering import number_parts as number_report
from coalitions.numbering import numbers_to_settle as numbers_to_adopt

__all__ = ["anchor_of", "citation", "number_report", "numbers_to_adopt"]


def citation(meeting, series, number):
    """How a paragraph is cited: "DCCG 53, para 4"."""
    name = f"{series.short_name} {meeting.number}" if meeting.number else f"{series.short_name}, {meeting.title}"
    return f"{name}, para {number}"
