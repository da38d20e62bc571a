"""All indicators over 12 months, for 10, 100 and 1 000 coalitions with lists, records, outputs, goals and members."""

import datetime
import time

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coalitions.activity.enums import ListSource
from coalitions.activity.indicators import Period, indicators
from coalitions.activity.models import ActivityRecord, ListMonth, ListSender
from coalitions.enums import OutputKind
from coalitions.models import CoalitionPage, Goal, Membership, Output
from tests.benchmarks.filling import add_pages
from tests.benchmarks.timing import side_by_side
from tests.factories import make_cycle, make_site_tree

SIZES = (10, 100, 1_000)
BAR_SECONDS = 2
RUNS = 5
PERIOD = Period.of_year(2021)
WRITERS, MEMBERS = 8, 10  # of each coalition: who wrote in a month, who joined in the year
TODAY = datetime.date(2022, 2, 1)


def run(report):
    """Fill the database, then measure everything for so many coalitions; queries must not grow, seconds may."""
    started = time.perf_counter()
    pages = fill(max(SIZES))
    report(f"{len(pages)} coalitions with a year of activity made", f"{time.perf_counter() - started:.0f} s")
    ids = {size: [page.pk for page in pages[:size]] for size in SIZES}
    asked = {size: queries_of(ids[size]) for size in SIZES}
    seconds = side_by_side({size: lambda size=size: measure(ids[size]) for size in SIZES}, RUNS)
    for size in SIZES:
        taken = seconds[size]
        report(
            f"{len(indicators.all())} indicators, {size} coalitions × 12 months, {asked[size]} queries",
            f"{taken:.2f} s",
            f"≤ {BAR_SECONDS} s",
            taken <= BAR_SECONDS,
        )
    constant = len(set(asked.values())) == 1
    report("queries at all three sizes", "the same" if constant else str(sorted(asked.values())), "the same", constant)


def measure(ids):
    """Every cell that a page could show: the whole period and each month."""
    found = indicators.measure(period=PERIOD, coalition_ids=ids, today=TODAY)
    for indicator in indicators.all():
        cells = found[indicator.key]
        for pk in ids:
            cells.total(pk)
            for month in PERIOD.months if indicator.by_month else ():
                cells.month(pk, month)


def queries_of(ids):
    with CaptureQueriesContext(connection) as queries:
        measure(ids)
    return len(queries)


@transaction.atomic
def fill(size):
    """So many coalitions, each with a month of list traffic for every month, a record, an output, a goal, members."""
    pages = [CoalitionPage(title=f"Coalition {number}", slug=f"coalition-{number}") for number in range(size)]
    add_pages(make_site_tree(), pages)
    collected_at = datetime.datetime(2022, 1, 10, tzinfo=datetime.UTC)
    ListMonth.objects.bulk_create(
        ListMonth(
            coalition_id=page.pk,
            month=month,
            source=ListSource.MBOX,
            messages=30,
            threads=9,
            senders=WRITERS,
            collected_at=collected_at,
        )
        for page in pages
        for month in PERIOD.months
    )
    ListSender.objects.bulk_create(
        (
            ListSender(coalition_id=page.pk, month=month, sender=writer, source=ListSource.MBOX)
            for page in pages
            for month in PERIOD.months
            for writer in range(WRITERS)
        ),
        batch_size=5_000,
    )
    may = datetime.date(2021, 5, 13)
    ActivityRecord.objects.bulk_create(
        ActivityRecord(coalition_id=page.pk, title="A call", held_on=may, url="https://example.org/") for page in pages
    )
    cycle = make_cycle(2021)
    Goal.objects.bulk_create(Goal(coalition_id=page.pk, text="A goal", cycle=cycle) for page in pages)
    outputs = Output.objects.bulk_create(
        Output(title="A report", kind=OutputKind.ANNUAL_REPORT, published_on=may, url="https://example.org/")
        for _page in pages
    )
    through = Output.coalitions.through
    through.objects.bulk_create(
        through(output_id=output.pk, coalitionpage_id=page.pk) for output, page in zip(outputs, pages, strict=True)
    )
    Membership.objects.bulk_create(
        (
            Membership(
                coalition_id=page.pk,
                name="A member",
                email=f"member-{number}-{page.pk}@example.org",
                joined_on=may,
                confirmed_at=collected_at,
            )
            for page in pages
            for number in range(MEMBERS)
        ),
        batch_size=2_000,
    )
    return pages
