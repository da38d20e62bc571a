"""Evidence of activity, from whoever has it to everybody: a record logged, a list's archive imported."""

import pytest

from coalitions.models import CoalitionPage
from tests.coalitions.activity.factories import make_message
from tests.journeys.people import HANDS, Person


def archive():
    """Three messages of January 2022, one of them a machine's."""
    dates = [f"{day} Jan 2022 11:00:00 +0000" for day in ("Mon, 03", "Tue, 04", "Wed, 05")]
    return b"".join(
        make_message(f"<{place}@journey>", date=date, headers=["Auto-Submitted: auto-replied"] if place == 2 else [])
        for place, date in enumerate(dates)
    )


@pytest.mark.parametrize("hands", HANDS)
def test_what_a_coalition_shows_is_what_everybody_reads(sample_site, visit, hands):
    options = {"java_script_enabled": False} if hands == "no script" else {}
    cora, visitor = Person(visit(**options), hands), Person(visit(**options), hands)
    coalition = CoalitionPage.objects.get(slug="dc3")
    public = f"/indicators/coalitions/{coalition.pk}-dc3/?period=2022"

    # A workshop elsewhere is logged, and public at once.
    cora.sign_in("coordinator", f"/my-coalition/{coalition.pk}/activity/")
    cora.page.select_option("#id_kind", "training")
    cora.page.fill("#id_title", "Sample data: A workshop in January")
    cora.page.fill("#id_held_on", "2022-01-12")
    cora.page.fill("#id_url", "example.org/workshop")
    cora.press("button", "Log it")
    visitor.page.goto(public)
    link = visitor.page.get_by_role("link", name="Sample data: A workshop in January")
    assert link.get_attribute("href") == "https://example.org/workshop"

    # The archive of the list is imported in the admin, which says what became of every message.
    cora.press("link", "import it there")
    file = {"name": "2022-January.txt", "mimeType": "text/plain", "buffer": archive()}
    cora.page.set_input_files("#id_files", files=[file])
    cora.page.fill("#id_covers_until", "2022-02-28")
    cora.press("button", "Import")
    assert cora.says("Done: 2 of 3 messages counted.")
    assert cora.says("January 2022 to February 2022")
    assert cora.says("1: sent by a machine (automatic reply, report of delivery)")

    # Everybody reads two messages in January, none in February, and that nobody has looked at the months after.
    visitor.page.reload()
    row = visitor.page.locator(".grid-table tr").filter(has=visitor.page.get_by_text("Messages on the list"))
    cells = [cell.strip() for cell in row.first.locator("td").all_inner_texts()]
    assert [cell.split()[0] for cell in cells[:4]] == ["2", "0", "?", "?"]
    assert visitor.says("2 of 12 months measured")
