"""The page of a preparatory phase with its calendar, the pages of its focus areas, and its table of coalitions."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from coalitions.sections import Section
from events.enums import EventState, MeetingFormat
from events.models import PreparatoryPhasePage
from events.sections import focus_area_sections, phase_sections
from home.models import StandardPage
from tests.attack_corpus import ATTACKS
from tests.factories import (
    make_coalition,
    make_cycle,
    make_event,
    make_focus_area,
    make_home_page,
    make_phase,
)

pytestmark = pytest.mark.django_db

UTC = datetime.UTC
NOW = datetime.datetime(2021, 11, 3, 14, 0, tzinfo=UTC)
DAY = datetime.timedelta(days=1)
PHASE = "/preparations/"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def phase():
    return make_phase(title="Preparations", slug="preparations")


def words(response):
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def listed(response):
    """Titles of the events in the order of the page."""
    return re.findall(r"<h4><a href=[^>]*>(Event[^<]*)</a></h4>", response.content.decode())


# The calendar as a list


def test_the_list_shows_what_is_to_come_by_month(client, phase):
    for title, days in (("Event later", 40), ("Event next", 1), ("Event past", -1), ("Event soon", 5)):
        make_event(phase, title=title, starts_at=NOW + days * DAY)
    make_event(phase, title="Event off", starts_at=NOW + 2 * DAY, state=EventState.CANCELLED)

    response = client.get(PHASE)

    assert listed(response) == ["Event next", "Event off", "Event soon", "Event later"]
    assert re.findall(r"<h3 id=\"month-\d\">([^<]*)<", response.content.decode()) == ["November 2021", "December 2021"]
    assert "4 events to come" in words(response)
    assert "Cancelled" in words(response)
    assert 'data-local-time="Your time: {day}, {from}–{to}"' in response.content.decode()


def test_the_filters(client, phase):
    trust, access = make_focus_area("Trust"), make_focus_area("Access")
    one, two = make_coalition(), make_coalition()
    make_event(phase, title="Event 1", starts_at=NOW + DAY, organisers=[one, two], focus_areas=[trust, access])
    make_event(phase, title="Event 2", starts_at=NOW + 2 * DAY, organisers=[two], focus_areas=[access])
    make_event(phase, title="Event 3", starts_at=NOW - 2 * DAY, organisers=[one], format=MeetingFormat.HYBRID)
    make_event(phase, title="Event 4", starts_at=NOW - DAY, organisers=[one])

    found = {
        query: listed(client.get(f"{PHASE}?{query}"))
        for query in (
            f"focus_area={trust.pk}",
            f"coalition={two.pk}",
            f"coalition={one.pk}&focus_area={access.pk}",
            "when=past",
            "when=all",
            "when=past&format=hybrid",
            "format=onsite",
        )
    }

    assert found == {
        f"focus_area={trust.pk}": ["Event 1"],
        f"coalition={two.pk}": ["Event 1", "Event 2"],
        f"coalition={one.pk}&focus_area={access.pk}": ["Event 1"],
        "when=past": ["Event 4", "Event 3"],
        "when=all": ["Event 3", "Event 4", "Event 1", "Event 2"],
        "when=past&format=hybrid": ["Event 3"],
        "format=onsite": [],
    }


def test_the_filters_offer_what_there_is(client, phase):
    make_focus_area("Trust", cycle=phase.cycle)
    make_focus_area("Elsewhere", cycle=make_cycle(2022))
    organiser, hidden = make_coalition(), make_coalition(live=False)
    make_coalition()
    make_event(phase, organisers=[organiser, hidden])

    options = re.findall(r"<option[^>]*>([^<]*)</option>", client.get(PHASE).content.decode())

    assert options == [
        *("To come", "Past", "All"),
        *("Any", "Trust"),
        *("Any", str(organiser)),
        *("Any", "Online", "Hybrid", "On site"),
    ]


def test_what_makes_no_sense_is_said_and_left_out(client, phase):
    make_event(phase, title="Event 1")

    response = client.get(f"{PHASE}?focus_area=x&when=never&format=dream&coalition=99&page=x&month=2021-99")

    assert listed(response) == ["Event 1"]
    assert words(response).count("Error:") == 4


@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_in_the_address_gets_through(client, phase, name):
    make_event(phase, title="Event 1")
    attack = ATTACKS[name][:2_000].encode("utf-8", "ignore").decode()
    parameters = dict.fromkeys(("when", "focus_area", "coalition", "format", "view", "month", "page"), attack)

    response = client.get(PHASE, parameters)

    assert listed(response) == ["Event 1"]
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    assert re.findall(r"<(?:script|img|svg|iframe)", main) == []


def test_pages_of_a_long_list(client, phase):
    coalition = make_coalition()
    for number in range(21):
        make_event(phase, title=f"Event {number:02}", starts_at=NOW + (number + 1) * DAY, organisers=[coalition])

    pages = [listed(client.get(f"{PHASE}?page={page}")) for page in ("1", "2", "99")]

    assert [len(page) for page in pages] == [20, 1, 1]
    assert pages[1] == ["Event 20"]
    assert "page=2" in client.get(f"{PHASE}?coalition={coalition.pk}").content.decode()


def test_empty_calendars(client, phase):
    nothing = words(client.get(PHASE))
    filtered = words(client.get(f"{PHASE}?format=onsite"))
    month = words(client.get(f"{PHASE}?view=month&month=2021-12"))

    assert "No event is to come in this phase." in nothing
    assert "No event matches these filters." in filtered
    assert "No event takes place in December 2021." in month


# The calendar as a month


def cells(response):
    """Day of the month → titles, of the days that hold something."""
    html = response.content.decode()
    found = {}
    for cell in re.findall(r"<td.*?</td>", html, re.DOTALL):
        titles = re.findall(r"<li><a href=[^>]*>([^<]*)</a>", cell)
        if titles:
            found[re.search(r'datetime="([^"]*)"', cell)[1]] = titles
    return found


def test_the_month_is_a_table(client, phase):
    make_event(phase, title="Event 1", starts_at=NOW + DAY)
    make_event(phase, title="Event 2", starts_at=datetime.datetime(2021, 11, 30, 23, 0, tzinfo=UTC), minutes=120)
    make_event(phase, title="Event 3", starts_at=NOW + DAY, state=EventState.CANCELLED)
    make_event(phase, title="Event 4", starts_at=NOW + 60 * DAY)

    response = client.get(f"{PHASE}?view=month&month=2021-11")

    assert cells(response) == {
        "2021-11-04": ["Event 1", "Event 3"],
        "2021-11-30": ["Event 2"],
        "2021-12-01": ["Event 2"],
    }
    html = response.content.decode()
    assert re.findall(r'<th scope="col">(\w+)</th>', html) == [
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ]
    assert "<caption>November 2021. Days and times are in UTC.</caption>" in html
    assert 'aria-current="date"' in html
    assert re.findall(r'month=(2021-\d\d)#calendar" rel="(prev|next)"', html) == [
        ("2021-10", "prev"),
        ("2021-12", "next"),
    ]
    assert "3 events in November 2021" in words(response)
    assert "14:00, cancelled" in words(response)
    assert "goes on" in words(response)


@pytest.mark.parametrize(
    ("days", "month"),
    [([-70, 40], "December 2021"), ([-70], "August 2021"), ([], "November 2021"), ([0], "November 2021")],
    ids=["the next event", "the latest", "nothing: this month", "one that takes place now"],
)
def test_the_month_that_is_shown_first(client, phase, days, month):
    for number in days:
        make_event(phase, starts_at=NOW + number * DAY - DAY / 48)

    assert f"<caption>{month}." in client.get(f"{PHASE}?view=month").content.decode()


def test_an_event_that_began_last_month_and_goes_on_shows_this_month(client, phase):
    make_event(phase, starts_at=NOW - 5 * DAY, minutes=10 * 24 * 60)

    assert "<caption>November 2021." in client.get(f"{PHASE}?view=month").content.decode()


def test_the_filters_hold_in_the_month_too_and_stay_from_month_to_month(client, phase):
    coalition = make_coalition()
    make_event(phase, title="Event 1", starts_at=NOW + DAY, organisers=[coalition])
    make_event(phase, title="Event 2", starts_at=NOW + DAY)

    response = client.get(f"{PHASE}?view=month&month=2021-11&coalition={coalition.pk}")

    assert cells(response) == {"2021-11-04": ["Event 1"]}
    assert f"?coalition={coalition.pk}&amp;view=month&amp;month=2021-12#calendar" in response.content.decode()


# The page itself


def test_sections_of_other_rooms_stand_above_and_below_the_calendar(client, phase, monkeypatch):
    monkeypatch.setattr(phase_sections, "_sections", {})
    for key, order in (("calls", 10), ("proposals", 90)):
        phase_sections.register(
            Section(key, f"Section {key}", "events/phase/_waiting_reports.html", lambda page: [], order=order)
        )
    hidden = words(client.get(PHASE))
    for key, order in (("calls", 10), ("proposals", 90)):
        phase_sections.register(
            Section(key, f"Section {key}", "events/phase/_areas.html", lambda page: [page.pk], order=order)
        )
    cache.clear()
    shown = words(client.get(PHASE))

    assert "Section" not in hidden
    assert shown.index("Section calls") < shown.index("Calendar") < shown.index("Section proposals")


def test_the_phase_counts_in_its_focus_areas(client, phase):
    trust = make_focus_area("Trust", basket="main")
    make_focus_area("Climate")
    make_coalition(focus_areas=[trust])
    make_event(phase, focus_areas=[trust])
    make_event(phase, focus_areas=[trust], state=EventState.CANCELLED)

    text = words(client.get(PHASE))

    assert "Trust 1 coalition, 1 event" in text
    assert "Climate no coalition, no event yet" in text


@pytest.mark.parametrize("case", ["published", "not published", "restricted"])
@pytest.mark.parametrize("below", ["", "coalitions-and-focus-areas/", "focus-areas/{}/"])
def test_doors(client, case, below):
    phase = make_phase(slug="preparations", live=case != "not published")
    area = make_focus_area("Trust")
    if case == "restricted":
        PageViewRestriction.objects.create(page=phase, restriction_type=PageViewRestriction.LOGIN)

    status = client.get(PHASE + below.format(f"{area.pk}-trust")).status_code

    assert status == {"published": 200, "not published": 404, "restricted": 302}[case]


def test_events_that_visitors_cannot_see_are_not_listed(client, phase):
    make_event(phase, title="Event draft", live=False)
    hidden = make_event(phase, title="Event hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    assert listed(client.get(f"{PHASE}?when=all")) == []


def test_where_a_phase_may_stand(phase):
    home = make_home_page()
    root = home.get_parent()
    page = home.add_child(instance=StandardPage(title="Year", slug="year"))
    below = phase.add_child(instance=StandardPage(title="Guide", slug="guide"))

    found = [PreparatoryPhasePage.can_create_at(parent) for parent in (home, page, root, phase, below)]

    assert found == [True, True, False, False, False]


# A focus area


def test_a_focus_area_in_its_phase(client, phase):
    area = make_focus_area("Trust & security", questions=["Standards", "Safety"], description="What holds.")
    other = make_focus_area("Access")
    make_coalition("Open Things", acronym="DC-OT", focus_areas=[area])
    make_coalition("Hidden Things", focus_areas=[area], live=False)
    make_event(phase, title="Event 1", starts_at=NOW + DAY, focus_areas=[area, other])
    make_event(phase, title="Event 2", starts_at=NOW - DAY, focus_areas=[area])
    make_event(phase, title="Event 3", starts_at=NOW + DAY, focus_areas=[other])
    make_event(make_phase(make_cycle(2022)), title="Event 4", focus_areas=[area])

    response = client.get(phase.focus_area_url(area))

    text = words(response)
    assert listed(response) == ["Event 1", "Event 2"]
    for sentence in (
        "Trust & security",
        "What holds.",
        "Standards",
        "Safety",
        "DC-OT Open Things",
    ):
        assert sentence in text
    assert "Hidden Things" not in text
    crumbs = re.search(r'aria-label="Breadcrumbs".*?</nav>', response.content.decode(), re.DOTALL)[0]
    assert re.findall(r">([^<>\s][^<>]*)</", crumbs) == ["Home", "Preparations", "Trust &amp; security"]


def test_a_focus_area_without_anything(client, phase):
    area = make_focus_area("Trust")

    text = words(client.get(phase.focus_area_url(area)))

    for sentence in (
        "No policy question is named yet.",
        "No event in this focus area yet.",
        "No coalition says that it works on this focus area.",
    ):
        assert sentence in text


def test_sections_of_other_rooms_on_a_focus_area(client, phase):
    area = make_focus_area("Trust")
    asked = []
    section = Section("inputs", "Written inputs", "events/phase/_areas.html", lambda it: asked.append(it) or [1])
    focus_area_sections.register(section)
    try:
        assert "Written inputs" in words(client.get(phase.focus_area_url(area)))
    finally:
        focus_area_sections.unregister("inputs")
    assert asked == [area]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("focus-areas/{pk}-trust/", 200),
        ("focus-areas/{pk}-old-name/", 302),
        ("focus-areas/0{pk}-trust/", 200),
        ("focus-areas/999999-trust/", 404),
        ("focus-areas/99999999999999999999999-trust/", 404),
        ("focus-areas/{other}-elsewhere/", 404),
        ("focus-areas/trust/", 404),
        ("focus-areas/", 404),
    ],
)
def test_addresses_of_focus_areas(client, phase, address, status):
    area = make_focus_area("Trust")
    other = make_focus_area("Elsewhere", cycle=make_cycle(2022))

    response = client.get(PHASE + address.format(pk=area.pk, other=other.pk))

    assert response.status_code == status
    if status == 302:
        assert response.url == phase.focus_area_url(area)


def test_a_title_without_latin_letters_has_an_address(client, phase):
    area = make_focus_area("信任")

    assert phase.focus_area_url(area) == f"{PHASE}focus-areas/{area.pk}-area/"
    assert client.get(phase.focus_area_url(area)).status_code == 200


# The table of coalitions and focus areas


def test_the_table_says_in_words_what_there_is_and_is_not(client, phase):
    trust, _climate = make_focus_area("Trust", order=1), make_focus_area("Climate", order=2)
    one = make_coalition("A first one", acronym="DC-One", focus_areas=[trust])
    two = make_coalition("The second", acronym="DC-Two", focus_areas=[trust])
    make_event(phase, organisers=[one, (two, "supporter")], focus_areas=[trust])
    make_coalition()
    make_coalition("Third", acronym="DC-Three", focus_areas=[trust])

    response = client.get(phase.coverage_url())

    html = response.content.decode()
    rows = [
        [
            unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell))).strip()
            for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)
    ]
    assert rows == [
        ["Coalition", "Trust", "Climate", "All its events"],
        ["DC-One", "Works on it, 1 event", "Neither –", "1"],
        ["DC-Two", "Works on it, 1 event", "Neither –", "1 (1 as supporter)"],
        ["DC-Three", "Works on it, no event yet", "Neither –", "0"],
        ["All coalitions", "3 work on it, 1 event", "Nobody works on it , no event yet", "1"],
    ]
    assert len(re.findall('scope="col"', html)) == 4
    assert len(re.findall('scope="row"', html)) == 4
    assert "1 coalition of the directory names none of these focus areas" in words(response)


def test_tables_of_a_phase_without_areas_or_without_coalitions(client, phase):
    nothing = words(client.get(phase.coverage_url()))
    make_focus_area("Trust")
    cache.clear()
    nobody = words(client.get(phase.coverage_url()))

    assert "IGF 2021 has no focus areas yet." in nothing
    assert "No coalition says yet that it works on a focus area of IGF 2021" in nobody


# What it costs


@pytest.mark.parametrize(
    ("door", "cold", "warm"), [("list", 22, 7), ("month", 22, 7), ("focus area", 26, 10), ("coverage", 19, 8)]
)
@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_max_num_queries, phase, door, cold, warm, count):
    area = make_focus_area("Trust", questions=["Standards"] * count)
    for _ in range(count):
        coalition = make_coalition(focus_areas=[area])
        for days in (1, -1):
            make_event(phase, starts_at=NOW + days * DAY, organisers=[coalition], focus_areas=[area])
    address = {
        "list": PHASE,
        "month": f"{PHASE}?view=month",
        "focus area": phase.focus_area_url(area),
        "coverage": phase.coverage_url(),
    }[door]
    client.get(address)
    cache.clear()

    with django_assert_max_num_queries(cold):
        client.get(address)
    with django_assert_max_num_queries(warm):
        client.get(address)
