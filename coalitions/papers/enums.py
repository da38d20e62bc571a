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
