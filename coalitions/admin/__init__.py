from coalitions.admin.base import ChosenCoalitionFilter, PortalModelAdmin
from coalitions.admin.records import CoalitionsGroup, CyclesGroup

__all__ = ["ChosenCoalitionFilter", "CoalitionsGroup", "CyclesGroup", "PortalModelAdmin"]
