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
