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


class Audience(TextChoices):
    """Whom a survey asks."""

    COALITIONS = "coalitions", "Coalitions"
    MAG = "mag", "Members of the MAG"
    COMMUNITY = "community", "The MAG and the community"


class QuestionKind(TextChoices):
    SECTION = "section", "Heading of a section"
    LINE = "line", "Short text"
    TEXT = "text", "Long text"
    EMAIL = "email", "E-mail address"
    NUMBER = "number", "Number"
    BANDS = "bands", "Number, in bands"
    SCALE = "scale", "Scale from 1 to 10"
    ONE = "one", "One of several"
    SEVERAL = "several", "Some of several"
    MATRIX = "matrix", "Table: one answer for each row"


# The kinds whose answers are chosen, written in words, and numbers.
CHOSEN = (QuestionKind.BANDS, QuestionKind.ONE, QuestionKind.SEVERAL)
WORDED = (QuestionKind.LINE, QuestionKind.TEXT, QuestionKind.EMAIL)
NUMERIC = (QuestionKind.NUMBER, QuestionKind.SCALE)


class ResponseState(TextChoices):
    DRAFT = "draft", "Draft"
    LATE = "late", "Late draft"
    UNCONFIRMED = "unconfirmed", "Not confirmed"
    SUBMITTED = "submitted", "Submitted"
    REPLACED = "replaced", "Replaced by a newer answer"
    SET_ASIDE = "set-aside", "Set aside"


# The states in which a coalition still writes.
BEING_WRITTEN = (ResponseState.DRAFT, ResponseState.LATE)
