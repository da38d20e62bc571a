"""The words coalitions are described with. Groups of members stand beside the enum they belong to."""

from django.db.models import TextChoices


class CoalitionKind(TextChoices):
    DYNAMIC_COALITION = "dc", "Dynamic coalition"
    BEST_PRACTICE_FORUM = "bpf", "Best practice forum"
    POLICY_NETWORK = "pn", "Policy network"
    NATIONAL_REGIONAL_INITIATIVE = "nri", "National or regional initiative"


class CoalitionStatus(TextChoices):
    FORMING = "forming", "Forming"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    CLOSED = "closed", "Closed"


class StakeholderGroup(TextChoices):
    CIVIL_SOCIETY = "civil-society", "Civil society"
    GOVERNMENT = "government", "Government"
    INTERGOVERNMENTAL = "intergovernmental", "Intergovernmental organisation"
    PRIVATE_SECTOR = "private-sector", "Private sector"
    TECHNICAL_COMMUNITY = "technical-community", "Technical community"
    OTHER = "other", "Other (youth, parliamentarians, academia …)"


class Region(TextChoices):
    AFRICAN = "african", "African"
    ASIA_PACIFIC = "asia-pacific", "Asia-Pacific"
    EASTERN_EUROPEAN = "eastern-european", "Eastern European"
    GRULAC = "grulac", "Latin American and Caribbean (GRULAC)"
    WEOG = "weog", "Western European and others (WEOG)"
    INTERGOVERNMENTAL = "intergovernmental", "Intergovernmental organisation"


class ContactRole(TextChoices):
    COORDINATOR = "coordinator", "Coordinator"
    CO_COORDINATOR = "co-coordinator", "Co-coordinator"
    REPRESENTATIVE = "representative", "Representative in the coordination group"
    SECRETARY = "secretary", "Secretary"


# The roles that make a linked user a coordinator of the coalition's pages.
COORDINATING_ROLES = (ContactRole.COORDINATOR, ContactRole.CO_COORDINATOR)


class GoalProgress(TextChoices):
    NOT_STARTED = "not-started", "Not started"
    UNDER_WAY = "under-way", "Under way"
    LARGELY = "largely", "Largely achieved"
    FULLY = "fully", "Fully achieved"
    DROPPED = "dropped", "Dropped"


class OutputKind(TextChoices):
    PAPER = "paper", "Paper"
    STATEMENT = "statement", "Statement"
    ANNUAL_REPORT = "annual-report", "Annual report"
    SESSION_REPORT = "session-report", "Session report"
    GOVERNANCE = "governance", "Governance document"


class FocusAreaBasket(TextChoices):
    MAIN = "main", "Main focus"
    EMERGING = "emerging", "Emerging and cross-cutting"


class OpennessSubject(TextChoices):
    MEMBERSHIP = "membership", "Membership"
    LIST = "list", "Mailing list"
    ARCHIVE = "archive", "List archive"


class OpennessResult(TextChoices):
    OPEN = "open", "Open"
    NOT_OPEN = "not-open", "Not open"
    UNREACHABLE = "unreachable", "Could not be checked"


class DirectoryView(TextChoices):
    CARDS = "cards", "Cards"
    TABLE = "table", "Table"


class DirectorySort(TextChoices):
    NAME = "name", "Name"
    ACRONYM = "acronym", "Acronym"
    ESTABLISHED = "established", "Year established"
    UPDATED = "updated", "Recently updated"


class NoticeState(TextChoices):
    WAITING = "waiting", "Waiting"
    ON_ITS_WAY = "on-its-way", "On its way"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class MemberKind(TextChoices):
    INDIVIDUAL = "individual", "A person"
    ORGANISATION = "organisation", "An organisation"


class Engagement(TextChoices):
    FOLLOW = "follow", "Follow"
    CONTRIBUTE = "contribute", "Contribute"
    COORDINATE = "coordinate", "Help coordinate"


class NameVisibility(TextChoices):
    COUNTED = "counted", "Only counted"
    PUBLIC = "public", "Name shown"


class MembershipState(TextChoices):
    UNCONFIRMED = "unconfirmed", "Not confirmed"
    CURRENT = "current", "Current"
    DORMANT = "dormant", "Dormant"
    LEFT = "left", "Left"


class StatementStatus(TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"


class AdoptionAnswer(TextChoices):
    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adapted", "Adapted"
    NOT_YET = "not-yet", "Not yet"


# The answers that count as having a statement.
HAVE_A_STATEMENT = (AdoptionAnswer.ADOPTED, AdoptionAnswer.ADAPTED)
