"""How many of the active dynamic coalitions a paper's 1:1 discussions have reached."""

from dataclasses import dataclass

from coalitions.enums import CoalitionKind, CoalitionStatus
from coalitions.models import CoalitionPage, visible
from coalitions.papers.models import Interview


@dataclass(frozen=True)
class Coverage:
    """`reached` of `total` coalitions."""

    reached: int
    total: int

    @property
    def percent(self):
        return round(100 * self.reached / self.total) if self.total else 0

    def __str__(self):
        return f"{self.reached} of {self.total}"


def coverage_of(paper):
    """The Coverage of a paper's discussions, held with consent to publish or not; None before the first. Two queries.

    Counted among: the dynamic coalitions that are active now, and whatever other coalitions were talked to.
    """
    reached = set(Interview.objects.of_paper(paper).order_by().values_list("coalition_id", flat=True))
    if not reached:
        return None
    active = CoalitionPage.objects.filter(kind=CoalitionKind.DYNAMIC_COALITION, status=CoalitionStatus.ACTIVE)
    asked = set(visible(active).values_list("pk", flat=True))
    return Coverage(len(reached), len(asked | reached))
