"""Indicators about a coalition's members: how many there are, who came and went, which share wrote to the list."""

from django.db.models import Count
from django.db.models.functions import TruncMonth

from coalitions.activity.enums import About
from coalitions.activity.indicators.cells import NOT_MEASURED, Cell, Measured
from coalitions.activity.indicators.counting import as_counts, counted_since
from coalitions.activity.indicators.lists import contributors
from coalitions.activity.indicators.registry import Indicator
from coalitions.models import Membership
from coalitions.suppression import LEAST

SOURCE = "members on this portal"


def _counts(scope, field):
    """{(coalition id, month): how many} of the days in a field, in all months: who has a source is known by any."""
    confirmed = Membership.objects.order_by().filter(joined_on__isnull=False)
    rows = scope.narrow(confirmed.filter(**{f"{field}__isnull": False}))
    monthly = rows.annotate(month=TruncMonth(field)).values("coalition_id", "month").annotate(count=Count("pk"))
    return as_counts(monthly.values_list("coalition_id", "month", "count"))


def _joined_ever(scope):
    return _counts(scope, "joined_on")


def _left_ever(scope):
    return _counts(scope, "left_on")


def _since(scope):
    """{coalition id: the first month in which somebody joined}."""
    first = {}
    for coalition_id, month in scope.once("joined", _joined_ever):
        first[coalition_id] = min(month, first.get(coalition_id, month))
    return first


def _in_period(scope, counts):
    return {key: count for key, count in counts.items() if scope.period.first <= key[1] <= scope.period.last}


def _joined(scope):
    return counted_since(scope, _in_period(scope, scope.once("joined", _joined_ever)), _since(scope), SOURCE)


def _left(scope):
    return counted_since(scope, _in_period(scope, scope.once("left", _left_ever)), _since(scope), SOURCE)


def members(scope):
    """Members at the end of each month, and of the period or today."""
    change = {}
    for sign, counts in ((1, scope.once("joined", _joined_ever)), (-1, scope.once("left", _left_ever))):
        for (coalition_id, month), count in counts.items():
            there = change.setdefault(coalition_id, {})
            there[month] = there.get(month, 0) + sign * count
    totals, cells = {}, {}
    for coalition_id, changes in change.items():
        since = min(changes)
        number = sum(count for month, count in changes.items() if month < scope.period.first)
        totals[coalition_id] = NOT_MEASURED
        for month in scope.period.months:
            number += changes.get(month, 0)
            if since <= month <= scope.this_month:
                cells[coalition_id, month] = totals[coalition_id] = Cell.of(number, SOURCE, scope.today)
    return Measured(totals, cells)


def _share(scope):
    """Nobody knows which members wrote: senders are hashes. So it is people who wrote, for each hundred members."""
    wrote, there = contributors(scope), members(scope)
    ids = scope.once("joined", _joined_ever)
    totals = {}
    for coalition_id in {coalition_id for coalition_id, _month in ids}:
        people, number = wrote.total(coalition_id), there.total(coalition_id)
        if not people.is_number:
            totals[coalition_id] = people
        elif not number.is_number or number.value < LEAST or 0 < people.value < LEAST:
            totals[coalition_id] = NOT_MEASURED
        else:
            percent = round(100 * people.value / number.value)
            note = f"{people.value} people wrote, {number.value} members"
            totals[coalition_id] = Cell.of(percent, f"{people.source}; {SOURCE}", people.as_of, note)
    return Measured({coalition_id: cell for coalition_id, cell in totals.items() if cell.source or not cell.is_number})


MEMBER_INDICATORS = (
    Indicator(
        key="members",
        label="Members",
        unit=("member", "members"),
        about=About.MEMBERS,
        question="How many people and organisations belong to the coalition?",
        counted=(
            "Memberships that were confirmed and not left, at the end of the period or of the month. Fewer than 5 are "
            "not shown, nor a month that differs by fewer than 5 from the one shown before."
        ),
        limits=(
            "Who belongs without having joined on this portal is not counted. Membership says nothing of taking part."
        ),
        compute=members,
        counts_people=True,
        adds_up=False,
        is_level=True,
        order=20,
    ),
    Indicator(
        key="members-joined",
        label="Members who joined",
        unit=("member", "members"),
        about=About.MEMBERS,
        question="Do new people come?",
        counted="Memberships confirmed in the period. Fewer than 5 are not shown; then its months are not either.",
        limits="A list of members that is imported at once looks as if all had joined on one day.",
        compute=_joined,
        counts_people=True,
        order=30,
    ),
    Indicator(
        key="members-left",
        label="Members who left",
        unit=("member", "members"),
        about=About.MEMBERS,
        question="Do people go?",
        counted="Memberships ended in the period. Fewer than 5 are not shown; then its months are not either.",
        limits="Nobody is removed for silence, so that many who no longer take part have not left.",
        compute=_left,
        counts_people=True,
        order=40,
    ),
    Indicator(
        key="share-contributed",
        label="People who wrote, for each hundred members",
        unit=("in a hundred", "in a hundred"),
        about=About.MEMBERS,
        question="Is the list carried by many or by few?",
        counted=(
            "People who wrote to the list in the period, divided by the members at its end. Not given for fewer than "
            "5 members, nor where fewer than 5 people wrote."
        ),
        limits=(
            "Who writes need not be a member: the portal cannot and does not link a sender to a member. The number "
            "may be above a hundred."
        ),
        compute=_share,
        by_month=False,
        order=50,
    ),
)
