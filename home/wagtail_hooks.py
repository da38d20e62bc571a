"""Registers what this room adds to the admin. Decides nothing."""

from wagtail import hooks


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("home.erase", "Erase the account", "Account erased by its owner")
    actions.register_action("home.reset_second_factor", "Reset the second factor", "Second factor taken off")
