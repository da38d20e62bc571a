from coalitions.services.coalitions import change_status, set_initial_status
from coalitions.services.coordinators import (
    coalition_deleted,
    coalition_of_group,
    contact_changed,
    group_name,
    make_coordinators_group,
    sync_all_coordinators,
    sync_coordinators,
    sync_coordinators_of,
    user_signed_in,
)

__all__ = [
    "change_status",
    "coalition_deleted",
    "coalition_of_group",
    "contact_changed",
    "group_name",
    "make_coordinators_group",
    "set_initial_status",
    "sync_all_coordinators",
    "sync_coordinators",
    "sync_coordinators_of",
    "user_signed_in",
]
