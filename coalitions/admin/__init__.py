from coalitions.admin.base import ChosenCoalitionFilter, PortalModelAdmin
from coalitions.admin.outbox import OutboxAdmin
from coalitions.admin.records import CoalitionsGroup, CyclesGroup

__all__ = ["ChosenCoalitionFilter", "CoalitionsGroup", "CyclesGroup", "OutboxAdmin", "PortalModelAdmin"]
