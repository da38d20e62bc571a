"""The words activity is described with. Groups of members stand beside the enum they belong to."""

from django.db.models import TextChoices


class ListSource(TextChoices):
    MBOX = "mbox", "mbox archive"
    MAILMAN3 = "mailman3", "Mailman 3 archive"
    BY_HAND = "hand", "entered by hand"


# The sources that are read message by message.
ARCHIVES = (ListSource.MBOX, ListSource.MAILMAN3)


class SkipReason(TextChoices):
    """Why a message of an archive is not counted."""

    KNOWN = "known", "counted before, or twice in the archive"
    AUTOMATIC = "automatic", "sent by a machine (automatic reply, report of delivery)"
    BULK = "bulk", "bulk mail"
    ADMINISTRATIVE = "administrative", "notice of the list's own software"
    NO_DATE = "no-date", "no date that can be true"
    NO_MESSAGE = "no-message", "not a message: it names no sender, date or identity"


class ImportState(TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


# The states in which an import still has something to do.
UNFINISHED_IMPORTS = (ImportState.WAITING, ImportState.RUNNING)


class ActivityKind(TextChoices):
    CALL = "call", "Call"
    PAPER = "paper", "Paper"
    EVENT = "event", "Event"
    CONSULTATION = "consultation", "Consultation"
    TRAINING = "training", "Training"
    OTHER = "other", "Other activity"


class About(TextChoices):
    """The two questions that stay two."""

    COALITION = "coalition", "The coalition’s activity"
    MEMBERS = "members", "Its members’ activity"


class CellKind(TextChoices):
    """What a number can be. No source never looks like zero."""

    NUMBER = "number", "a number"
    ZERO = "zero", "none"
    NO_SOURCE = "no-source", "no source"
    NOT_MEASURED = "not-measured", "not measured"


class PeriodChoice(TextChoices):
    """Which months a block shows."""

    LATEST = "latest", "The latest 12 months that are measured"
    LAST = "last", "The last 12 months"
    YEAR = "year", "A calendar year"


class CriteriaState(TextChoices):
    """How settled a set of criteria is. Nothing that is proposed is shown as agreed."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Superseded"


# The states in which a set stays as it is.
SETTLED_CRITERIA = (CriteriaState.AGREED, CriteriaState.SUPERSEDED)


class CriterionKind(TextChoices):
    INDICATOR = "indicator", "An indicator reaches a number"
    DOCUMENT = "document", "A document is filed"


class CriterionRole(TextChoices):
    """What a criterion is for."""

    REQUIRED = "required", "Required"
    GROUP = "group", "One of a group"
    INFORMATION = "information", "For information"


class AppliesTo(TextChoices):
    """Whom a criterion is for. All others are exempt from it."""

    EVERYBODY = "everybody", "All coalitions"
    ESTABLISHED = "established", "Established coalitions; new ones are exempt"
    NEW = "new", "New coalitions only"


class Result(TextChoices):
    """What can be said of one criterion. Where there is no source, nothing is said against a coalition."""

    MET = "met", "Met"
    NOT_MET = "not-met", "Not met"
    NO_SOURCE = "no-source", "No source"
    NOT_MEASURED = "not-measured", "Not measured"
    EXEMPT = "exempt", "Exempt"
    EQUIVALENT = "equivalent", "Met by other evidence"


FULFILLED = (Result.MET, Result.EQUIVALENT)
UNKNOWN = (Result.NO_SOURCE, Result.NOT_MEASURED)


class Finding(TextChoices):
    """What a whole set says of a coalition."""

    MEETS = "meets", "Meets the criteria"
    DOES_NOT_MEET = "does-not-meet", "Does not meet the criteria"
    CANNOT_BE_SAID = "cannot-be-said", "Cannot be said"


class AssessmentState(TextChoices):
    DRAFT = "draft", "Draft"
    SHARED = "shared", "Shared with the coalition"
    REPLIED = "replied", "Replied"
    DECIDED = "decided", "Decided"
    APPEALED = "appealed", "Appealed"
    FINAL = "final", "Final"
    LEFT_OUT = "left-out", "Left out"


# The states in which the coalition may still bring forward other evidence.
ANSWERABLE = (AssessmentState.SHARED, AssessmentState.REPLIED)
# The states in which nothing more follows of itself.
ENDED = (AssessmentState.FINAL, AssessmentState.LEFT_OUT)
# The states before there is a decision.
UNDECIDED = (AssessmentState.DRAFT, *ANSWERABLE)
# The states in which there is a decision, settled or not.
WITH_DECISION = (AssessmentState.DECIDED, AssessmentState.APPEALED, AssessmentState.FINAL)


class Decision(TextChoices):
    ELIGIBLE = "eligible", "Eligible"
    WITH_CONDITIONS = "with-conditions", "Eligible with conditions"
    NOT_ELIGIBLE = "not-eligible", "Not eligible"


class OfferState(TextChoices):
    """What became of other evidence that a coalition offered."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted as equivalent"
    NOT_ACCEPTED = "not-accepted", "Not accepted"


class SlotState(TextChoices):
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Withdrawn"
    GRANTED = "granted", "Granted"
    NOT_GRANTED = "not-granted", "Not granted"


class ReportState(TextChoices):
    DRAFT = "draft", "Draft"
    FILED = "filed", "Filed"
