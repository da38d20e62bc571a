"""Reminders of what is due: drafts, invitations, slots, reports, reviews. Safe at any interval, and run twice at once.

Each is queued once: what was said, and which time it was, is kept in the same transaction as the mail.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from events.proposals import notifications
from events.proposals.enums import ProposalState, ReminderKind
from events.proposals.models import Proposal, ProposalOrganiser, Reminder, ReviewAssignment

# How long before a call closes the organisers of a draft are reminded of it.
BEFORE_THE_DEADLINE = datetime.timedelta(days=3)
# How long an invitation, a slot, a report or a review waits before its first reminder, and before each further one.
PATIENCE = datetime.timedelta(days=7)
MOST = 3  # of one thing


def remind(*, dry_run=False):
    """Queue every reminder that is due. Returns how many were, or with `dry_run` would be, queued, by ReminderKind."""
    counts = dict.fromkeys(ReminderKind, 0)
    for kind, key, thing in _due(timezone.now()):
        if Reminder.objects.filter(key=key).exists():
            continue
        if dry_run or _remind(kind, key, thing):
            counts[kind] += 1
    return counts


@transaction.atomic
def _remind(kind, key, thing):
    _reminder, is_new = Reminder.objects.get_or_create(key=key)
    if is_new:
        notifications.tell_reminder(kind, thing)
    return is_new


def _due(now):
    """(kind, key, what it is about) of everything that has waited long enough. A key names the time it is said."""
    for proposal in Proposal.objects.drafts().closing_between(now, now + BEFORE_THE_DEADLINE).for_listing():
        yield ReminderKind.DRAFT, f"draft:{proposal.code}:{proposal.call.submit_by:%Y%m%d%H%M}", proposal
    waiting = (
        (ReminderKind.INVITATION, ProposalOrganiser.objects.awaiting_answer(), lambda row: row.invited_at),
        (ReminderKind.SLOT, ProposalOrganiser.objects.awaiting_slot(), lambda row: row.proposal.decided_at),
        (ReminderKind.REPORT, Proposal.objects.in_state(ProposalState.HELD, now), lambda row: row.event.ends_at),
        (ReminderKind.REVIEW, ReviewAssignment.objects.to_do(), lambda row: row.assigned_at),
    )
    for kind, rows, since in waiting:
        for row in rows.for_listing():
            time = min((now - since(row)) // PATIENCE, MOST)
            if time > 0:
                yield kind, f"{kind.value}:{row.pk}:{since(row):%Y%m%d}:{time}", row
