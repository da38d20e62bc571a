"""Who may do what with a paper: `(user, thing) -> bool`."""

from coalitions.papers.models import ParagraphComment
from coalitions.permissions import coordinated_ids, is_secretariat


def secretariat(user, thing=None):
    """Runs the work on papers: stages, drafts, comments, surveys, discussions."""
    return is_secretariat(user)


def whoever_has_the_link(user, comment):
    """Confirms a comment: the link in the mail is the proof, and asks for no account."""
    return True


def may_remove_page(user, page):
    """Nobody deletes a page below or at which a draft has comments: what was said stays."""
    return not ParagraphComment.objects.below(page).exists()


def coordinator_of_a_response(user, response):
    """Coordinates the coalition that an answer to a survey is of."""
    return response.coalition_id is not None and response.coalition_id in coordinated_ids(user)


def coordinator_or_secretariat(user, response):
    """Hands an answer in and takes it back: a coordinator of the coalition, or the Secretariat for it."""
    return is_secretariat(user) or coordinator_of_a_response(user, response)


def can_answer_survey(user, survey, coalition):
    """Writes a coalition's answer: its coordinators, and the Secretariat for it."""
    return survey.asks_coalitions and (coalition.pk in coordinated_ids(user) or is_secretariat(user))
