"""axe finds nothing on any kind of page, nothing overflows in either direction of writing, first visits are light."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from wagtail.models import get_page_models

from coalitions.activity.models import AnnualReport, Assessment, SlotRequest
from coalitions.models import CoalitionIndexPage
from events.enums import MeetingState
from events.proposals.enums import ProposalState
from events.proposals.models import CallPage, Proposal, ProposalOrganiser, ReviewAssignment, WrittenInput
from home.models import StandardPage
from home.sample_site.people import PASSWORD, user
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
from tests.shots import BESIDES, MISSING, OF_A_DIRECTORY, SIGHTS, sample_addresses, sample_pages

OVERFLOWS = "document.documentElement.scrollWidth > window.innerWidth"


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
            if page.evaluate(OVERFLOWS):
                wide.append(f"{address} at {width}")
    return found, wide


def test_the_sample_site_shows_every_kind_of_page(sample_site):
    of_rooms = {model for model in get_page_models() if not model.__module__.startswith("wagtail.")}
    assert {type(page) for page in sample_pages()} == of_rooms


def test_the_sample_site(sample_site, visit):
    assert look(visit, sample_addresses()) == ([], [])


def test_what_is_not_there(sample_site, browser, live_server):
    """The browser logs a 404 as an error of its own, so this page is opened outside `visit`."""
    for width, scheme in SIGHTS:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        page = context.new_page()
        assert page.goto(MISSING).status == 404
        assert (findings(page), page.evaluate(OVERFLOWS)) == ([], False)
        context.close()


@pytest.fixture
def empty_site(transactional_db):
    """A page of every kind and of every state a meeting can be in, with nothing on it."""
    make_site_tree()
    home, series = make_home_page(), make_series()
    below = [StandardPage(title="Nothing yet", slug="nothing-yet"), CoalitionIndexPage(title="Empty", slug="empty")]
    pages = [make_coalition(acronym=""), *(home.add_child(instance=page) for page in below)]
    pages += [make_meeting(series, state=state) for state in MeetingState]
    phase = make_phase()
    pages += [make_series("Nobody met yet"), series, home, make_site_tree(), phase, make_event(phase)]
    pages.append(make_phase(make_cycle(2022)))
    of_phase = [phase.coverage_url(), phase.focus_area_url(make_focus_area()), f"{phase.get_url()}?view=month"]
    of_directory = [f"/empty/{query}" for query in OF_A_DIRECTORY]
    return [page.get_url() for page in pages] + of_directory + of_phase + BESIDES


def test_an_empty_site(empty_site, visit):
    assert look(visit, empty_site) == ([], [])


@pytest.mark.parametrize("width", [1280, 320])
def test_written_from_right_to_left(sample_site, visit, width):
    """No page of the portal is in such a language yet; its style sheets are ready for one."""
    page, wide = visit(viewport={"width": width, "height": 800}), []
    for address in sample_addresses():
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        if page.evaluate(OVERFLOWS) or page.evaluate("document.documentElement.scrollLeft") != 0:
            wide.append(address)
    assert wide == []
    mark = page.locator("header .site-name svg").bounding_box()
    assert mark["x"] > width / 2


@pytest.mark.parametrize("address", ["/", "/coordination-group/meeting-53/", "/coalitions/", "/coalitions/dc3/"])
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


def test_on_paper_the_record_stands_without_the_site_around_it(sample_site, visit):
    page = visit(color_scheme="dark")
    page.emulate_media(media="print")
    page.goto("/coordination-group/meeting-53/")
    hidden = [".site-nav", ".site-footer", ".breadcrumbs", ".contents", ".cite", ".neighbours"]
    assert [part for part in hidden if page.locator(part).first.is_visible()] == []
    assert page.locator(".para-number:visible").count() == 7
    assert page.locator(".print-only").inner_text().endswith("/coordination-group/meeting-53/")
    page.goto("/")
    colours = page.locator(".hero").evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def own_in_activity():
    """What a coordinator of DC3 finds of assessments, slots and reports."""
    found = []
    for assessment in Assessment.objects.shared().filter(coalition__slug="dc3"):
        found.append(reverse("activity:own-assessment", args=[assessment.coalition_id, assessment.pk]))
    slot = SlotRequest.objects.get(coalition__slug="dc3")
    of_slots = [reverse("activity:own-slot", args=[slot.coalition_id, year]) for year in (slot.cycle.year, 2023)]
    draft = AnnualReport.objects.drafts().get(coalition__slug="dc3")
    records = reverse("activity:own-records", args=[slot.coalition_id])
    return [*found, *of_slots, records, reverse("activity:own-report", args=[draft.coalition_id, draft.year])]


def addresses_of_the_signed_in():
    """What a coordinator and a reviewer of the sample site find besides what everybody sees, by user name."""
    call = CallPage.objects.get()
    own = {proposal.state: proposal for proposal in Proposal.objects.filter(organisers__coalition__slug="dc3")}
    draft, accepted = own[ProposalState.DRAFT], own[ProposalState.ACCEPTED]
    asked = ProposalOrganiser.objects.invited().get(coalition__slug="dc3")
    text = WrittenInput.objects.drafts().get(coalitions__coalition__slug="dc3")
    assigned = ReviewAssignment.objects.of_reviewer(user("reviewer")).to_do().first()
    return {
        "coordinator": [
            "/my-coalition/",
            reverse("proposals:call-own", args=[call.pk]),
            reverse("proposals:proposal-start", args=[call.pk]),
            reverse("proposals:proposal", args=[draft.code]),
            reverse("proposals:proposal-edit", args=[draft.code]),
            reverse("proposals:proposal-preview", args=[draft.code]),
            reverse("proposals:proposal-submit", args=[draft.code]),
            reverse("proposals:proposal-withdraw", args=[draft.code]),
            reverse("proposals:proposal-confirm", args=[accepted.code]),
            reverse("proposals:proposal-answer", args=[asked.proposal.code, asked.pk]),
            reverse("proposals:input-start", args=[call.pk]),
            reverse("proposals:input-edit", args=[text.code]),
            reverse("proposals:input", args=[text.code]),
            *own_in_activity(),
        ],
        "reviewer": [reverse("proposals:review-queue"), reverse("proposals:review", args=[assigned.proposal.code])],
    }


def test_what_only_the_signed_in_see(sample_site, visit):
    found, wide = [], []
    for username, addresses in addresses_of_the_signed_in().items():
        for width, scheme in SIGHTS:
            page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.goto("/accounts/login/")
            page.fill("#id_login", username)
            page.fill("#id_password", PASSWORD)
            with page.expect_navigation():
                page.click("text=Sign in with the password")
            for address in addresses:
                page.goto(address)
                assert "/accounts/login/" not in page.url
                found += findings(page)
                if page.evaluate(OVERFLOWS):
                    wide.append(f"{address} at {width}")
    assert (found, wide) == ([], [])
