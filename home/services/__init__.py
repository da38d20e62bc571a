from home.services.accounts import (
    account_saved,
    close_account,
    rename_account,
    reset_second_factor,
    sync_address,
)
from home.services.roles import (
    FACILITATORS,
    REVIEWERS,
    ROLE_PERMISSIONS,
    SECRETARIAT,
    let_group_edit,
    set_up_roles,
)

__all__ = [
    "FACILITATORS",
    "REVIEWERS",
    "ROLE_PERMISSIONS",
    "SECRETARIAT",
    "account_saved",
    "close_account",
    "let_group_edit",
    "rename_account",
    "reset_second_factor",
    "set_up_roles",
    "sync_address",
]
