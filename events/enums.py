"""The words of meetings and preparatory events. Groups of members stand beside the enum they belong to."""

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


class EventState(TextChoices):
    """The states of a preparatory event as readers see them. `HELD` is never stored: time makes it of `SCHEDULED`."""

    SCHEDULED = "scheduled", "Scheduled"
    HELD = "held", "Held"
    REPORTED = "reported", "Reported"
    CANCELLED = "cancelled", "Cancelled"


class OrganiserRole(TextChoices):
    LEAD = "lead", "Lead"
    CO_ORGANISER = "co-organiser", "Co-organiser"
    SUPPORTER = "supporter", "Supporter"


# The roles whose coordinators speak for the event.
ORGANISING = (OrganiserRole.LEAD, OrganiserRole.CO_ORGANISER)


class EventChangeKind(TextChoices):
    RESCHEDULED = "rescheduled", "Rescheduled"
    CANCELLED = "cancelled", "Cancelled"
    REINSTATED = "reinstated", "Reinstated"


class ExternalKind(TextChoices):
    IETF = "ietf", "IETF meeting"
    ICANN = "icann", "ICANN meeting"
    UN_HOLIDAY = "un-holiday", "UN holiday"
    OTHER = "other", "Other date"


class CalendarView(TextChoices):
    LIST = "list", "List"
    MONTH = "month", "Month"


class CalendarSpan(TextChoices):
    TO_COME = "to-come", "To come"
    PAST = "past", "Past"
    ALL = "all", "All"
