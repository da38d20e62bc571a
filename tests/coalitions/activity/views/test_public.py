"""What everybody may read: pages and tables, whatever is asked for, and at a cost that does not grow."""

import csv
import datetime
import io

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from coalitions.activity.indicators import indicators
from tests.coalitions.activity.factories import import_archive, make_list_month, make_message, make_record, month
from tests.factories import make_coalition, make_output

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "indicators": ([], "/indicators/"),
    "grid": ([], "/indicators/grid/"),
    "grid-table": ([], "/indicators/grid.csv"),
    "coalition-activity": ([7, "dc-iot"], "/indicators/coalitions/7-dc-iot/"),
    "coalition-table": ([7, "dc-iot"], "/indicators/coalitions/7-dc-iot.csv"),
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2021-09-01T12:00Z", tick=False):
        yield


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses_people_have_noted_never_change(name):
    arguments, address = ADDRESSES[name]
    assert reverse(f"activity:{name}", args=arguments) == address


def address_of(coalition, name="coalition-activity"):
    return reverse(f"activity:{name}", args=[coalition.pk, coalition.slug])


def table(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_catalogue_names_every_indicator_with_its_address(client):
    text = client.get("/indicators/").content.decode()
    assert [one.key for one in indicators.all() if f'<h3 id="{one.key}">{one.label}</h3>' not in text] == []
    assert 'id="corrections"' in text


def test_a_coalition_s_activity(client):
    coalition = make_coalition("Open Things", acronym="DC-OT", slug="open-things")
    import_archive(make_message("<1@x>") + make_message("<2@x>", answers=["<1@x>"]), coalition)
    make_record(coalition, title="Open <b>call</b>", held_on=datetime.date(2021, 5, 3))
    make_record(coalition, title="Long ago", held_on=datetime.date(2019, 5, 3))
    response = client.get(address_of(coalition))
    text = response.content.decode()
    assert str(response.context["period"]) == "June 2020 to May 2021"
    assert [
        words
        for words in (
            "Activity of DC-OT",
            "The coalition’s activity",
            "Its members’ activity",
            "Mbox archive, ",
            "Open &lt;b&gt;call&lt;/b&gt;",
            "Ask for a correction",
        )
        if words not in text
    ] == []
    assert "Long ago" not in text
    # Chart, table and sentence of the list say the same.
    rows = {row.indicator.key: row for row in response.context["monthly"]}
    assert (rows["list-messages"].cell.value, rows["list-threads"].cell.value) == (2, 1)


@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("", "June 2020 to May 2021"),
        ("?period=2020", "2020"),
        ("?period=last", "September 2020 to August 2021"),
        ("?period=1066", "June 2020 to May 2021"),
        ("?period=%00&x=1", "June 2020 to May 2021"),
        ("?period=²", "June 2020 to May 2021"),
    ],
)
def test_the_period_is_chosen(client, query, period):
    coalition = make_coalition()
    make_list_month(coalition, month(2021, 5))
    make_list_month(make_coalition(), month(2021, 8))
    assert str(client.get(f"{address_of(coalition)}{query}").context["period"]) == period


def test_a_table_has_every_number_with_its_source(client):
    coalition = make_coalition()
    make_list_month(coalition, month(2021, 5), messages=3, senders=2)
    rows = table(client.get(f"{address_of(coalition, 'coalition-table')}?period=2021"))
    asked = [
        row
        for row in rows
        if row["key"] in ("list-messages", "list-contributors") and row["month"] in ("2021", "2021-05", "2021-06")
    ]
    assert [(row["key"], row["month"], row["value"], row["kind"], row["source"], row["as_of"]) for row in asked] == [
        ("list-messages", "2021", "3", "a number", "entered by hand", "2021-09-01"),
        ("list-messages", "2021-05", "3", "a number", "entered by hand", "2021-09-01"),
        ("list-messages", "2021-06", "", "not measured", "", ""),
        ("list-contributors", "2021", "fewer than 5", "a number", "entered by hand", "2021-09-01"),
        ("list-contributors", "2021-05", "fewer than 5", "a number", "entered by hand", "2021-09-01"),
        ("list-contributors", "2021-06", "", "not measured", "", ""),
    ]


def test_the_grid_is_by_name_and_ranks_nobody(client):
    for name, messages in (("Bees", 1), ("Ants", 2), ("Cats", 3)):
        make_list_month(make_coalition(name, acronym=name), month(2021, 5), messages=messages)
    response = client.get("/indicators/grid/")
    grid = response.context["grid"]
    assert [row.coalition.title for row in grid.rows] == ["Ants", "Bees", "Cats"]
    assert [row.cells[-1].value for row in grid.rows] == [2, 1, 3]
    assert [row.coalition.title for row in client.get("/indicators/grid/?sort=-value&o=1").context["grid"].rows] == [
        "Ants",
        "Bees",
        "Cats",
    ]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("", "list-messages"),
        ("?indicator=records-call", "records-call"),
        ("?indicator=goals-achieved", "list-messages"),
        ("?indicator=nothing", "list-messages"),
        ("?page=99&indicator=members", "members"),
    ],
)
def test_the_indicator_of_the_grid_is_chosen(client, query, key):
    make_coalition()
    assert client.get(f"/indicators/grid/{query}").context["grid"].indicator.key == key


def test_the_grid_as_a_table(client):
    coalition = make_coalition("=1+1", acronym="@X")
    make_list_month(coalition, month(2021, 5), messages=4)
    rows = table(client.get("/indicators/grid.csv?period=2021"))
    assert len(rows) == 12
    assert [rows[4][name] for name in ("coalition", "acronym", "month", "indicator", "value")] == [
        "'=1+1",
        "'@X",
        "2021-05",
        "Messages on the list",
        "4",
    ]


def test_many_coalitions_are_shown_page_by_page(client):
    for number in range(51):
        make_coalition(f"Coalition {number:02}")
    assert [len(client.get(f"/indicators/grid/?page={number}").context["grid"].rows) for number in (1, 2)] == [50, 1]
    assert len(table(client.get("/indicators/grid.csv"))) == 51 * 12


@pytest.mark.parametrize("case", ["unpublished", "restricted", "another name", "no such number"])
@pytest.mark.parametrize("name", ["coalition-activity", "coalition-table"])
def test_only_what_a_visitor_may_see(client, case, name):
    coalition = make_coalition("Secret", slug="secret", live=case != "unpublished")
    make_list_month(coalition)
    address = address_of(coalition, name)
    if case == "restricted":
        PageViewRestriction.objects.create(page=coalition, restriction_type=PageViewRestriction.LOGIN)
    if case == "another name":
        response = client.get(address.replace("-secret", "-other"))
        assert (response.status_code, response.url) == (302, address)
        return
    if case == "no such number":
        address = address.replace(str(coalition.pk), "999999999")
    assert client.get(address).status_code == 404
    if case != "no such number":
        assert "Secret" not in client.get("/indicators/grid/").content.decode()
        assert "Secret" not in client.get("/indicators/grid.csv").content.decode()


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/grid/", "/indicators/grid.csv"])
def test_nothing_is_posted_here(client, address):
    assert client.post(address).status_code == 405


def test_an_empty_portal(client):
    coalition = make_coalition()
    assert "no source" in client.get(address_of(coalition)).content.decode()
    coalition.delete()
    assert "There are no coalitions here yet." in client.get("/indicators/grid/").content.decode()
    assert table(client.get("/indicators/grid.csv")) == []


def fill(coalitions, records):
    for _coalition in range(coalitions):
        coalition = make_coalition()
        make_output(coalition)
        for place in range(records):
            make_record(coalition, title=f"Call {place}")
            make_list_month(coalition, month(2020 + place // 12, place % 12 + 1))
    return coalition


@pytest.mark.parametrize(
    ("address", "limit"), [("/indicators/", 5), ("/indicators/grid/", 12), ("/indicators/coalitions/{}/", 28)]
)
def test_thirty_rows_ask_as_many_questions_as_one(client, address, limit):
    counts = []
    for coalitions, records in ((1, 1), (29, 12)):
        coalition = fill(coalitions, records)
        asked = address.format(f"{coalition.pk}-{coalition.slug}")
        client.get(asked)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(asked).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= limit
