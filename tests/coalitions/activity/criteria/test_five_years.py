"""What was asked for a slot in 2011, 2017, 2019, 2022 and 2024, as criteria, and cases whose answer is known."""

import datetime

import pytest

from coalitions.activity.criteria import judge_all
from coalitions.activity.enums import AppliesTo, Finding
from coalitions.enums import OutputKind
from events.enums import MeetingState
from events.models import Participant
from tests.coalitions.activity.factories import (
    a_document,
    an_indicator,
    make_criteria_set,
    make_report,
    one_of,
)
from tests.factories import make_coalition, make_meeting, make_series

pytestmark = pytest.mark.django_db

SESSION_REPORT = a_document("The report of last year’s session", OutputKind.SESSION_REPORT)
REPORT_OR_OUTPUT = [
    one_of("Report or output", a_document(applies_to=AppliesTo.ESTABLISHED)),
    one_of("Report or output", a_document("A paper", OutputKind.PAPER, applies_to=AppliesTo.ESTABLISHED)),
    one_of("Report or output", a_document("A statement", OutputKind.STATEMENT, applies_to=AppliesTo.ESTABLISHED)),
]
LIGHT = a_document("A light report of a new coalition", applies_to=AppliesTo.NEW)
ONE_OF_THEM = (("Report or output", 1),)
# year → what make_criteria_set takes.
YEARS = {
    2011: {"criteria": [a_document("An activity report")]},
    2017: {
        "criteria": [{**row, "applies_to": AppliesTo.EVERYBODY} for row in REPORT_OR_OUTPUT],
        "groups": ONE_OF_THEM,
    },
    2019: {"criteria": [*REPORT_OR_OUTPUT, LIGHT], "groups": ONE_OF_THEM, "new_months": 12},
    2022: {"criteria": [a_document(), SESSION_REPORT]},
    2024: {
        "criteria": [
            a_document(),
            SESSION_REPORT,
            an_indicator("Regular part in the coordination group", "coordination-attended", 6),
        ]
    },
}
REPORT, SESSION, PAPER, STATEMENT, GOVERNANCE = (
    OutputKind.ANNUAL_REPORT,
    OutputKind.SESSION_REPORT,
    OutputKind.PAPER,
    OutputKind.STATEMENT,
    OutputKind.GOVERNANCE,
)
MEETS, NOT, UNSAID = Finding.MEETS, Finding.DOES_NOT_MEET, Finding.CANNOT_BE_SAID
# (year, what was filed in the year, meetings attended of 8, year established, finding)
CASES = [
    (2011, [REPORT], 0, 2008, MEETS),
    (2011, [PAPER], 0, 2008, NOT),
    (2011, [], 0, 2008, UNSAID),  # nothing was ever filed here, so nobody knows
    (2017, [REPORT], 0, 2008, MEETS),
    (2017, [PAPER], 0, 2008, MEETS),
    (2017, [STATEMENT], 0, 2008, MEETS),
    (2017, [GOVERNANCE], 0, 2008, NOT),
    (2017, [], 0, 2008, UNSAID),
    (2019, [PAPER], 0, 2008, MEETS),
    (2019, [SESSION], 0, 2008, NOT),
    (2019, [REPORT], 0, 2019, MEETS),
    (2019, [PAPER], 0, 2019, NOT),  # a new coalition files its light report
    (2019, [PAPER], 0, None, MEETS),  # nobody knows since when: treated as established
    (2022, [REPORT, SESSION], 0, 2008, MEETS),
    (2022, [REPORT], 0, 2008, NOT),
    (2022, [SESSION], 0, 2008, NOT),
    (2022, [], 0, 2008, UNSAID),
    (2024, [REPORT, SESSION], 6, 2008, MEETS),
    (2024, [REPORT, SESSION], 5, 2008, NOT),
    (2024, [REPORT], 8, 2008, NOT),
]


def hold_meetings(year, coalition, attended):
    series = make_series()
    for number in range(8):
        starts_at = datetime.datetime(year, number + 2, 3, 14, tzinfo=datetime.UTC)
        meeting = make_meeting(series, starts_at=starts_at, state=MeetingState.ADOPTED)
        if number < attended:
            Participant.objects.create(meeting=meeting, given_name="Ada", family_name="Example", coalition=coalition)


@pytest.mark.parametrize(("year", "filed", "attended", "established", "finding"), CASES)
def test_known_cases(year, filed, attended, established, finding):
    coalition = make_coalition(established=established)
    for place, kind in enumerate(filed):
        make_report(coalition, datetime.date(year, 3 + place, 1), kind)
    if year == 2024:
        hold_meetings(year, coalition, attended)
    criteria_set = make_criteria_set(year=year, **YEARS[year])
    today = datetime.date(year + 1, 2, 1)
    assert [row.judgement.finding for row in judge_all(criteria_set, today=today)] == [finding]


def test_before_the_period_is_over_what_is_missing_may_still_come():
    coalition = make_coalition()
    make_report(coalition, datetime.date(2022, 3, 1), OutputKind.PAPER)
    criteria_set = make_criteria_set(year=2022, **YEARS[2022])
    during = judge_all(criteria_set, today=datetime.date(2022, 7, 1))
    after = judge_all(criteria_set, today=datetime.date(2023, 1, 1))
    assert [row.judgement.finding for row in (*during, *after)] == [UNSAID, NOT]
