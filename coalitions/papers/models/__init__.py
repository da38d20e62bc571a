from coalitions.papers.models.draft_records import DraftExtension, DraftSnapshot, TraceLink
from coalitions.papers.models.interview import Interview
from coalitions.papers.models.paper_draft_page import PaperDraftPage
from coalitions.papers.models.paper_page import PaperPage
from coalitions.papers.models.paper_stage import PaperStage, StageExtension
from coalitions.papers.models.paragraph_comment import ParagraphComment
from coalitions.papers.models.survey_page import SurveyExtension, SurveyPage
from coalitions.papers.models.survey_question import SurveyQuestion
from coalitions.papers.models.survey_response import (
    SurveyedCoalition,
    SurveyReminder,
    SurveyResponse,
    SurveyStep,
)

__all__ = [
    "DraftExtension",
    "DraftSnapshot",
    "Interview",
    "PaperDraftPage",
    "PaperPage",
    "PaperStage",
    "ParagraphComment",
    "StageExtension",
    "SurveyExtension",
    "SurveyPage",
    "SurveyQuestion",
    "SurveyReminder",
    "SurveyResponse",
    "SurveyStep",
    "SurveyedCoalition",
    "TraceLink",
]
