"""The registry: what every indicator says of itself, sharing of queries, and costs that do not grow."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalitions.activity.enums import About
from coalitions.activity.indicators import Cell, Indicator, Indicators, Measured, Period, Scope, indicators
from tests.coalitions.activity.factories import import_archive, make_list_month, make_message, make_record, month
from tests.factories import make_coalition, make_meeting, make_output, make_series

YEAR = Period.of_year(2021)


def make_indicator(key="one", **fields):
    return Indicator(
        **{
            "key": key,
            "label": key,
            "unit": ("thing", "things"),
            "about": About.COALITION,
            "question": "",
            "counted": "",
            "limits": "",
            "compute": lambda scope: Measured({}),
        }
        | fields
    )


def test_registering_replaces_and_orders():
    registry = Indicators()
    for key, about, order in (
        ("b", "members", 1),
        ("c", "coalition", 2),
        ("a", "coalition", 1),
        ("d", "coalition", 2),
    ):
        registry.register(make_indicator(key, about=About(about), order=order))
    registry.register(make_indicator("c", label="z", order=2))
    assert [one.key for one in registry.all()] == ["a", "d", "c", "b"]
    assert [one.key for one in registry.about(About.MEMBERS)] == ["b"]
    registry.unregister("a")
    assert (registry.get("a"), registry.get("c").label) == (None, "z")


@pytest.mark.parametrize("indicator", indicators.all(), ids=lambda indicator: indicator.key)
def test_every_indicator_says_what_it_is(indicator):
    texts = (indicator.label, indicator.question, indicator.counted, indicator.limits, indicator.corrected_by)
    assert [text for text in texts if len(text) < 5] == []
    assert indicator.question.endswith("?")
    assert [text for text in texts[2:] if not text.endswith(".")] == []
    # People are counted in the second question alone, and where people are counted few of them are hidden.
    assert indicator.counts_people <= (indicator.about == About.MEMBERS)
    assert not {"score", "rank"} & set(" ".join(texts).lower().split())


def test_the_indicators_of_the_domain_are_there():
    assert [one.key for one in indicators.about(About.COALITION)] == [
        "list-messages",
        "list-threads",
        "list-months",
        "calls-held",
        "coordination-attended",
        "preparatory-events",
        "surveys-answered",
        "goals-achieved",
        "annual-report",
        "papers-published",
        *(f"records-{kind}" for kind in ("call", "paper", "event", "consultation", "training", "other")),
    ]
    assert [one.key for one in indicators.about(About.MEMBERS)] == [
        "list-contributors",
        "attended-a-call",
        "members",
        "members-joined",
        "members-left",
        "share-contributed",
    ]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell.of(1, "x", None), "1 thing"),
        (Cell.of(2000, "x", None), "2,000 things"),
        (Cell.of(0, "x", None), "no things"),
        (Cell.of(3, "x", None).for_everybody(), "fewer than 5 things"),
    ],
)
def test_a_number_with_its_unit(cell, words):
    assert make_indicator().with_unit(cell) == words


@pytest.mark.parametrize(("days", "is_old"), [(0, False), (60, False), (61, True)])
def test_a_number_is_old_after_60_days(days, is_old):
    today = datetime.date(2021, 9, 1)
    assert Cell.of(1, "x", today - datetime.timedelta(days=days)).is_old(today) is is_old


def test_several_indicators_share_what_they_find():
    found = []
    scope = Scope(YEAR)
    for _each in range(2):
        assert scope.once("key", lambda scope: found.append(1) or "value") == "value"
    assert found == [1]


def fill(count):
    for number in range(count):
        coalition = make_coalition()
        make_list_month(coalition, month(2021, 1 + number % 5))
        make_record(coalition)
        make_output(coalition)
        make_meeting(
            make_series(parent=coalition),
            state="adopted",
            starts_at=datetime.datetime(2021, 3, 1, tzinfo=datetime.UTC),
        )
        import_archive(make_message(f"<{number}@x>"), coalition)


@pytest.mark.django_db
def test_all_indicators_of_all_coalitions_cost_the_same_for_one_and_for_thirty():
    counts = []
    for count in (1, 29):
        fill(count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            measured = indicators.measure(period=YEAR)
            for indicator in indicators.all():
                for coalition_id in range(100):
                    measured[indicator.key].total(coalition_id)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


@pytest.mark.django_db
def test_one_coalition_is_measured_alone():
    fill(2)
    coalition, other = sorted(page.pk for page in make_coalition().get_siblings(inclusive=False))
    measured = indicators.measure(period=YEAR, coalition_ids=[coalition])
    everybody = indicators.measure(period=YEAR)
    for key, cells in measured.items():
        assert (key, cells.total(coalition)) == (key, everybody[key].total(coalition))
        assert [cells.month(coalition, first) for first in YEAR.months] == [
            everybody[key].month(coalition, first) for first in YEAR.months
        ]
    assert measured["list-messages"].total(other).value is None
