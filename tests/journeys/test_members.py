"""A visitor joins a coalition, confirms by mail, changes the entry and leaves; a coordinator sees the list."""

import re

import pytest
from django.urls import reverse

from coalitions.enums import MembershipState
from coalitions.links import sign
from coalitions.models import CoalitionPage, Membership, Notice
from coalitions.services import CONFIRM_LINK, MANAGE_LINK
from tests.factories import make_coalition, make_member
from tests.journeys.test_accessibility import findings, look

ADDRESS = "ada@example.org"
LEAST = 2_100  # milliseconds a person needs for a form, at least


def link_in_mail(kind):
    """The address of the last link of a kind in what waits for ADDRESS, as the mail has it, without the host."""
    texts = Notice.objects.filter(address=ADDRESS).order_by("pk").values_list("text", flat=True)
    return re.findall(rf"/members/{kind}/[^/\s]+/", "\n".join(texts))[-1]


def member():
    return Membership.objects.get(coalition__slug="dc-pal")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_coalitions_page_in_and_out_again(sample_site, visit, javascript):
    page = visit(java_script_enabled=javascript)
    page.goto("/coalitions/dc-pal/")
    page.click("section:has(#members) >> text=Join DC-PAL")
    page.wait_for_timeout(LEAST)
    page.fill("#id_name", "Ada Example")
    page.fill("#id_email", "ADA@example.org ")
    page.check("text=Contribute: I take part in calls and texts")
    page.select_option("#id_region", label="African")
    page.click("main form button[type=submit]")
    assert page.locator("h1").inner_text() == "Please look into your mailbox"
    assert member().state == MembershipState.UNCONFIRMED

    page.goto(link_in_mail("confirm"))
    assert member().state == MembershipState.UNCONFIRMED
    page.click("text=Yes, I join")
    assert page.locator("[role=status]").inner_text() == "You are a member now. Welcome."
    assert (member().state, member().region) == (MembershipState.CURRENT, "african")

    page.goto(link_in_mail("own"))
    page.check("text=Show my name on the coalition’s page")
    page.click("text=Save")
    assert page.locator("[role=status]").inner_text() == "Your entry is changed."
    page.goto("/coalitions/dc-pal/")
    members = page.locator("section:has(#members)").inner_text()
    assert "Fewer than five members so far." in members
    assert "Ada Example" in members

    page.goto(link_in_mail("own"))
    page.click("text=Leave the coalition")
    page.click("main form button[type=submit]")
    assert page.locator("h1").inner_text() == "You have left DC-PAL"
    assert (member().state, member().name, member().email) == (MembershipState.LEFT, "", "")
    page.goto("/coalitions/dc-pal/")
    assert "Ada Example" not in page.locator("main").inner_text()


def test_a_slip_is_said_and_mended_with_the_keyboard_only(sample_site, visit):
    page = visit()
    # The browser logs every answer 4xx as an error of the page; the form that comes back is one.
    page.goto(f"/coalitions/{CoalitionPage.objects.get(slug='dc-pal').pk}-dc-pal/join/")

    def tab_to(element_id):
        for _step in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == element_id:
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none"
                return
        raise AssertionError(f"{element_id} is not reached")

    page.wait_for_timeout(LEAST)
    tab_to("id_kind_0")
    page.keyboard.press("ArrowDown")
    tab_to("id_name")
    page.keyboard.type("Example Institute")
    tab_to("id_email")
    page.keyboard.type(ADDRESS)
    tab_to("id_engagement_0")
    tab_to("id_show_name")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/mail-sent/")
    assert (member().kind, member().name, member().visibility) == ("organisation", "Example Institute", "public")
    page.goto(link_in_mail("confirm"))
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Yes, I join":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**?done=confirmed")
    assert member().state == MembershipState.CURRENT


def test_a_coordinator_sees_the_own_list_and_takes_it_along(sample_site, sign_in):
    page = sign_in("coordinator")
    page.goto("/my-coalition/")
    page.click("text=Statement of membership")
    assert findings(page) == []
    page.goto("/my-coalition/")
    page.click("text=Members of DC3")
    assert findings(page) == []
    own = Membership.objects.filter(coalition__slug="dc3")
    assert page.locator("tbody tr").count() == own.count()
    hide = page.locator("button", has_text="Hide").first
    name = hide.text_content().removeprefix("Hide the name ")
    hide.click()
    page.wait_for_load_state("networkidle")
    assert own.get(name=name).visibility == "counted"
    with page.expect_download() as download:
        page.click("text=Export as CSV")
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == own.count() + 1


def test_accessible_with_members_and_without(sample_site, visit):
    coalition, empty = CoalitionPage.objects.get(slug="dc3"), make_coalition("Empty", slug="empty")
    member = make_member(coalition, state=MembershipState.DORMANT)
    waiting = make_member(coalition, state=MembershipState.UNCONFIRMED)
    gone = make_member(coalition, state=MembershipState.LEFT)
    own, left = ([sign(MANAGE_LINK, row.key.hex)] for row in (member, gone))
    addresses = [
        *(reverse(f"coalitions:member-{name}", args=[coalition.pk, "dc3"]) for name in ("join", "names")),
        *(reverse(f"coalitions:member-{name}", args=own) for name in ("manage", "leave", "erase")),
        *(reverse(f"coalitions:member-{name}") for name in ("mail-sent", "link", "erased")),
        reverse("coalitions:member-manage", args=left),
        reverse("coalitions:member-confirm", args=[sign(CONFIRM_LINK, waiting.key.hex)]),
        reverse("coalitions:member-names", args=[empty.pk, "empty"]),
        reverse("coalitions:membership-statement"),
        *(page.url for page in (coalition, empty)),
    ]
    assert look(visit, addresses) == ([], [])


def test_seventeen_of_twenty_two(sample_site, visit):
    page = visit()
    page.goto("/coalitions/dc3/")
    page.click("text=statement of what it means to be a member")
    assert page.locator("section:has(#coalitions) header p").inner_text() == "17 of 22 coalitions, 3 of them adapted"
    assert page.locator("tbody tr").count() == 22
    assert page.locator("tbody .chip", has_text="Not yet").count() == 5
