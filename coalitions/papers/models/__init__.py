from coalitions.papers.models.paper_page import PaperPage
from coalitions.papers.models.paper_stage import PaperStage, StageExtension
from coalitions.papers.models.survey_page import SurveyExtension, SurveyPage
from coalitions.papers.models.survey_question import SurveyQuestion
from coalitions.papers.models.survey_response import (
    SurveyedCoalition,
    SurveyReminder,
    SurveyResponse,
    SurveyStep,
)

__all__ = [
    "PaperPage",
    "PaperStage",
    "StageExtension",
    "SurveyExtension",
    "SurveyPage",
    "SurveyQuestion",
    "SurveyReminder",
    "SurveyResponse",
    "SurveyStep",
    "SurveyedCoalition",
]
