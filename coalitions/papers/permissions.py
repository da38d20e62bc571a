"""Who may do what with a paper: `(user, thing) -> bool`."""

from coalitions.permissions import is_secretariat


def secretariat(user, thing=None):
    """Runs the work on papers: stages, drafts, comments, surveys, discussions."""
    return is_secretariat(user)
