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


class DraftKind(TextChoices):
    SUMMARY = "summary", "Summary of input"
    ADVANCED = "advanced", "Advanced draft"
    CONSOLIDATED = "consolidated", "Consolidated draft"
    FINAL = "final", "Final paper"
    ABRIDGED = "abridged", "Abridged version"


# The kinds that are the paper itself, and no step on the way to it.
PUBLISHED_KINDS = (DraftKind.FINAL, DraftKind.ABRIDGED)


class CommentState(TextChoices):
    UNCONFIRMED = "unconfirmed", "Not confirmed"
    PENDING = "pending", "Waiting for moderation"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Not published"


class CommentSource(TextChoices):
    FORM = "form", "On the portal"
    EMAIL = "email", "By e-mail"
    MEETING = "meeting", "In a meeting"


class Disposition(TextChoices):
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Partly accepted"
    NOT_ACCEPTED = "not-accepted", "Not accepted"
    OUT_OF_SCOPE = "out-of-scope", "Out of scope"
    MERGED = "merged", "Merged with another comment"


# What is said besides needs a reason: only an accepted comment explains itself.
NEED_A_REASON = (Disposition.PARTLY, Disposition.NOT_ACCEPTED, Disposition.OUT_OF_SCOPE, Disposition.MERGED)


class CommentPeriod(TextChoices):
    """Whether a draft takes comments now."""

    NONE = "none", "No comments asked for"
    PLANNED = "planned", "Not open yet"
    OPEN = "open", "Open for comments"
    CLOSED = "closed", "Closed"


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
