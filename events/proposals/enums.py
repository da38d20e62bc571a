"""The words of calls, proposals, reviews and written inputs. Groups of members stand beside their enum."""

from django.db.models import TextChoices


class ProposalKind(TextChoices):
    DISCUSSION = "discussion", "Online discussion"
    JOINT_SESSION = "joint-session", "Joint session"
    WEBINAR = "webinar", "Webinar"
    CONSULTATION = "consultation", "Consultation"
    OTHER = "other", "Other"


class ProposalState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CHANGES_REQUESTED = "changes-requested", "Changes requested"
    ON_HOLD = "on-hold", "On hold"
    ACCEPTED = "accepted", "Accepted"
    NOT_ACCEPTED = "not-accepted", "Not accepted"
    CONFIRMED = "confirmed", "Confirmed"
    SCHEDULED = "scheduled", "Scheduled"
    HELD = "held", "Held"
    REPORTED = "reported", "Reported"
    CANCELLED = "cancelled", "Cancelled"
    WITHDRAWN = "withdrawn", "Withdrawn"


# What is said outside the Secretariat: that a proposal is on hold, or who still has to confirm, stays inside.
PUBLIC_LABELS = {
    ProposalState.DRAFT: "Draft",
    ProposalState.SUBMITTED: "Under review",
    ProposalState.CHANGES_REQUESTED: "Changes requested",
    ProposalState.ON_HOLD: "Under review",
    ProposalState.ACCEPTED: "Accepted",
    ProposalState.NOT_ACCEPTED: "Not accepted",
    ProposalState.CONFIRMED: "Accepted",
    ProposalState.SCHEDULED: "Scheduled",
    ProposalState.HELD: "Held",
    ProposalState.REPORTED: "Reported",
    ProposalState.CANCELLED: "Cancelled",
    ProposalState.WITHDRAWN: "Withdrawn",
}
# The states in which everybody may read a proposal. Before, and when it was not accepted, it is its organisers' own.
PUBLIC_STATES = (
    ProposalState.ACCEPTED,
    ProposalState.CONFIRMED,
    ProposalState.SCHEDULED,
    ProposalState.HELD,
    ProposalState.REPORTED,
    ProposalState.CANCELLED,
)
# The states that follow from the event a proposal became; everything before is stored with the proposal.
EVENT_STATES = (
    ProposalState.SCHEDULED,
    ProposalState.HELD,
    ProposalState.REPORTED,
    ProposalState.CANCELLED,
)
# The states in which its organisers may write in it without a deadline of the call's.
WRITABLE = (ProposalState.DRAFT, ProposalState.CHANGES_REQUESTED)
# The states in which reviewers may review.
REVIEWABLE = (ProposalState.SUBMITTED, ProposalState.ON_HOLD)
# The states in which its organisers read what the reviewers say to them: asked for changes, or decided.
COMMENTED = (ProposalState.CHANGES_REQUESTED, ProposalState.NOT_ACCEPTED, *PUBLIC_STATES)
# The states in which a proposal is over, one way or another.
ENDED = (
    ProposalState.NOT_ACCEPTED,
    ProposalState.REPORTED,
    ProposalState.CANCELLED,
    ProposalState.WITHDRAWN,
)


class Answer(TextChoices):
    """A coalition's answer to the invitation to take part."""

    INVITED = "invited", "Invited"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class Recommendation(TextChoices):
    SUPPORT = "support", "Support"
    SUPPORT_WITH_CHANGES = "with-changes", "Support with changes"
    DO_NOT_SUPPORT = "no-support", "Do not support"
    ABSTAIN = "abstain", "Abstain"


class ReminderKind(TextChoices):
    """What somebody is reminded of."""

    DRAFT = "draft", "drafts that are not submitted"
    INVITATION = "invitation", "invitations without an answer"
    SLOT = "slot", "slots that are not confirmed"
    REPORT = "report", "reports that are due"
    REVIEW = "review", "reviews that are due"


class InputState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    PUBLISHED = "published", "Published"
    REFLECTED = "reflected", "Reflected"
    WITHDRAWN = "withdrawn", "Withdrawn"


INPUT_PUBLIC = (InputState.PUBLISHED, InputState.REFLECTED)
