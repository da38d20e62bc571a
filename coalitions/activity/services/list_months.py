"""The months of a list, from the messages that were counted; and those entered by hand."""

import datetime
from collections import defaultdict

from django.db import transaction
from django.db.models import Count

from coalitions.activity.enums import ListSource
from coalitions.activity.indicators.periods import month_of, months_between
from coalitions.activity.models import ListMessage, ListMonth, ListSender


@transaction.atomic
def recount_months(archive, coalition, *, now, is_newer):
    """Write the months of a coalition's archives anew from what is counted, and zeros for the rest of this archive.

    A month whose numbers stay as they are keeps when and by whom it was collected, unless the archive `is_newer`:
    then the months it covers were looked at again.
    """
    covered = set(months_between(archive.first_month, archive.last_month)) if archive.first_month else set()
    covered |= {datetime.date.fromisoformat(month) for month in archive.stray_months}
    rows = {(row.month, row.source): row for row in ListMonth.objects.of_coalition(coalition).from_archives()}
    counts = _counts(coalition)
    for month in covered - {month for month, _source in [*rows, *counts]}:
        counts[month, archive.source] = [0, 0, 0]
    made, changed = [], []
    for month, source in counts.keys() | rows.keys():
        messages, threads, senders = counts.get((month, source), (0, 0, 0))
        row = rows.get((month, source))
        if row is None:
            # What an import that broke off had counted waits until an archive covers the month.
            if month in covered:
                made.append(ListMonth(coalition=coalition, month=month, source=source))
                row = made[-1]
            else:
                continue
        looked_at = is_newer and month in covered and source == archive.source
        if row.pk is None or looked_at or (row.messages, row.threads, row.senders) != (messages, threads, senders):
            row.messages, row.threads, row.senders = messages, threads, senders
            # An older download takes nothing from a newer look.
            row.collected_at, row.by = now if row.pk is None else max(now, row.collected_at), archive.by
            if row.pk is not None:
                changed.append(row)
    ListMonth.objects.bulk_create(made)
    ListMonth.objects.bulk_update(changed, ["messages", "threads", "senders", "collected_at", "by"], batch_size=100)


def _counts(coalition):
    """(month, source) → [messages, conversations begun, distinct senders], in one pass over the messages."""
    counts = defaultdict(lambda: [0, 0, 0])
    before = None
    messages = ListMessage.objects.of_coalition(coalition).counted().thread_by_thread()
    for thread, sent_on, source in messages.values_list("thread", "sent_on", "source").iterator(chunk_size=5000):
        count = counts[month_of(sent_on), source]
        count[0] += 1
        # The first message of a conversation is the one that begins it.
        count[1] += thread != before
        before = thread
    senders = ListSender.objects.of_coalition(coalition).values("month", "source").annotate(people=Count("pk"))
    for row in senders.order_by():
        counts[row["month"], row["source"]][2] = row["people"]
    return counts


@transaction.atomic
def enter_month(month, *, by):
    """Save a month that somebody counted by hand."""
    month.source, month.by = ListSource.BY_HAND, by
    month.full_clean()
    month.save()
    return month
