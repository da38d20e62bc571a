"""What this room shows on the pages of the rooms below."""

from dataclasses import dataclass, field

from django.urls import reverse

from coalitions.permissions import coordinated_ids
from coalitions.sections import Section, WaitingLink, coalition_sections, my_sections, waiting_sections
from coalitions.templatetags.coalitions_tags import utc
from events.proposals.enums import WRITABLE, Answer, ProposalState
from events.proposals.models import CallPage, LateSubmission, Proposal, ReviewAssignment, WrittenInput
from events.proposals.permissions import is_reviewer, secretariat
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

    @property
    def is_ready(self):
        """Whether the reader may submit it now."""
        return any(one.verb == "submit" for one in self.asked) and self.proposal.state == ProposalState.DRAFT


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


def _inputs_of(coalition):
    """The published texts that a coalition stands behind."""
    found = WrittenInput.objects.public().behind_which_stands(coalition)
    return list(found.for_listing().latest_first()[:SHOWN])


def _inputs_on(focus_area):
    """The published texts on a focus area."""
    return list(WrittenInput.objects.public().in_focus_area(focus_area).for_listing().latest_first()[:WAITING])


def _inputs_waiting(user):
    """The texts a coordinator writes or is invited to, and the calls that ask for some."""
    own = coordinated_ids(user)
    if not own:
        return None
    drafts = WrittenInput.objects.of_coalitions(own).drafts().for_listing().newest_first()
    rows = {
        "calls": list(CallPage.objects.visible().asking_for_inputs().open()[:SHOWN]),
        "drafts": [(text, _to_answer(own, text)) for text in drafts[:WAITING]],
    }
    return rows if any(rows.values()) else None


def _to_answer(own, written_input):
    """The part in a text about which a coalition of the user's is asked; None where there is none."""
    rows = written_input.coalitions.all()
    return next((row for row in rows if row.coalition_id in own and row.answer == Answer.INVITED), None)


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


def _address(name, thing):
    return reverse(name, args=[thing.pk])


def _waiting_for_the_secretariat(user):
    """Proposals to decide on and to schedule, pages of events to publish, texts to publish."""
    if not secretariat(user):
        return None
    proposals = Proposal.objects.for_listing().newest_first()
    to_do = (
        (ProposalState.SUBMITTED, "Under review."),
        (ProposalState.CONFIRMED, "Every organiser has confirmed the slot; it can be scheduled."),
    )
    links = [
        WaitingLink(str(proposal), _address("proposals_proposal_modeladmin_inspect", proposal), note)
        for state, note in to_do
        for proposal in proposals.in_state(state)[:SHOWN]
    ]
    links += [
        WaitingLink(str(proposal), _address("wagtailadmin_pages:edit", proposal.event), "Scheduled; publish its page.")
        for proposal in proposals.with_unpublished_event()[:SHOWN]
    ]
    links += [
        WaitingLink(
            str(text), _address("proposals_writteninput_modeladmin_inspect", text), "Written input to publish."
        )
        for text in WrittenInput.objects.awaiting_publication().newest_first()[:SHOWN]
    ]
    return {"links": links, "more": False} if links else None


def _waiting_for_reviewers(user):
    """Proposals that a reviewer was asked to review and has not."""
    if not is_reviewer(user):
        return None
    assigned = ReviewAssignment.objects.of_reviewer(user).to_do().without_conflict(coordinated_ids(user))
    return list(assigned.for_listing()[:WAITING])


def register_sections():
    """Called once, when the app is ready."""
    deadline_sources["proposals"] = call_deadlines
    focus_area_sections.register(
        Section("inputs", "Written input", "proposals/inputs/_list.html", _inputs_on, order=25)
    )
    coalition_sections.register(
        Section("inputs", "Written input", "proposals/inputs/_list.html", _inputs_of, order=17)
    )
    my_sections.register(
        Section("inputs", "Written input", "proposals/inputs/_waiting.html", _inputs_waiting, order=6)
    )
    waiting_sections.register(
        Section(
            *("proposals", "Preparatory phase", "coalitions/admin/_waiting_links.html", _waiting_for_the_secretariat),
            order=12,
        )
    )
    my_sections.register(
        Section("reviews", "Proposals to review", "proposals/reviews/_waiting.html", _waiting_for_reviewers, order=3)
    )
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
