"""The words meetings are described with. Groups of members stand beside the enum they belong to."""

from django.db.models import TextChoices


class MeetingFormat(TextChoices):
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "Hybrid"
    ON_SITE = "onsite", "On site"


class MeetingState(TextChoices):
    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    REPORT_DRAFT = "report-draft", "Report in draft"
    CORRECTIONS_OPEN = "corrections", "Corrections open"
    ADOPTED = "adopted", "Report adopted"
    CANCELLED = "cancelled", "Cancelled"


# The states in which a live page shows its report, its conclusions and its participants.
REPORT_PUBLIC = (MeetingState.CORRECTIONS_OPEN, MeetingState.ADOPTED)


class AgendaOutcome(TextChoices):
    NONE = "", "Not yet discussed"
    DISCUSSED = "discussed", "Discussed"
    DECIDED = "decided", "Decided"
    POSTPONED = "postponed", "Postponed"
    DROPPED = "dropped", "Dropped"


class Capacity(TextChoices):
    FACILITATOR = "facilitator", "Facilitator"
    PARTICIPANT = "participant", "Participant"
    SECRETARIAT_SUPPORT = "secretariat_support", "Secretariat support"


class DocumentKind(TextChoices):
    AGENDA = "agenda", "Agenda"
    SUMMARY = "summary", "Summary report"
    TRANSCRIPT = "transcript", "Transcript"
    PRESENTATION = "presentation", "Presentation"
    OTHER = "other", "Other document"


class ActionKind(TextChoices):
    ACTION = "action", "Action"
    PLANNED_ACTIVITY = "planned_activity", "Planned activity"
    CONCLUSION = "conclusion", "Conclusion"


class Owner(TextChoices):
    ALL_COALITIONS = "all_coalitions", "All coalitions"
    SOME_COALITIONS = "some_coalitions", "Some coalitions"
    SECRETARIAT = "secretariat", "Secretariat"
    FACILITATORS = "facilitators", "Facilitators"
    MAG = "mag", "MAG"
    UNASSIGNED = "", "Nobody in particular"


class ActionState(TextChoices):
    OPEN = "open", "Open"
    IN_PROGRESS = "in-progress", "In progress"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"
    SUPERSEDED = "superseded", "Superseded"


# The states in which something is still to be done.
UNFINISHED = (ActionState.OPEN, ActionState.IN_PROGRESS)
