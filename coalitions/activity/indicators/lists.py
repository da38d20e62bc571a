"""Indicators from the mailing list: what a coalition's list carried, and how many people wrote."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from coalitions.activity.enums import About, ListSource
from coalitions.activity.indicators.cells import NOT_MEASURED, Cell, Measured
from coalitions.activity.indicators.periods import month_after
from coalitions.activity.indicators.registry import Indicator
from coalitions.activity.models import ListMonth, ListSender

LIMITS = (
    "A list shows one way to work; a coalition that works elsewhere may be as active. Off-list messages are not seen."
)


@dataclass
class _Month:
    """A month of a list, all sources together: archives add up, as each message is counted once."""

    messages: int = 0
    threads: int | None = 0
    senders: int | None = 0
    sources: set = field(default_factory=set)
    collected_on: object = None

    def add(self, source, messages, threads, senders, collected_on):
        self.messages += messages
        self.threads = None if threads is None or self.threads is None else self.threads + threads
        self.senders = None if senders is None or self.senders is None else self.senders + senders
        self.sources.add(source)
        self.collected_on = min(filter(None, (self.collected_on, collected_on)))

    @property
    def is_by_hand(self):
        return ListSource.BY_HAND in self.sources


def _months(scope):
    """{coalition id: {month: _Month}} of the period. A month that an archive shows is not taken by hand as well."""
    rows = scope.narrow(ListMonth.objects.between(scope.period.first, scope.period.last)).order_by()
    found = defaultdict(dict)
    by_hand = []
    for coalition_id, month, *row in rows.values_list(
        "coalition_id", "month", "source", "messages", "threads", "senders", "collected_at"
    ):
        row[-1] = row[-1].date()
        if row[0] == ListSource.BY_HAND:
            by_hand.append((coalition_id, month, row))
        else:
            found[coalition_id].setdefault(month, _Month()).add(*row)
    for coalition_id, month, row in by_hand:
        if month not in found[coalition_id]:
            found[coalition_id][month] = _Month()
            found[coalition_id][month].add(*row)
    return found


def _with_a_source(scope):
    """The ids of coalitions of whose list any month was ever measured."""
    return set(scope.narrow(ListMonth.objects.order_by()).values_list("coalition_id", flat=True).distinct())


def _source(months):
    sources = set().union(*(month.sources for month in months))
    return ", ".join(source.label for source in ListSource if source in sources)


def _note(known, scope):
    asked = len(scope.period.months)
    return "" if known == asked else f"{known} of {asked} months measured"


def _from_months(scope, value_of, total_of=sum):
    """The cells of what every month has: `value_of(_Month)` gives it, or None where the month does not tell."""
    totals = dict.fromkeys(scope.once("list sources", _with_a_source), NOT_MEASURED)
    cells = {}
    for coalition_id, months in scope.once("list months", _months).items():
        known = {month: row for month, row in months.items() if value_of(row) is not None}
        for month, row in known.items():
            # What was collected before the month was over is not all of it.
            note = "the month was not over" if row.collected_on < month_after(month) else ""
            cells[coalition_id, month] = Cell.of(value_of(row), _source([row]), row.collected_on, note)
        if known:
            totals[coalition_id] = Cell.of(
                total_of(value_of(row) for row in known.values()),
                _source(known.values()),
                min(row.collected_on for row in known.values()),
                _note(len(known), scope),
                is_partial=len(known) < len(scope.period.months),
            )
    return Measured(totals, cells)


def _messages(scope):
    return _from_months(scope, lambda month: month.messages)


def _threads(scope):
    return _from_months(scope, lambda month: month.threads)


def _months_with_traffic(scope):
    return _from_months(scope, lambda month: int(month.messages > 0))


def _people(scope):
    """{coalition id: how many different people wrote in the period}, from archives."""
    rows = scope.narrow(ListSender.objects.between(scope.period.first, scope.period.last)).order_by()
    counted = rows.values("coalition_id").annotate(people=Count("sender", distinct=True))
    return dict(counted.values_list("coalition_id", "people"))


def contributors(scope):
    """Different people over a period are not the sum of its months: they are told apart by their hashes."""
    monthly = _from_months(scope, lambda month: month.senders)
    people = scope.once("list people", _people)
    totals = dict.fromkeys(scope.once("list sources", _with_a_source), NOT_MEASURED)
    for coalition_id, months in scope.once("list months", _months).items():
        read = [row for row in months.values() if not row.is_by_hand]
        if read:
            totals[coalition_id] = Cell.of(
                people.get(coalition_id, 0),
                _source(read),
                min(row.collected_on for row in read),
                _note(len(read), scope),
                is_partial=len(read) < len(scope.period.months),
            )
        elif len(months) == 1:
            totals[coalition_id] = monthly.month(coalition_id, next(iter(months)))
    return monthly.with_totals(totals)


LIST_INDICATORS = (
    Indicator(
        key="list-messages",
        label="Messages on the list",
        unit=("message", "messages"),
        about=About.COALITION,
        question="How much is said on the coalition’s mailing list?",
        counted=(
            "Every message of a person in the list’s archive, once, in the month it was sent (UTC). Automatic "
            "replies, bulk mail and notices of the list’s software are left out."
        ),
        limits=f"{LIMITS} Length and weight of a message are not looked at.",
        compute=_messages,
        order=10,
    ),
    Indicator(
        key="list-threads",
        label="Conversations begun on the list",
        unit=("conversation", "conversations"),
        about=About.COALITION,
        question="How many matters are taken up on the list?",
        counted=(
            "Messages that answer no other. What answers what is read from the messages’ own references; a reply "
            "without any belongs to the conversation of its subject in the 31 days before."
        ),
        limits=f"{LIMITS} Somebody who changes the subject without starting anew is not noticed.",
        compute=_threads,
        order=20,
    ),
    Indicator(
        key="list-months",
        label="Months with traffic on the list",
        unit=("month", "months"),
        about=About.COALITION,
        question="Is the list in use all year?",
        counted="Months in which the list carried at least one message.",
        limits=f"{LIMITS} One message is enough for a month to count.",
        compute=_months_with_traffic,
        by_month=False,
        order=30,
    ),
    Indicator(
        key="list-contributors",
        label="People who wrote to the list",
        unit=("person", "people"),
        about=About.MEMBERS,
        question="How many different people take part in what is said on the list?",
        counted=(
            "Different senders’ addresses in the list’s archive over the period. The portal keeps no address, only a "
            "keyed hash of it. Fewer than 5 are not shown."
        ),
        limits=(
            "Somebody who writes from two addresses counts twice, and a shared address once. Who writes need not be a "
            "member, and who reads is not seen. Months entered by hand do not tell people apart."
        ),
        compute=contributors,
        counts_people=True,
        adds_up=False,
        order=10,
    ),
)
