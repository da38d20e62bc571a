"""The words of the work on a paper. Groups of members stand beside their enum."""

from django.db.models import TextChoices


class StageKind(TextChoices):
    SURVEY = "survey", "Survey of the coalitions"
    SUMMARY = "summary", "Summary of input"
    REVIEW = "review", "Review by the coalitions"
    DISCUSSIONS = "discussions", "1:1 discussions"
    WIDER_SURVEY = "wider-survey", "Survey of the MAG and the community"
    DRAFTING = "drafting", "Drafting"
    CONSULTATION = "consultation", "Public consultation"
    PUBLICATION = "publication", "Publication"


class StageState(TextChoices):
    TO_BE_ANNOUNCED = "to-be-announced", "To be announced"
    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    SKIPPED = "skipped", "Skipped"
