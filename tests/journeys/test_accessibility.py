"""axe finds nothing on any kind of page, nothing overflows at 320 px, and a first visit stays light."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe

from coalitions.models import FocusArea
from events.enums import MeetingState
from events.models import PreparatoryPhasePage
from tests.factories import (
    make_coalition,
    make_cycle,
    make_event,
    make_focus_area,
    make_home_page,
    make_meeting,
    make_phase,
    make_series,
    make_site_tree,
)

ADDRESSES = [
    "/",
    "/coalitions/",
    "/coalitions/?view=table&status=active",
    "/coalitions/?q=nothing-is-called-so",
    "/coalitions/dc3/",
    "/coordination-group/",
    "/coordination-group/meeting-53/",
    "/coordination-group/meeting-63/",
    "/coalitions/dc3/calls/meeting-7/",
    "/preparatory-phase/",
    "/preparatory-phase/?when=past",
    "/preparatory-phase/?format=onsite",
    "/preparatory-phase/?view=month",
    "/preparatory-phase/?view=month&month=2021-11&focus_area=x",
    "/preparatory-phase/coalitions-and-focus-areas/",
    "/preparatory-phase/sample-data-what-connects-a-village/",
    "/preparatory-phase/sample-data-open-standards-for-everybody/",
    "/preparatory-phase/sample-data-news-without-a-business-model/",
    "/preparatory-phase/sample-data-libraries-as-the-first-connection/",
    "/preparatory-phase/sample-data-counting-what-the-network-consumes/",
    "/about/",
    "/search/",
    "/search/?q=paper",
    "/search/?q=nothing-is-called-so",
    "/no-such-page/",
]
SIGHTS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]


def findings(page):
    """What axe finds on a page, as lines to read."""
    results = Axe().run(page)
    return [
        f"{page.url}: {rule['id']}: {node['html']}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]


def look(visit, addresses):
    found, wide = [], []
    for width, scheme in SIGHTS:
        page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
        for address in addresses:
            page.goto(address)
            found += findings(page)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(f"{address} at {width}")
    return found, wide


def test_the_sample_site(sample_site, visit):
    missing = ADDRESSES.index("/no-such-page/")
    phase, area = PreparatoryPhasePage.objects.get(), FocusArea.objects.in_order().first()
    assert look(visit, [*ADDRESSES[:missing], phase.focus_area_url(area)]) == ([], [])


def test_what_is_not_there(sample_site, browser, live_server):
    """The browser logs a 404 as an error of its own, so this page is opened outside `visit`."""
    for width, scheme in SIGHTS:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        page = context.new_page()
        assert page.goto("/no-such-page/").status == 404
        assert findings(page) == []
        context.close()


def test_an_empty_site(transactional_db, visit):
    directory = make_site_tree()
    series = make_series()
    meetings = [make_meeting(series, state=state) for state in (MeetingState.CANCELLED, MeetingState.ADOPTED)]
    coalition = make_coalition(acronym="")
    phase = make_phase()
    below = [phase.coverage_url(), phase.focus_area_url(make_focus_area()), f"{phase.get_url()}?view=month"]
    make_phase(make_cycle(2022))
    pages = [make_home_page(), directory, series, coalition, *meetings, phase, make_event(phase)]
    assert look(visit, [*(page.get_url() for page in pages), *below]) == ([], [])


@pytest.mark.parametrize("address", ["/", "/coordination-group/meeting-53/", "/coalitions/", "/preparatory-phase/"])
def test_a_first_visit_weighs_little(sample_site, visit, address):
    page, bodies = visit(), []
    page.on("response", lambda response: bodies.append(response))
    page.goto(address, wait_until="networkidle")
    kinds = ("text/html", "text/css", "javascript", "font")
    weight = sum(
        len(gzip.compress(response.body()))
        for response in bodies
        if any(kind in response.headers.get("content-type", "") for kind in kinds)
    )
    assert weight <= 60_000
