"""The preparatory phase as visitors walk through it, and as those who organise an event report on it."""

import icalendar
import pytest

from events.models import PreparatoryEventPage

FORM = "form[aria-label='Filter the calendar']"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_from_the_calendar_to_an_event_and_home(sample_site, visit, javascript):
    page = visit(java_script_enabled=javascript, timezone_id="Asia/Tokyo")
    page.goto("/")
    page.click("nav[aria-label=Main] >> text=Preparatory phase")
    assert page.locator(".calendar .entry h4").count() == 4
    page.select_option("#id_coalition", label="Dynamic Coalition on Data and Trust (DC-DT)")
    page.click(f"{FORM} button")
    assert page.locator(".calendar .entry h4").all_inner_texts() == ["Sample data: Consent that means something"]
    local = page.locator(".calendar [data-local-time]")
    assert local.is_visible() is javascript
    if javascript:
        assert "22:00" in local.inner_text()  # 13:00 UTC

    page.click("nav[aria-label=View] >> text=Month")
    assert page.locator("table.month a").all_inner_texts() == ["Sample data: Consent that means something"]
    page.click("nav[aria-label='Other months'] a[rel=next]")
    assert page.locator("table.month a").count() == 0
    assert page.locator("#id_coalition option:checked").inner_text().startswith("Dynamic Coalition on Data and Trust")
    page.click("nav[aria-label='Other months'] a[rel=prev]")
    page.click("table.month a")

    assert page.locator("h1").inner_text() == "Sample data: Consent that means something"
    assert page.locator("text=Join the event").count() == 0
    assert page.locator("text=The link to join stands here from 30 minutes before").count() == 1
    with page.expect_download() as download:
        page.click("text=Add to calendar")
    [event] = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART") == PreparatoryEventPage.objects.get(title=event["SUMMARY"]).starts_at
    page.click("main .tags a >> nth=0")
    assert page.locator("h2").all_inner_texts()[:3] == ["Policy questions", "Events", "Proposals"]
    page.click("nav[aria-label=Breadcrumbs] >> text=Preparatory phase")
    page.click("text=Coalitions and focus areas")
    assert page.locator("table.coverage tbody tr").count() == 14


def test_the_calendar_with_the_keyboard_only(sample_site, visit):
    page = visit()
    page.goto("/preparatory-phase/?view=month")
    page.focus("#id_format")
    reached = []
    for _step in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
        if page.evaluate("!!document.activeElement.closest('table.month')"):
            break
    assert reached[:3] == ["Show", "List", "Month"]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    title = reached[-1]
    page.keyboard.press("Enter")
    page.wait_for_selector("h1")
    assert page.locator("h1").inner_text() == title


def test_a_coordinator_reports_on_an_event(sample_site, sign_in):
    page = sign_in("coordinator")
    page.click("text=Report on it: Sample data: News without a business model")
    page.fill("#id_outcome", "Two newsrooms share their list of costs.\n\n- one pays for itself\n- one does not")
    page.fill("#id_recording_url", "ftp://example.org/recording")
    page.click("text=Publish the report")
    assert page.locator(".error-summary li").all_inner_texts() == [
        "Address of the recording: Give an address that begins with http:// or https://."
    ]
    page.fill("#id_recording_url", "https://example.org/recording")
    page.click("text=Publish the report")
    assert page.locator("section:has(#outcome) li").all_inner_texts() == [
        "one pays for itself",
        "one does not",
        "Recording",
    ]
    page.goto("/admin/")
    assert page.locator("text=Events that are over without a report").count() == 0
