"""A call's proposals side by side, by state. Nothing here ranks: within a state they stand by title."""

from dataclasses import dataclass

from events.proposals.enums import ProposalState, Recommendation
from events.proposals.models import Proposal


@dataclass(frozen=True)
class Card:
    """A proposal on the board, and what its reviewers have said so far."""

    proposal: Proposal
    reviews_due: int
    recommendations: list[str]

    @property
    def is_under_review(self):
        return self.proposal.state in (ProposalState.SUBMITTED, ProposalState.ON_HOLD)


def board_of(call):
    """(state, its cards) for each state that a proposal of the call is in, in the order of a proposal's life.

    Drafts and what was withdrawn are their organisers' own and are left out. Constant number of queries.
    """
    columns = {state: [] for state in ProposalState}
    for proposal in Proposal.objects.of_call(call).submitted_or_later().for_board().by_title():
        columns[proposal.current_state].append(card_of(proposal))
    return [(state, cards) for state, cards in columns.items() if cards]


def card_of(proposal):
    """The card of a proposal fetched `for_board`."""
    reviewed = {review.reviewer_id for review in proposal.reviews.all()}
    assigned = {assignment.reviewer_id for assignment in proposal.assignments.all()}
    counts = dict.fromkeys(Recommendation, 0)
    for review in proposal.reviews.all():
        counts[Recommendation(review.recommendation)] += 1
    said = [f"{recommendation.label}: {count}" for recommendation, count in counts.items() if count]
    return Card(proposal, len(assigned - reviewed), said)
