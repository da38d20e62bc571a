"""Who may do what with a paper: `(user, thing) -> bool`."""

from coalitions.papers.models import ParagraphComment
from coalitions.permissions import is_secretariat


def secretariat(user, thing=None):
    """Runs the work on papers: stages, drafts, comments, surveys, discussions."""
    return is_secretariat(user)


def whoever_has_the_link(user, comment):
    """Confirms a comment: the link in the mail is the proof, and asks for no account."""
    return True


def may_remove_page(user, page):
    """Nobody deletes a page below or at which a draft has comments: what was said stays."""
    return not ParagraphComment.objects.below(page).exists()
