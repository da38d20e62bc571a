"""What was answered to a survey, counted. Reads only, in a number of queries that never grows."""

from coalitions.papers.survey_results.counting import (
    QuestionResult,
    Row,
    SurveyResults,
    response_counts,
    result_of_question,
    results_of,
)
from coalitions.papers.survey_results.segments import SEGMENTS, Segment, SegmentTable, segment_tables, segments_of
from coalitions.papers.survey_results.summary import summary_sections

__all__ = [
    "SEGMENTS",
    "QuestionResult",
    "Row",
    "Segment",
    "SegmentTable",
    "SurveyResults",
    "response_counts",
    "result_of_question",
    "results_of",
    "segment_tables",
    "segments_of",
    "summary_sections",
]
