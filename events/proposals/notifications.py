"""What is sent about calls, proposals, reviews and written inputs, and to whom.

Every mail belongs to a matter. When a proposal changes its state, what was to be said of the state before and has not
left is dropped.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse

from coalitions.links import sign
from coalitions.notifications import compose, coordinators_of, forget, queue, secretariat_accounts
from events.proposals.enums import Answer, ReminderKind
from events.proposals.models import Proposal, ReviewAssignment

# Steps that organisers are told of, and steps that the Secretariat is told of. A step in neither is silent.
TELL_ORGANISERS = (
    *("submit", "request_changes", "accept", "decline", "confirm", "schedule", "reschedule", "cancel"),
    *("reinstate", "report", "withdraw"),
)
TELL_SECRETARIAT = ("submit", "confirm", "report", "withdraw")


def matter_of(thing):
    """The matter of a proposal's or a written input's own state."""
    return f"{thing._meta.model_name}:{thing.code}"


def invitation_matter(organiser):
    return f"proposal:{organiser.proposal.code}:invitation:{organiser.coalition_id}"


def reviewer_accounts():
    """The accounts with the role of a reviewer, by name, as a queryset."""
    permission = Permission.objects.filter(content_type__app_label="proposals", codename="add_review")
    holds = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    accounts = get_user_model().objects.filter(holds, is_active=True)
    return accounts.distinct().order_by("last_name", "first_name", "pk")


def organisers_accounts(proposal):
    rows = proposal.organisers.taking_part().values_list("coalition_id", flat=True)
    return coordinators_of(list(rows))


def draft_step_mail(proposal: Proposal, verb, *, reason="", starts_at=None):
    """The mail a step sends to the organisers, as a Mail that may be shown and edited first; None for a silent one.

    `starts_at` is the slot to be offered or the new beginning, where it is not stored yet.
    """
    if verb not in TELL_ORGANISERS:
        return None
    context = {
        "proposal": proposal,
        "reason": reason.strip(),
        "starts_at": starts_at or (proposal.event.starts_at if proposal.event else proposal.offered_starts_at),
        "path": reverse("proposals:proposal", args=[proposal.code]),
    }
    return compose(f"proposals/email/{verb}.txt", context)


def tell_step(proposal, verb, *, reason, mail, by):
    """Queue what a step is to tell, and drop what an earlier one has not told yet."""
    matter = matter_of(proposal)
    forget(matter)
    text = mail or draft_step_mail(proposal, verb, reason=reason)
    if text is not None:
        queue(text, to=organisers_accounts(proposal), matter=matter)
    if verb in TELL_SECRETARIAT:
        context = {"proposal": proposal, "verb": verb, "by": by, "reason": reason.strip()}
        queue(compose("proposals/email/to_secretariat.txt", context), to=secretariat_accounts(), matter=matter)


def tell_invitation(organiser):
    """Ask a coalition's coordinators to confirm its part, each by a signed link of their own."""
    matter = invitation_matter(organiser)
    forget(matter)
    for account in coordinators_of([organiser.coalition_id]):
        token = sign("proposals.invitation", [organiser.pk, account.pk])
        context = {
            "organiser": organiser,
            "proposal": organiser.proposal,
            "path": reverse("proposals:invitation", args=[token]),
        }
        queue(compose("proposals/email/invitation.txt", context), to=[account], matter=matter, at_once=True)


def forget_invitation(organiser):
    forget(invitation_matter(organiser))


def tell_answer(organiser):
    """Tell the leads what a coalition answered."""
    forget_invitation(organiser)
    leads = organiser.proposal.organisers.confirmed().filter(role="lead").exclude(pk=organiser.pk)
    context = {
        "organiser": organiser,
        "proposal": organiser.proposal,
        "confirmed": organiser.answer == Answer.CONFIRMED,
        "path": reverse("proposals:proposal", args=[organiser.proposal.code]),
    }
    to = coordinators_of(list(leads.values_list("coalition_id", flat=True)))
    queue(compose("proposals/email/answer.txt", context), to=to, matter=matter_of(organiser.proposal))


def tell_late_submission(leave):
    """Tell a coalition's coordinators until when they may submit, and where."""
    context = {"leave": leave, "call": leave.call, "path": reverse("proposals:call-own", args=[leave.call_id])}
    to = coordinators_of([leave.coalition_id])
    queue(compose("proposals/email/late_submission.txt", context), to=to, matter=f"call:{leave.call_id}:late")


def tell_assignments(assignments: list[ReviewAssignment]):
    """Tell each reviewer once of everything that was newly assigned."""
    by_reviewer = {}
    for assignment in assignments:
        by_reviewer.setdefault(assignment.reviewer, []).append(assignment.proposal)
    for reviewer, proposals in by_reviewer.items():
        context = {"proposals": proposals, "path": reverse("proposals:review-queue")}
        queue(compose("proposals/email/assignment.txt", context), to=[reviewer], matter=f"reviews:{reviewer.pk}")


def tell_input_step(written_input, verb, *, reason, by):
    """Tell a written input's coalitions, and the Secretariat of what was submitted or withdrawn."""
    matter = matter_of(written_input)
    forget(matter)
    taking_part = written_input.coalitions.exclude(answer=Answer.DECLINED).values_list("coalition_id", flat=True)
    context = {
        "written_input": written_input,
        "reason": reason.strip(),
        "by": by,
        "path": reverse("proposals:input", args=[written_input.code]),
    }
    queue(compose(f"proposals/email/input/{verb}.txt", context), to=coordinators_of(list(taking_part)), matter=matter)
    if verb in ("submit", "withdraw"):
        mail = compose("proposals/email/input/to_secretariat.txt", {**context, "verb": verb})
        queue(mail, to=secretariat_accounts(), matter=matter)


def tell_input_invitation(row, *, by):
    """Ask a coalition's coordinators whether it stands behind a text, each by a signed link of their own."""
    matter = f"{matter_of(row.written_input)}:invitation:{row.coalition_id}"
    forget(matter)
    for account in coordinators_of([row.coalition_id]):
        token = sign("proposals.input-invitation", [row.pk, account.pk])
        context = {
            "row": row,
            "written_input": row.written_input,
            "by": by,
            "path": reverse("proposals:input-invitation", args=[token]),
        }
        queue(compose("proposals/email/input/invitation.txt", context), to=[account], matter=matter, at_once=True)


def tell_reminder(kind, thing):
    """Remind those who can do something of what is due: of a proposal, an organiser's part or a review."""
    if kind == ReminderKind.INVITATION:
        tell_invitation(thing)
        return
    if kind == ReminderKind.REVIEW:
        proposal, to = thing.proposal, [thing.reviewer]
    elif kind == ReminderKind.SLOT:
        proposal, to = thing.proposal, coordinators_of([thing.coalition_id])
    else:
        proposal = thing
        needed = proposal.organisers.needed().confirmed().values_list("coalition_id", flat=True)
        to = coordinators_of(list(needed))
    paths = {
        ReminderKind.DRAFT: reverse("proposals:proposal-edit", args=[proposal.code]),
        ReminderKind.SLOT: reverse("proposals:proposal-confirm", args=[proposal.code]),
        ReminderKind.REPORT: reverse("proposals:proposal", args=[proposal.code]),
        ReminderKind.REVIEW: reverse("proposals:review", args=[proposal.code]),
    }
    context = {"proposal": proposal, "path": paths[kind]}
    queue(compose(f"proposals/email/remind/{kind.value}.txt", context), to=to, matter=matter_of(proposal))
