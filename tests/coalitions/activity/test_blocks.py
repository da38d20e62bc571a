"""The blocks on a page: sentence, chart, table and grid, and what they do where something is missing."""

import pytest
import time_machine
from django.template import Context, Template
from wagtail.models import PageViewRestriction

from coalitions.activity.blocks import ActivityGridBlock, ActivityIndicatorsBlock
from coalitions.activity.indicators import indicators
from home.models import StandardPage
from tests.coalitions.activity.factories import import_archive, make_list_month, make_message, month
from tests.factories import make_coalition, make_home_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2021-09-01T12:00Z", tick=False):
        yield


def shown(client, kind, **value):
    page = StandardPage(title="Page", slug="page")
    page.body = StandardPage._meta.get_field("body").to_python(
        [{"type": kind, "value": {"title": "Numbers", **value}}]
    )
    make_home_page().add_child(instance=page)
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_choices_are_the_registry():
    grid, rows = ActivityGridBlock().child_blocks, ActivityIndicatorsBlock().child_blocks
    chosen = [value for value, _label in rows["indicators"].field.choices]
    assert chosen == [indicator.key for indicator in indicators.all()]
    monthly = [value for value, _label in grid["indicator"].field.choices if value]
    assert monthly == [indicator.key for indicator in indicators.by_month()]


def test_indicators_in_words_as_a_chart_and_as_a_table(client):
    coalition = make_coalition("Open Things", acronym="DC-OT")
    for number, messages in ((1, 5), (2, 0), (3, 12)):
        make_list_month(coalition, month(2021, number), messages=messages)
    text = shown(
        client,
        "activity_indicators",
        coalition=coalition.pk,
        indicators=["list-messages", "nobody-registered-this"],
        period="year",
        year=2021,
    )
    assert [
        words
        for words in (
            "Messages on the list: 17 messages in 2021 (3 of 12 months measured).",
            '<svg class="chart" role="img"',
            "<title>Messages on the list, month by month, 2021</title>",
            "January 2021: 5; February 2021: 0; March 2021: 12; April 2021: not measured",
            '<th scope="row">March 2021</th>',
            "Entered by hand, ",
            "All activity of DC-OT",
            'href="/static/activity/activity.css"',
        )
        if words not in text
    ] == []
    assert text.count('<svg class="chart"') == 1


def test_a_hidden_number_is_not_told_by_the_chart(client):
    coalition = make_coalition()
    for number in (1, 2, 3):
        make_list_month(coalition, month(2021, number), messages=9, senders=number)
    text = shown(
        client, "activity_indicators", coalition=coalition.pk, indicators=["list-contributors"], period="latest"
    )
    bars = [part.split('"')[0] for part in text.split('<rect class="chart-')[1:]]
    assert bars.count("hidden") == 3
    assert len({part for part in text.split("<rect ") if "chart-hidden" in part and 'height="6"' in part}) == 3


@pytest.mark.parametrize("case", ["deleted", "unpublished", "for members alone"])
def test_a_coalition_that_is_gone(client, case):
    coalition = make_coalition("Secret", acronym="DC-Secret")
    make_list_month(coalition)
    key = coalition.pk
    if case == "deleted":
        coalition.delete()
    elif case == "unpublished":
        coalition.unpublish()
    else:
        PageViewRestriction.objects.create(page=coalition, restriction_type=PageViewRestriction.LOGIN)
    text = shown(client, "activity_indicators", coalition=key, indicators=["list-messages"])
    assert ("This coalition’s page is not public." in text, "Secret" in text) == (True, False)


def test_the_grid(client):
    coalition = make_coalition("Open Things", acronym="DC-OT")
    make_coalition("Silent Things", acronym="DC-ST")
    make_coalition("Hidden Things", acronym="DC-HT", live=False)
    import_archive(make_message(), coalition)
    text = shown(client, "activity_grid", indicator="list-messages", period="year", year=2021)
    assert [
        words
        for words in (
            "Messages on the list, 2021.",
            'tabindex="0"',
            '<abbr title="May 2021">',
            "DC-OT</a>",
            '<span class="visually-hidden">no source</span>',
            '<span class="visually-hidden">not measured</span>',
            "What the cells say",
        )
        if words not in text
    ] == []
    assert "DC-HT" not in text


@pytest.mark.parametrize("indicator", ["nobody-registered-this", "goals-achieved", ""])
def test_a_grid_of_nothing(client, indicator):
    make_coalition()
    assert "There is nothing to show yet." in shown(client, "activity_grid", indicator=indicator)


def test_a_year_without_a_year_is_the_latest(client):
    make_list_month(make_coalition(), month(2020, 3))
    text = shown(client, "activity_grid", indicator="list-messages", period="year", year=None)
    assert "Messages on the list, April 2019 to March 2020." in text


def test_a_chart_needs_two_months_with_something():
    coalition = make_coalition()
    make_list_month(coalition, month(2021, 3), messages=3)
    template = Template(
        "{% load activity_tags %}{% coalition_rows coalition keys 'latest' as rows %}"
        "{% for row in rows %}{{ row.has_chart }}{% endfor %}"
    )
    context = Context({"coalition": coalition, "keys": ["list-messages"]})
    assert template.render(context) == "False"
    make_list_month(coalition, month(2021, 4), messages=3)
    assert template.render(context) == "True"
