"""External dates from a table: what each row does, and that a second time does nothing."""

import datetime

import pytest
from wagtail.models import ModelLogEntry

from coalitions.importing import Row, read_table
from events.enums import ExternalKind
from events.importers import import_external_dates, unknown_columns
from events.models import ExternalDate
from tests.attack_corpus import ATTACKS
from tests.factories import make_external_date, make_user

pytestmark = pytest.mark.django_db

TABLE = b"""title,kind,starts_on,ends_on,url
IETF 112,ietf,2021-11-08,2021-11-12,https://www.ietf.org/how/meetings/112/
ICANN72,ICANN meeting,2021-10-25,2021-10-28,
Eid al-Adha,UN Holiday,2021-07-20,,
"""


def rows(*cells):
    names = ("title", "kind", "starts_on", "ends_on", "url")
    return [Row(line, dict(zip(names, row, strict=True))) for line, row in enumerate(cells, 2)]


def stored():
    return list(ExternalDate.objects.values_list("title", "kind", "starts_on", "ends_on", "url"))


def test_a_table_is_imported_once():
    table = read_table(TABLE, "dates.csv").rows
    user = make_user()

    first, second = (import_external_dates(table, by=user) for _ in range(2))

    assert (first.counts, second.counts) == (
        {"created": 3, "updated": 0, "skipped": 0, "errors": 0},
        {"created": 0, "updated": 0, "skipped": 3, "errors": 0},
    )
    day = datetime.date
    assert stored() == [
        ("Eid al-Adha", "un-holiday", day(2021, 7, 20), day(2021, 7, 20), ""),
        ("ICANN72", "icann", day(2021, 10, 25), day(2021, 10, 28), ""),
        ("IETF 112", "ietf", day(2021, 11, 8), day(2021, 11, 12), "https://www.ietf.org/how/meetings/112/"),
    ]
    assert list(ModelLogEntry.objects.values_list("action", "user")) == [("wagtail.create", user.pk)] * 3


def test_a_date_that_moved_within_its_year_is_changed():
    date = make_external_date("IETF 112", starts_on=datetime.date(2021, 11, 8), url="https://example.org/")

    result = import_external_dates(rows(("ietf 112", "", "2021-11-15", "2021-11-19", "")))

    [outcome] = result.updated
    assert outcome.changes == {"First day": ("2021-11-08", "2021-11-15"), "Last day": ("2021-11-08", "2021-11-19")}
    date.refresh_from_db()
    assert (date.title, date.kind, date.url) == ("IETF 112", ExternalKind.IETF, "https://example.org/")
    assert import_external_dates(rows(("IETF 112", "", "2022-11-15", "", ""))).counts["created"] == 1


def test_a_preview_writes_nothing():
    make_external_date("IETF 112", starts_on=datetime.date(2021, 11, 8))
    before = stored()

    result = import_external_dates(
        rows(("New", "", "2021-11-15", "", ""), ("IETF 112", "", "2021-11-09", "", "")), dry_run=True
    )

    assert (result.counts["created"], result.counts["updated"], stored()) == (1, 1, before)


# A row, and why it is refused.
REFUSED = {
    "no title": (("", "", "2021-11-08", "", ""), "Title: give the name of the meeting or the holiday."),
    "no day": (("A", "", "", "", ""), "First day: “” is not a day written as 2021-11-08."),
    "another day": (("A", "", "8.11.2021", "", ""), "First day: “8.11.2021” is not a day written as 2021-11-08."),
    "no such day": (("A", "", "2021-02-30", "", ""), "First day: “2021-02-30” is not a day written as 2021-11-08."),
    "backwards": (("A", "", "2021-11-08", "2021-11-07", ""), "The last day cannot come before the first."),
    "another kind": (
        ("A", "party", "2021-11-08", "", ""),
        "Kind: “party” is not one of: ietf, icann, un-holiday, other.",
    ),
    "an address": (
        ("A", "", "2021-11-08", "", "javascript:1"),
        "Address: it does not begin with http:// or https://.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_is_refused_with_its_line_and_the_others_go_on(case):
    row, sentence = REFUSED[case]

    result = import_external_dates(rows(row, ("B", "", "2021-11-08", "", "")))

    assert [(error.line, error.message) for error in result.errors] == [(2, sentence)]
    assert [date.title for date in ExternalDate.objects.all()] == ["B"]


def test_the_same_date_twice_in_a_table_is_refused():
    result = import_external_dates(rows(("A", "", "2021-11-08", "", ""), ("a", "", "2021-12-08", "", "")))

    assert [(error.line, error.message) for error in result.errors] == [(3, "“a, 2021” stands on line 2 already.")]


def test_two_dates_of_one_name_in_a_year_are_told_apart_by_their_day():
    for month in (1, 12):
        make_external_date("Eid", starts_on=datetime.date(2021, month, 5))

    result = import_external_dates(rows(("Eid", "", "2021-12-05", "2021-12-06", "")))
    unclear = import_external_dates(rows(("Eid", "", "2021-06-05", "", "")))

    assert result.counts["updated"] == 1
    assert unclear.errors[0].message == ("There are several dates of this name in that year; change them in the list.")


@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_gets_through(name):
    attack = ATTACKS[name]

    result = import_external_dates(rows((attack, "", "2021-11-08", "", ""), ("B", attack, attack, attack, attack)))

    assert sum(result.counts.values()) == 2
    for date in ExternalDate.objects.all():
        assert "\n" not in date.title and "\x00" not in date.title
        assert len(date.title) <= 160


def test_columns_that_are_not_read_are_named():
    assert unknown_columns(["title", "city", "url"]) == ["city"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2021-11-08", "2021-11-08", "8 November 2021"),
        ("2021-11-08", "2021-11-12", "8 to 12 November 2021"),
        ("2021-10-30", "2021-11-02", "30 October to 2 November 2021"),
        ("2021-12-30", "2022-01-02", "30 December 2021 to 2 January 2022"),
    ],
)
def test_days_are_written_out(first, last, words):
    date = make_external_date(starts_on=datetime.date.fromisoformat(first), ends_on=datetime.date.fromisoformat(last))

    assert date.days == words
