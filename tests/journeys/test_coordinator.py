"""A coordinator keeps the own coalition's pages, marks its part done, and reaches nothing else."""

from django.contrib.auth import get_user_model

from coalitions.models import CoalitionPage
from events.enums import Owner
from events.models import ActionItem, MeetingPage
from events.services import share_out_item


def test_the_own_coalition_and_nothing_else(sample_site, sign_in, visit):
    own, other = CoalitionPage.objects.get(slug="dc3"), CoalitionPage.objects.get(slug="dcad")
    meeting = MeetingPage.objects.get(slug="meeting-53")
    item = ActionItem.objects.create(meeting=meeting, text="<p>Name a speaker</p>", owner=Owner.SOME_COALITIONS)
    item.coalitions.set([own, other])
    item.save()
    share_out_item(item)

    page = sign_in("coordinator")
    row = page.locator("li, tr", has_text="Name a speaker").first
    row.locator("button").first.click()
    page.wait_for_load_state("networkidle")
    done = {part.coalition_id: part.by for part in item.parts.all()}
    assert done == {own.pk: get_user_model().objects.get(username="coordinator"), other.pk: None}

    page.goto(f"/admin/pages/{own.pk}/edit/")
    page.fill("#id_acronym", "DC-3")
    page.click("footer .w-dropdown-button .w-dropdown__toggle")
    page.click("button[name=action-publish]")
    page.wait_for_load_state("networkidle")
    visitor = visit()
    visitor.goto(own.url)
    assert visitor.locator(".kicker").inner_text() == "Dynamic coalition · DC-3"

    page.goto(f"/admin/pages/{other.pk}/edit/")
    assert page.url.endswith("/admin/")
