"""Counting a list's archive: the only code that writes months from archives, senders and message identities."""

import datetime
from collections import Counter

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from coalitions.activity.enums import ImportState, SkipReason
from coalitions.activity.indicators.periods import end_of_day, month_of
from coalitions.activity.mail_archive import Mail
from coalitions.activity.models import ListImport, ListMessage, ListSender
from coalitions.activity.permissions import can_keep_activity
from coalitions.activity.services.hashing import MESSAGE, SENDER, SUBJECT, key_of
from coalitions.activity.services.list_months import recount_months
from coalitions.activity.services.threads import Node, tie_messages
from coalitions.models import CoalitionPage
from coalitions.workflow import NotAllowed

# An import that says nothing for so long was cut off: by a restart, for example.
CUT_OFF_AFTER = datetime.timedelta(hours=6)
# A message so far from both its neighbours in an archive says nothing of the months in between.
STRAY = datetime.timedelta(days=60)
# How many keys are asked for at once; databases limit the parameters of a query.
KEYS_AT_ONCE = 900


@transaction.atomic
def request_import(coalition, *, by, source, name, file=None, digest="", size=0, covers_until=None):
    """Put an archive on the list of what is to be read. `by` is None for the operator's commands.

    Raises NotAllowed for somebody who may not, and while another archive of this coalition is being read.
    """
    if by is not None and not can_keep_activity(by, coalition.pk):
        raise NotAllowed("Only the Secretariat and the coalition’s coordinators import its list’s archive.")
    CoalitionPage.objects.select_for_update().get(pk=coalition.pk)
    for earlier in ListImport.objects.of_coalition(coalition).unfinished():
        if timezone.now() - (earlier.started_at or earlier.created_at) < CUT_OFF_AFTER:
            raise NotAllowed("Another archive of this coalition is being read. Please wait until it is done.")
        fail_import(earlier, "The reading was cut off, probably by a restart of the portal. Import the archive again.")
    return ListImport.objects.create(
        coalition=coalition,
        by=by,
        source=source,
        name=name[:500],
        file=file or "",
        digest=digest,
        size=size,
        covers_until=covers_until,
    )


@transaction.atomic
def begin_import(archive):
    """Mark an import as running. Returns the key to count under. Raises NotAllowed if it was begun, ArchiveError."""
    locked = ListImport.objects.select_for_update().get(pk=archive.pk)
    if locked.state != ImportState.WAITING:
        raise NotAllowed("This archive has been read, or is being read.")
    key = key_of(archive.coalition)
    _write(archive, state=ImportState.RUNNING, started_at=timezone.now(), key_check=key.check)
    return key


@transaction.atomic
def count_batch(archive, outcomes, *, key, position=0):
    """Count some messages of an archive, and keep how far it is. Returns how many of them were new.

    `outcomes` are Mails, and SkipReasons in place of messages that do not count; `position` is how far the file is.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=archive.coalition_id)
    mails = [outcome for outcome in outcomes if isinstance(outcome, Mail)]
    new = _store(archive, coalition, mails, key)
    skipped = Counter(archive.skipped)
    skipped.update(str(outcome) for outcome in outcomes if not isinstance(outcome, Mail))
    skipped[str(SkipReason.KNOWN)] += len(mails) - len(new)
    months, stray = _months_of([mail.sent_on for mail in mails])
    _write(
        archive,
        position=position,
        read=archive.read + len(outcomes),
        counted=archive.counted + len(new),
        without_sender=archive.without_sender + sum(not mail.sender for mail in new),
        skipped={reason: count for reason, count in skipped.items() if count},
        first_month=min([*months, *filter(None, [archive.first_month])], default=None),
        last_month=max([*months, *filter(None, [archive.last_month])], default=None),
        stray_months=sorted({*archive.stray_months, *(month.isoformat() for month in stray)}),
    )
    return len(new)


@transaction.atomic
def finish_import(archive, *, is_live=False):
    """Write the months an archive covers: what was counted, and a zero for every month without a message in between.

    An archive covers the months from its first to its last message, and on to `covers_until` where that is said. One
    that was read where it is kept (`is_live`) goes on to today.
    """
    coalition = CoalitionPage.objects.select_for_update().get(pk=archive.coalition_id)
    now = timezone.now()
    until = now.date() if is_live else archive.covers_until
    if archive.first_month and until:
        archive.last_month = max(archive.last_month, month_of(min(until, now.date())))
    # What an archive says, it says of the day it was downloaded.
    looked_at = min(now, end_of_day(archive.covers_until)) if archive.covers_until else now
    same = ListImport.objects.of_coalition(coalition).done().filter(digest=archive.digest).exclude(pk=archive.pk)
    if archive.covers_until:
        same = same.exclude(covers_until__lt=archive.covers_until)
    is_newer = not archive.digest or not same.exists()
    recount_months(archive, coalition, now=looked_at, is_newer=is_newer)
    archive.state, archive.finished_at = ImportState.DONE, now
    _drop_file(archive)
    # Saved with its signals, unlike the steps before: pages that show the numbers are made anew.
    archive.save()
    data = {"name": archive.name, "read": archive.read, "counted": archive.counted}
    log(coalition, "activity.import_list", user=archive.by, data=data)
    return archive


@transaction.atomic
def fail_import(archive, problem):
    """Keep why an archive could not be read to its end. What was counted before counts when it is imported again."""
    archive.state, archive.problem, archive.finished_at = ImportState.FAILED, problem[:500], timezone.now()
    _drop_file(archive)
    archive.save()


@transaction.atomic
def forget_archives(coalition, *, by):
    """Remove all that was read from a coalition's archives, for example after the wrong list's was imported.

    Months entered by hand and the record of imports stay. Returns how many messages are forgotten. Raises NotAllowed.
    """
    if not can_keep_activity(by, coalition.pk):
        raise NotAllowed("Only the Secretariat and the coalition’s coordinators remove what was read from archives.")
    CoalitionPage.objects.select_for_update().get(pk=coalition.pk)
    imports = ListImport.objects.of_coalition(coalition)
    if imports.unfinished().exists():
        raise NotAllowed("An archive of this coalition is being read. Please wait until it is done.")
    messages = ListMessage.objects.of_coalition(coalition)
    count = messages.counted().count()
    messages.delete()
    ListSender.objects.of_coalition(coalition).delete()
    for month in coalition.list_months.from_archives():
        month.delete()
    imports.update(key_check="", digest="")
    log(coalition, "activity.forget_archives", user=by, data={"messages": count})
    return count


def _months_of(days):
    """(months that an archive covers, months of strays) of the days of messages as they follow one another.

    A message long before, or long after, both its neighbours was sent by a wrong clock.
    """
    months, stray = [], []
    for place, day in enumerate(days):
        beside = [*days[max(0, place - 1) : place], *days[place + 1 : place + 2]]
        is_early = all(day < other - STRAY for other in beside)
        is_late = all(day > other + STRAY for other in beside)
        (stray if len(beside) == 2 and (is_early or is_late) else months).append(month_of(day))
    return months, stray


def _write(archive, **values):
    """Change an import without its signals: a step of the progress is no change of what pages show."""
    ListImport.objects.filter(pk=archive.pk).update(**values)
    for name, value in values.items():
        setattr(archive, name, value)


def _drop_file(archive):
    if archive.file:
        name, storage = archive.file.name, archive.file.storage
        archive.file = ""
        transaction.on_commit(lambda: storage.delete(name))


def _store(archive, coalition, mails, key):
    """Keep what is new among some messages. Returns the new ones, each once."""
    nodes = [_node(mail, key) for mail in mails]
    asked = {number for node in nodes for number in (node.key, *node.answers)}
    rows = _known(coalition, asked)
    known = {number: thread for number, (thread, _is_counted) in rows.items()}
    threads, named, moved = tie_messages(coalition, nodes, known)
    counted = {number for number, (_thread, is_counted) in rows.items() if is_counted}
    new = {}
    for node, mail in zip(nodes, mails, strict=True):
        if node.key not in counted:
            new.setdefault(node.key, (node, mail))
    # A message that was only named until now gets its row anew.
    found = list(new.keys() & rows.keys())
    for start in range(0, len(found), KEYS_AT_ONCE):
        ListMessage.objects.of_coalition(coalition).with_keys(found[start : start + KEYS_AT_ONCE]).delete()
    ListMessage.objects.bulk_create(
        [
            *(
                ListMessage(
                    coalition_id=coalition.pk,
                    key=number,
                    thread=threads[number],
                    sent_on=node.sent_on,
                    source=archive.source,
                    subject=node.subject,
                    is_reply=node.is_reply,
                )
                for number, (node, _mail) in new.items()
            ),
            *(
                ListMessage(coalition_id=coalition.pk, key=number, thread=threads[number], source=archive.source)
                for number in named
            ),
        ]
    )
    for before, after in moved.items():
        ListMessage.objects.of_coalition(coalition).in_thread(before).update(thread=after)
    mails = [mail for _node, mail in new.values()]
    senders = {(month_of(mail.sent_on), key.of_text(SENDER, mail.sender)) for mail in mails if mail.sender}
    ListSender.objects.bulk_create(
        [
            ListSender(coalition_id=coalition.pk, month=month, sender=sender, source=archive.source)
            for month, sender in senders
        ],
        ignore_conflicts=True,
    )
    return mails


def _node(mail, key):
    answers = tuple(key.number(MESSAGE, answered) for answered in mail.answers)
    subject = key.of_text(SUBJECT, mail.subject) if mail.subject else None
    return Node(key.number(MESSAGE, mail.identity), answers, mail.sent_on, subject, mail.is_reply)


def _known(coalition, numbers):
    """Key → (conversation, whether it is counted) of those the database has."""
    numbers = list(numbers)
    found = {}
    for start in range(0, len(numbers), KEYS_AT_ONCE):
        rows = ListMessage.objects.of_coalition(coalition).with_keys(numbers[start : start + KEYS_AT_ONCE])
        for number, thread, sent_on in rows.values_list("key", "thread", "sent_on"):
            found[number] = (thread, sent_on is not None)
    return found
