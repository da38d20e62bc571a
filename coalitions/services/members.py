"""Verbs of members: the only code that writes a membership. Open to everybody: nobody approves, nobody removes.

A mail to an address nobody has confirmed repeats nothing of what was typed: the portal carries no stranger's words.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.enums import NameVisibility
from coalitions.links import sign
from coalitions.models import CoalitionPage, Membership
from coalitions.models.membership import CONFIRM_WITHIN, DORMANT_AFTER
from coalitions.models.queued_email import delete_emails_of
from coalitions.notifications import compose, forget, queue
from coalitions.permissions import can_erase_member, can_keep_members
from coalitions.workflow import NotAllowed

# What the links in the mails are for, and how long they work.
CONFIRM_LINK, MANAGE_LINK = "member-confirm", "member-manage"
LINK_LASTS = {CONFIRM_LINK: CONFIRM_WITHIN, MANAGE_LINK: datetime.timedelta(days=90)}
# So long nobody can have another link sent to the same member.
LINK_PAUSE = datetime.timedelta(minutes=10)
# What a member says about themselves, and may change at any time.
OWN_FIELDS = ("kind", "name", "group", "region", "engagement", "visibility")


def _locked(member):
    return Membership.objects.select_for_update(of=("self",)).select_related("coalition").get(pk=member.pk)


def _write(member, template, matter=""):
    """A mail to the member, with the link that fits: to confirm, or to manage the membership."""
    purpose = MANAGE_LINK if member.confirmed_at else CONFIRM_LINK
    context = {
        "member": member,
        "coalition": member.coalition,
        "token": sign(purpose, member.key.hex),
        "until": timezone.now() + LINK_LASTS[purpose],
        "dormant_days": DORMANT_AFTER.days,
    }
    mail = compose(f"coalitions/email/{template}.txt", context)
    queue(mail, to=[member.email], matter=matter or member.matter, at_once=True)


def _write_unless_just_written(member, template):
    now = timezone.now()
    if member.link_sent_at is None or member.link_sent_at <= now - LINK_PAUSE:
        member.link_sent_at = now
        member.save(update_fields=["link_sent_at"])
        _write(member, template)


@transaction.atomic
def join_coalition(coalition, *, email, **said):
    """Take up a request to join, and write to the address. `email` as `clean_address` spells it; `said`: OWN_FIELDS.

    Says nothing about whether the address was there: a member gets another mail, and what was typed changes nothing.
    Raises NotAllowed for a coalition that is closed.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=coalition.pk)  # two requests at once: one after other
    if not coalition.is_open_to_members:
        raise NotAllowed("This coalition is closed; it has no new members.")
    member = Membership.objects.of_coalition(coalition).of_address(email).select_related("coalition").first()
    if member is not None and member.is_member:
        _write_unless_just_written(member, "is_member")
        return
    if member is None:
        member = Membership(coalition=coalition, email=email)
    member.requested_at = timezone.now()
    _say(member, said)
    member.save()
    _write_unless_just_written(member, "confirm_membership")


def _say(member, said):
    for name, value in said.items():
        if name not in OWN_FIELDS:
            raise TypeError(f"A member does not say “{name}”.")
        setattr(member, name, value)


@transaction.atomic
def confirm_member(member):
    """The second half of the double opt-in. Safe to repeat. Raises NotAllowed if it is too late."""
    member = _locked(member)
    if member.is_member:
        return member
    if member.left_on:
        raise NotAllowed("You have left this coalition; you can join it again at any time.")
    if not member.coalition.is_open_to_members:
        raise NotAllowed("This coalition was closed meanwhile; it has no new members.")
    member.confirmed_at = timezone.now()
    member.joined_on = member.confirmed_at.date()
    member.save(update_fields=["confirmed_at", "joined_on"])
    forget(member.matter)
    _write(member, "welcome_member")
    log(member, "coalitions.member_confirm")
    return member


@transaction.atomic
def change_member(member, **said):
    """Change what a member says about themselves; that somebody is still interested goes without saying then."""
    member = _own(member)
    _say(member, said)
    member.answered_at = timezone.now()
    member.save(update_fields=[*said, "answered_at"])
    forget(member.question)
    return member


@transaction.atomic
def answer_still_interested(member):
    """Keep that a member is still interested. Whoever was dormant is current again."""
    member = _own(member)
    member.answered_at = timezone.now()
    member.save(update_fields=["answered_at"])
    forget(member.question)
    return member


@transaction.atomic
def leave_coalition(member):
    """End a membership. Safe to repeat. The dates stay, to be counted; name and address go."""
    member = _locked(member)
    if member.left_on:
        return member
    if not member.is_member:
        raise NotAllowed("You are not a member.")
    for matter in (member.matter, member.question):
        forget(matter)
    _write(member, "goodbye_member")
    member.left_on = timezone.now().date()
    member.left_mark = Membership.mark_of(member.coalition_id, member.email)
    member.name = member.email = ""
    member.visibility = NameVisibility.COUNTED
    member.save(update_fields=["left_on", "left_mark", "name", "email", "visibility"])
    log(member, "coalitions.member_leave")
    return member


@transaction.atomic
def erase_member(member, *, by=None):
    """Delete a membership and every mail about it, sent or not. `by`: who does it for the member."""
    member = _locked(member)
    if by is not None and not can_erase_member(by, member):
        raise NotAllowed("Only the Secretariat erases a member, and only on the member's own request.")
    for matter in (member.matter, member.question):
        forget(matter)
        delete_emails_of(matter)
    log(member, "coalitions.member_erase", user=by, deleted=True)
    member.delete()


@transaction.atomic
def hide_name(member, *, by):
    """Show a member's name no longer: for a name that is none. The member stays, and reads of it on the own page."""
    member = _own(member)
    if not can_keep_members(by, member.coalition):
        raise NotAllowed("Only the coalition's coordinators, or the Secretariat, hide a name.")
    member.visibility = NameVisibility.COUNTED
    member.save(update_fields=["visibility"])
    log(member, "coalitions.member_hide_name", user=by)
    return member


def _own(member):
    member = _locked(member)
    if not member.is_member:
        raise NotAllowed("You have left this coalition." if member.left_on else "You have not confirmed yet.")
    return member


@transaction.atomic
def send_links(email):
    """Write to an address what it needs to manage, or to confirm, each of its memberships."""
    there = Membership.objects.still_there().of_address(email).select_for_update(of=("self",)).order_by("pk")
    for member in there.select_related("coalition"):
        _write_unless_just_written(member, "manage_membership" if member.confirmed_at else "confirm_membership")


def ask_still_interested(*, dry_run=False):
    """Ask every member of whom nothing was heard for a year whether they are still interested.

    Each in a transaction of its own, mail and date together: safe to repeat, to break off, to run twice at once.
    Returns how many were, or with `dry_run` would be, asked, by coalition.
    """
    counts = {}
    for member in Membership.objects.due_to_be_asked().for_listing():
        if dry_run or _ask(member):
            counts[member.coalition] = counts.get(member.coalition, 0) + 1
    return counts


@transaction.atomic
def _ask(member):
    due = Membership.objects.due_to_be_asked().select_for_update(of=("self",)).select_related("coalition")
    member = due.filter(pk=member.pk).first()
    if member is None:
        return False
    member.asked_at = timezone.now()
    member.save(update_fields=["asked_at"])
    _write(member, "ask_still_interested", member.question)
    return True


@transaction.atomic
def forget_unconfirmed(*, dry_run=False):
    """Delete requests to join that nobody confirmed in time. Returns how many there were."""
    there = list(Membership.objects.never_confirmed().select_for_update())
    for member in there if not dry_run else ():
        forget(member.matter)
        member.delete()
    return len(there)


def enrol_member(coalition, *, email, source, joined_on, **said):
    """Make somebody a member who is one already, on a coalition's own list. They are told, and how to leave.

    Inside the importer's transaction. `source` says where they come from; a name is never public that way.
    """
    now = timezone.now()
    member = Membership(
        coalition=coalition, email=email, source=source, joined_on=joined_on, requested_at=now, confirmed_at=now
    )
    _say(member, said)
    member.visibility = NameVisibility.COUNTED
    member.save()
    _write(member, "enrol_member")
    return member


def correct_member(member, **said):
    """Correct what a list said of somebody it brought in. Inside the importer's transaction.

    Only while nothing was heard from them: from their first answer on the entry is their own. Raises NotAllowed.
    """
    if member.keeps_own_entry:
        raise NotAllowed("Members keep their own entry.")
    _say(member, said)
    member.save(update_fields=list(said))
    return member


def note_export(coalition, *, by):
    """Keep in the coalition's log that somebody took its list of members along."""
    log(coalition, "coalitions.members_export", user=by)


def own_data(member):
    """Everything kept about a member, for the member: JSON-ready, days and moments in ISO form (UTC)."""
    return {
        "coalition": member.coalition.title,
        "kind": member.get_kind_display(),
        "name": member.name,
        "email": member.email,
        "stakeholder_group": member.get_group_display(),
        "region": member.get_region_display(),
        "engagement": member.get_engagement_display(),
        "name_is_public": member.is_named,
        "state": member.get_state_display(),
        "source": member.source or "You joined by yourself.",
        "requested_at": member.requested_at.isoformat(),
        "confirmed_at": member.confirmed_at and member.confirmed_at.isoformat(),
        "joined_on": member.joined_on and member.joined_on.isoformat(),
        "left_on": member.left_on and member.left_on.isoformat(),
        "last_asked_at": member.asked_at and member.asked_at.isoformat(),
        "last_answered_at": member.answered_at and member.answered_at.isoformat(),
        "last_link_sent_at": member.link_sent_at and member.link_sent_at.isoformat(),
    }
