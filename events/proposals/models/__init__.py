from events.proposals.models.call_page import CallExtension, CallKind, CallPage, LateSubmission
from events.proposals.models.draft_comment import DraftComment
from events.proposals.models.proposal import Proposal
from events.proposals.models.proposal_organiser import ProposalOrganiser
from events.proposals.models.proposal_parts import PreferredTime, ProposalSpeaker, UnavailablePeriod
from events.proposals.models.proposal_step import ProposalStep
from events.proposals.models.reminder import Reminder
from events.proposals.models.review import Review, ReviewAssignment
from events.proposals.models.written_input import InputCoalition, WrittenInput

__all__ = [
    "CallExtension",
    "CallKind",
    "CallPage",
    "DraftComment",
    "InputCoalition",
    "LateSubmission",
    "PreferredTime",
    "Proposal",
    "ProposalOrganiser",
    "ProposalSpeaker",
    "ProposalStep",
    "Reminder",
    "Review",
    "ReviewAssignment",
    "UnavailablePeriod",
    "WrittenInput",
]
