from coalitions.models.changes_by_the_clock import ChangesByTheClock
from coalitions.models.coalition_index_page import CoalitionIndexPage
from coalitions.models.coalition_page import CoalitionPage, CoalitionPageTag, RepresentedGroup
from coalitions.models.contact import Contact
from coalitions.models.cycle import Cycle
from coalitions.models.focus_area import FocusArea, PolicyQuestion
from coalitions.models.former_name import FormerName
from coalitions.models.goal import Goal
from coalitions.models.membership import Membership
from coalitions.models.membership_statement import MembershipStatement, StatementAdoption
from coalitions.models.notice import Notice
from coalitions.models.openness_check import OpennessCheck
from coalitions.models.output import Output
from coalitions.models.service_owned import ServiceOwnedFields
from coalitions.models.status_change import StatusChange
from coalitions.models.visibility import unrestricted, visible

__all__ = [
    "ChangesByTheClock",
    "CoalitionIndexPage",
    "CoalitionPage",
    "CoalitionPageTag",
    "Contact",
    "Cycle",
    "FocusArea",
    "FormerName",
    "Goal",
    "Membership",
    "MembershipStatement",
    "Notice",
    "OpennessCheck",
    "Output",
    "PolicyQuestion",
    "RepresentedGroup",
    "ServiceOwnedFields",
    "StatementAdoption",
    "StatusChange",
    "unrestricted",
    "visible",
]
