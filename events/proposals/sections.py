"""What this room shows on the pages of the rooms below."""

from dataclasses import dataclass, field

from coalitions.permissions import coordinated_ids
from coalitions.sections import Section, coalition_sections, my_sections
from coalitions.templatetags.coalitions_tags import utc
from events.proposals.enums import WRITABLE, ProposalState
from events.proposals.models import CallPage, LateSubmission, Proposal
from events.proposals.readiness import missing_in_proposal
from events.proposals.workflow import Asked, asked_of
from events.sections import Deadline, deadline_sources, focus_area_sections, phase_sections

SHOWN = 10
WAITING = 20


@dataclass(frozen=True)
class OwnRow:
    """A proposal as its organisers find it in a list: what it lacks, and what is asked of them."""

    proposal: Proposal
    asked: list[Asked]
    missing: list = field(default_factory=list)
    is_too_late: bool = False


def own_rows(own, proposals):
    """Rows for proposals fetched `for_own_listing`, for a coordinator of the coalitions with the ids `own`."""
    proposals = list(proposals)
    late = _leave_to_be_late(proposals)
    rows = []
    for proposal in proposals:
        asked, missing, is_too_late = asked_of(own, proposal), [], False
        if proposal.state in WRITABLE:
            missing = missing_in_proposal(proposal)
            is_too_late = not (
                proposal.state == ProposalState.CHANGES_REQUESTED or proposal.call.is_open or proposal.pk in late
            )
            if missing or is_too_late:
                asked = [one for one in asked if one.verb != "submit"]
        rows.append(OwnRow(proposal, asked, missing, is_too_late))
    return rows


def _leave_to_be_late(proposals):
    """The ids of those of the proposals one of whose organisers has leave to be late now."""
    leaves = LateSubmission.objects.of_calls({proposal.call_id for proposal in proposals}).valid()
    granted = set(leaves.values_list("call_id", "coalition_id"))
    return {
        proposal.pk
        for proposal in proposals
        if any((proposal.call_id, row.coalition_id) in granted for row in proposal.organisers.all())
    }


def _proposals_of(coalition):
    """A coalition's proposals that everybody may read."""
    return list(Proposal.objects.public().organised_by(coalition).for_public_listing().latest_decision_first()[:SHOWN])


def _waiting_for_coordinators(user):
    """Open calls, and the proposals of the user's coalitions of which something is asked."""
    own = coordinated_ids(user)
    if not own:
        return None
    proposals = Proposal.objects.of_coalitions(own).at_their_organisers().for_own_listing().newest_first()[:WAITING]
    rows = {
        "calls": list(CallPage.objects.visible().asking_for_proposals().open()[:SHOWN]),
        "proposals": [row for row in own_rows(own, proposals) if row.asked],
    }
    return rows if any(rows.values()) else None


def _calls_of(phase):
    """The calls of a phase that everybody may see: those to answer first."""
    calls = CallPage.objects.visible().of_phase(phase).newest_first()
    return sorted(calls, key=lambda call: (not call.is_open, call.has_opened, -call.submit_by.timestamp()))


def _proposals_in(focus_area):
    """The public proposals in a focus area."""
    found = Proposal.objects.public().in_focus_area(focus_area)
    return list(found.for_public_listing().latest_decision_first()[:SHOWN])


def call_deadlines():
    """The deadline of each call that everybody may see."""
    for call in CallPage.objects.visible().order_by("submit_by", "pk").prefetch_related("extensions"):
        moves = [f"Moved from {utc(one.from_at)}: {one.reason}" for one in call.extensions.all()]
        yield Deadline(
            uid=f"call-{call.pk}",
            at=call.submit_by,
            title=call.title,
            text=call.intro,
            notes=moves,
            page=call,
            # Deadlines are only ever moved to later, so this rises with every move, as a SEQUENCE must.
            sequence=int(call.submit_by.timestamp() // 60),
            changed_at=call.changed_at,
        )


def register_sections():
    """Called once, when the app is ready."""
    deadline_sources["proposals"] = call_deadlines
    phase_sections.register(Section("calls", "Calls", "proposals/call/_of_phase.html", _calls_of, order=10))
    focus_area_sections.register(
        Section("proposals", "Proposals", "proposals/_coalition_proposals.html", _proposals_in, order=20)
    )
    coalition_sections.register(
        Section("proposals", "Proposals", "proposals/_coalition_proposals.html", _proposals_of, order=16)
    )
    my_sections.register(
        Section("proposals", "Preparatory phase", "proposals/mine/_proposals.html", _waiting_for_coordinators, order=5)
    )
