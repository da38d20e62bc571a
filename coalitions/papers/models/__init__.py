from coalitions.papers.models.paper_page import PaperPage
from coalitions.papers.models.paper_stage import PaperStage, StageExtension

__all__ = ["PaperPage", "PaperStage", "StageExtension"]
