"""A visitor finds a coalition, reads what was agreed, cites it, and takes the next meeting home."""

import datetime

import icalendar
import pytest

from events.models import MeetingPage

PARAGRAPH = "article.para:has(.para-number:text-is('Paragraph 4'))"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_front_page_to_paragraph_4_and_the_next_meeting(sample_site, visit, javascript):
    page = visit(java_script_enabled=javascript)
    page.goto("/")
    page.click("nav[aria-label=Main] >> text=Coalitions")
    page.fill("input[name=q]", "accessibility")
    page.click("form.filters button")
    assert page.locator(".card").count() == 1
    page.click("nav[aria-label=View] >> text=Table")
    assert page.locator("tbody tr").count() == 1
    page.click("tbody a")
    assert page.locator("h1").inner_text() == "Dynamic Coalition on Accessibility and Disability"

    page.click("text=DCCG meeting 53 >> nth=0")
    assert page.locator(".para-number").count() == 7
    assert page.locator("section:has(#conclusions) header p").inner_text() == "2 of 3 open"
    paragraph = page.locator("article.para").nth(3)
    paragraph.locator("summary").click()
    citation = " ".join(paragraph.locator(".cite-card p").inner_text().split())
    anchor = paragraph.get_attribute("id")
    assert citation.startswith("DCCG 53, para 4 ")
    assert citation.endswith(f"/coordination-group/meeting-53/#{anchor}")
    paragraph.locator(".para-number").click()
    assert page.url.endswith(f"#{anchor}")
    for _moment in range(30):  # the page may still be scrolling
        if paragraph.bounding_box()["y"] < 200:
            break
        page.wait_for_timeout(100)
    assert paragraph.bounding_box()["y"] < 200

    page.goto("/")
    page.click("text=DCCG meeting 63")
    assert page.locator("text=Join the meeting").get_attribute("href") == "https://example.org/join"
    with page.expect_download() as download:
        page.click("text=Add to calendar")
    calendar = icalendar.Calendar.from_ical(download.value.path().read_bytes())
    [event] = calendar.walk("VEVENT")
    meeting = MeetingPage.objects.get(slug="meeting-63")
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(minutes=90)


def test_search_finds_the_report_and_marks_the_words(sample_site, visit):
    page = visit()
    page.goto("/")
    page.fill("input[name=q]", "disputes")
    page.click("main form button")
    page.click("text=DCCG meeting 53")
    assert page.locator("h1").inner_text() == "DCCG meeting 53"
    page.go_back()
    assert page.locator("mark").first.inner_text().lower() == "disputes"


def tab_to(page, selector, most=60):
    """Press Tab until what `selector` finds has the focus; it must show that it has."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    focused = page.evaluate("selector => document.activeElement.matches(selector)", selector)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert (focused, outline != "none") == (True, True)


def test_with_the_keyboard_only(sample_site, visit):
    """From the front page through the search to a report, its citation and the calendar, without a mouse."""
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "input[name=q]")
    page.keyboard.type("disputes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=disputes")
    tab_to(page, "ol.entries h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/coordination-group/meeting-53/**")
    tab_to(page, ".cite summary")
    page.keyboard.press("Enter")
    assert page.locator("details[open] .cite-card").count() == 1
    tab_to(page, "details[open] button[data-copy]")
    page.goto("/coalitions/")
    tab_to(page, "select[name=focus_area]")
    page.keyboard.type("Trust")
    page.keyboard.press("Enter")
    if "focus_area=" not in page.url:  # in a browser whose lists open with Enter
        tab_to(page, "select[name=sort]")
        page.focus("form.filters button")
        page.keyboard.press("Enter")
    page.wait_for_url("**focus_area=**")
    assert page.locator(".card").count() == 3
