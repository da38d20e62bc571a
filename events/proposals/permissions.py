"""Who may do what with calls, proposals, reviews and written inputs: `(user, thing) -> bool`."""

from coalitions.permissions import coordinated_ids, is_secretariat
from events.enums import OrganiserRole
from events.proposals.enums import INPUT_PUBLIC, REVIEWABLE, Answer, InputState, ProposalState


def secretariat(user, thing=None):
    """Runs calls and decides on proposals."""
    return is_secretariat(user)


def is_reviewer(user):
    """Was given the role of a reviewer (MAG)."""
    return user.is_active and user.has_perm("proposals.add_review")


def can_propose(user, coalition):
    """Starts proposals and written inputs for a coalition: its coordinators."""
    return coalition.pk in coordinated_ids(user)


def coordinator_of_a_lead(user, proposal):
    """Speaks for the proposal: submits it, invites, withdraws it."""
    return _coordinates(user, proposal.organisers.all(), roles=(OrganiserRole.LEAD,))


def coordinator_of_an_organiser(user, proposal):
    """Writes the proposal and reports on the event: for a lead or a co-organiser that has confirmed."""
    return _coordinates(user, proposal.organisers.all(), roles=(OrganiserRole.LEAD, OrganiserRole.CO_ORGANISER))


def _coordinates(user, organisers, roles):
    own = coordinated_ids(user)
    return any(row.coalition_id in own and row.role in roles and row.answer == Answer.CONFIRMED for row in organisers)


def can_write_proposal(user, proposal):
    """May change its text now."""
    return proposal.may_be_written and coordinator_of_an_organiser(user, proposal)


def can_answer_for(user, organiser):
    """Answers an invitation, and confirms the slot: a coordinator of that very coalition."""
    return organiser.coalition_id in coordinated_ids(user)


def can_read_proposal(user, proposal):
    """Everybody what is public; before that its organisers (the invited too), its reviewers and the Secretariat."""
    return proposal.is_public or can_follow_proposal(user, proposal) or can_see_as_reviewer(user, proposal)


def can_follow_proposal(user, proposal):
    """Sees its timeline and the decision's reason before it is public."""
    if not user.is_authenticated:
        return False
    if is_secretariat(user):
        return proposal.state != ProposalState.DRAFT or _takes_part(user, proposal)
    return _takes_part(user, proposal)


def _takes_part(user, proposal):
    own = coordinated_ids(user)
    return any(row.coalition_id in own and row.answer != Answer.DECLINED for row in proposal.organisers.all())


def has_conflict(user, proposal):
    """Coordinates a coalition that was ever named as its organiser, whatever that one answered."""
    own = coordinated_ids(user)
    return any(row.coalition_id in own for row in proposal.organisers.all())


def can_see_as_reviewer(user, proposal):
    """A reviewer it was assigned to, without a conflict of interest, once it is submitted."""
    if not is_reviewer(user) or proposal.state in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
        return False
    return any(row.reviewer_id == user.pk for row in proposal.assignments.all()) and not has_conflict(user, proposal)


def can_review(user, proposal):
    """Makes or changes a review now."""
    return proposal.state in REVIEWABLE and can_see_as_reviewer(user, proposal)


def can_write_input(user, written_input):
    """Changes a written input's draft: a coordinator of a coalition that has a part in it."""
    return written_input.state == InputState.DRAFT and coordinator_of_an_input(user, written_input)


def coordinator_of_an_input(user, written_input):
    """Coordinates a coalition that has confirmed its part in a written input."""
    own = coordinated_ids(user)
    return any(row.coalition_id in own and row.answer == Answer.CONFIRMED for row in written_input.coalitions.all())


def can_read_input(user, written_input):
    """Everybody what is published; before that the coalitions that write it, and the Secretariat once submitted."""
    if written_input.state in INPUT_PUBLIC:
        return True
    if not user.is_authenticated:
        return False
    own = coordinated_ids(user)
    if any(row.coalition_id in own and row.answer != Answer.DECLINED for row in written_input.coalitions.all()):
        return True
    return is_secretariat(user) and written_input.state != InputState.DRAFT
