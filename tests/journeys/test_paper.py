"""A comment's whole way in a browser: three ways of using one, the same story."""

import pytest

from coalitions.models import Notice
from coalitions.papers.enums import CommentState
from coalitions.papers.models import PaperDraftPage, ParagraphComment
from tests.coalitions.papers.factories import numbered
from tests.journeys.people import HANDS, Person

TEXT = "Sample data: say who reads the reports."


@pytest.fixture
def reader(visit):
    """`reader(hands)` is a visitor, and the Secretariat, whose CMS needs a script."""

    def arrive(hands):
        options = {"java_script_enabled": False} if hands == "no script" else {}
        sam = Person(visit(), "keyboard" if hands == "keyboard" else "mouse")
        sam.sign_in("secretariat", "/admin/")
        return Person(visit(**options), hands), sam

    return arrive


def write(reader, draft, anchor, hands):
    """Writes the comment: in place where there is a script, on a page of its own where there is none."""
    has_script = hands != "no script"
    reader.page.goto(draft.url)
    (reader.use if not has_script else reader.touch)(reader.page.locator(f"#{anchor} [data-comment-here]").last)
    reader.page.get_by_role("textbox", name="Your comment").fill(TEXT)
    reader.page.get_by_label("Name", exact=True).fill("Nora Sample")
    reader.page.get_by_label("E-mail address").fill("nora@example.org")
    reader.page.wait_for_timeout(2_100)  # a form that comes back quicker than a person types is refused
    (reader.use if not has_script else reader.touch)(reader.page.get_by_role("button", name="Send", exact=True))
    reader.page.get_by_role("heading", name="Please look into your mailbox").wait_for()


@pytest.mark.parametrize("hands", HANDS)
def test_from_a_comment_to_the_next_version(sample_site, reader, hands):
    nora, sam = reader(hands)
    draft = PaperDraftPage.objects.live().taking_comments().get()
    part = next(part for part in numbered(draft) if part.kind == "recommendation")
    write(nora, draft, part.anchor, hands)

    # Nobody reads it before the link in the mail was used.
    comment = ParagraphComment.objects.get(text=TEXT)
    assert comment.state == CommentState.UNCONFIRMED
    mail = Notice.objects.get(address="nora@example.org")
    nora.page.goto("/papers/comments/" + mail.text.partition("/papers/comments/")[2].split()[0])
    nora.press("button", "Send it to the Secretariat")
    assert nora.says("Thank you for your comment")

    # The Secretariat publishes it and says what became of it.
    sam.page.goto(f"/admin/papers/paragraphcomment/inspect/{comment.pk}/")
    sam.use(sam.page.get_by_role("link", name="Publish", exact=True))
    sam.press("button", "Publish")
    sam.use(sam.page.get_by_role("link", name="Answer it", exact=True))
    sam.page.get_by_label("Partly accepted").check()
    sam.page.fill("#id_reason", "Sample data: the preface says it.")
    sam.press("button", "Answer")
    nora.page.goto(draft.url)
    assert nora.page.locator(f"#{comment.own_anchor}").get_by_text("Partly accepted").is_visible()

    # A new version; the comment stays on the old one and is led on to.
    sam.page.goto(f"/admin/papers/drafts/{draft.pk}/version/")
    sam.press("button", "Make a new version")
    version = PaperDraftPage.objects.get(previous=draft)
    version.body = [
        {**block, "value": "<p>Sample data: other words.</p>"} if block["id"] == part.block.id else block
        for block in version.body.raw_data
    ]
    version.save_revision().publish()
    version = PaperDraftPage.objects.get(pk=version.pk)
    nora.page.goto(version.url)
    paragraph = nora.page.locator(f"#{part.anchor}")
    assert "on version 3, after consultation; the text has changed since" in paragraph.inner_text()
    assert nora.page.locator(f"#{comment.own_anchor}").count() == 0

    # The table holds it with its answer.
    nora.page.goto(f"/papers/drafts/{draft.pk}/comments/")
    row = nora.page.locator(f"#row-{comment.pk}")
    assert "Sample data: the preface says it." in row.inner_text()
    assert "Nora Sample" in row.inner_text()
