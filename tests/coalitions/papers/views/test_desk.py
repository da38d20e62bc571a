"""The Secretariat's desk: steps by form, the import of a text, what paragraphs rest on, versions."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coalitions.papers.models import DraftSnapshot, PaperDraftPage, ParagraphComment, TraceLink
from tests.coalitions.papers.factories import in_days, make_comment, make_draft, make_paper, make_stage, numbered
from tests.factories import make_secretariat_user, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_secretariat_user())
    return client


def address(name, *arguments):
    return reverse(f"papers_admin:{name}", args=arguments)


def a_document():
    document = docx.Document()
    document.add_heading("Focus", 1)
    document.add_paragraph("Coalitions are open.")
    document.add_paragraph("First point", style="List Bullet")
    document.add_paragraph("They meet <often>.")
    file = io.BytesIO()
    document.save(file)
    return SimpleUploadedFile("draft.docx", file.getvalue())


def test_a_word_document_is_previewed_then_put_into_the_draft(desk):
    draft = make_draft()
    ids = [part.block.id for part in numbered(draft)]
    preview = desk.post(address("draft-import", draft.pk), {"file": a_document()})
    assert preview.status_code == 200
    assert "1 paragraph as before" not in preview.content.decode()
    assert [part.number for part in preview.context["parts"]] == ["", "1", "2"]
    assert PaperDraftPage.objects.get(pk=draft.pk).get_latest_revision() is None
    desk.post(address("draft-import", draft.pk), {"token": preview.context["token"]})
    page = PaperDraftPage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert [(block.block_type, str(getattr(block.value, "source", block.value))) for block in page.body] == [
        ("heading", "Focus"),
        ("paragraph", "<p>Coalitions are open.</p><ul><li>First point</li></ul>"),
        ("paragraph", "<p>They meet &lt;often&gt;.</p>"),
    ]
    assert [part.block.id for part in numbered(page)] == ids


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("draft.pdf", b"%PDF", "Only files in plain text"),
        ("draft.docx", b"nothing", "is not a Word document"),
        ("draft.txt", b"", "The submitted file is empty."),
        ("draft.txt", b"A\n\n" * 2_100, "more than 2,000 paragraphs"),
    ],
)
def test_what_cannot_be_read_is_refused(desk, name, data, said):
    response = desk.post(address("draft-import", make_draft().pk), {"file": SimpleUploadedFile(name, data)})
    assert (response.status_code, said in response.content.decode()) == (422, True)


def test_a_token_of_somebody_else_is_refused(desk):
    draft = make_draft()
    response = desk.post(address("draft-import", draft.pk), {"token": "x"})
    assert response["Location"] == address("draft-import", draft.pk)


def test_publish_reject_and_answer(desk):
    comment = make_comment(state="pending")
    desk.post(address("comment-step", comment.pk, "publish"))
    response = desk.post(address("dispose", comment.pk), {"disposition": "not-accepted", "reason": ""})
    assert (response.status_code, "Give a reason" in response.content.decode()) == (422, True)
    desk.post(address("dispose", comment.pk), {"disposition": "not-accepted", "reason": "No."})
    comment.refresh_from_db()
    assert (comment.state, comment.disposition, comment.disposition_reason) == ("published", "not-accepted", "No.")
    desk.post(address("comment-step", comment.pk, "reject"), {"reason": "Spam."})
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("rejected", "Spam.")
    assert desk.get(address("comment-step", comment.pk, "reject")).status_code == 302
    assert desk.get(address("comment-step", comment.pk, "confirm")).status_code == 404
    assert desk.get(address("dispose", comment.pk)).status_code == 404


def test_enter_extend_version_snapshot_and_move(desk):
    draft = make_draft()
    entered = {
        "paragraph": numbered(draft)[1].anchor,
        "text": "By mail.",
        "name": "Ada",
        "capacity": "",
        "coalition": "",
        "email": "",
        "source": "email",
        "received_at": "2021-11-03T09:12",
    }
    assert desk.post(address("draft-enter", draft.pk), entered).status_code == 302
    assert (ParagraphComment.objects.get().number, ParagraphComment.objects.get().source) == ("2", "email")
    moved = {"to": f"{in_days(20):%Y-%m-%dT%H:%M}", "reason": "More time."}
    assert desk.post(address("draft-extend", draft.pk), moved).status_code == 302
    assert desk.post(address("draft-extend", draft.pk), {**moved, "to": "2021-01-01T00:00"}).status_code == 422
    stage = make_stage(draft.get_parent().specific, ends_at=in_days(2))
    assert desk.post(address("stage-move", stage.pk), moved).status_code == 302
    named = {"kind": "final", "title": "The paper", "label": "", "change_note": ""}
    response = desk.post(address("draft-version", draft.pk), named)
    version = PaperDraftPage.objects.get(previous=draft)
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[version.pk])
    assert desk.post(address("draft-snapshot", draft.pk), {"as_of": "2030-01-01T00:00"}).status_code == 422
    now = f"{in_days(0):%Y-%m-%dT%H:%M}"
    assert desk.post(address("draft-snapshot", draft.pk), {"as_of": now, "note": ""}).status_code == 302
    assert DraftSnapshot.objects.count() == 1
    page = desk.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert "More time." in page


def test_what_a_paragraph_rests_on(desk):
    paper = make_paper()
    summary, draft = make_draft(paper), make_draft(paper, number=2)
    anchor = numbered(draft)[0].anchor
    link = {"paragraph": anchor, "address": f"{summary.url}#{numbered(summary)[0].anchor}", "note": "See."}
    assert desk.post(address("sources", draft.pk), link).status_code == 302
    for wrong in ("/nowhere/#p-1", f"{draft.url}#{anchor}", "https://example.org/", f"{summary.url}#p-zzzzzzzzzz"):
        response = desk.post(address("sources", draft.pk), {**link, "address": wrong})
        assert response.status_code == 422
    [found] = TraceLink.objects.all()
    assert "See." in desk.get(address("sources", draft.pk)).content.decode()
    desk.post(address("unlink", found.pk))
    assert TraceLink.objects.count() == 0


def test_everybody_else_is_refused(client):
    comment = make_comment(state="pending")
    client.force_login(make_user())
    for name in ("draft-enter", "draft-extend", "draft-version", "draft-snapshot", "draft-import", "sources"):
        assert client.post(address(name, comment.draft_id)).status_code == 302
    client.post(address("comment-step", comment.pk, "publish"))
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_a_draft_with_comments_is_not_deleted(desk):
    comment = make_comment()
    response = desk.post(reverse("wagtailadmin_pages:delete", args=[comment.draft_id]))
    assert (response.status_code, ParagraphComment.objects.count()) == (302, 1)
    assert PaperDraftPage.objects.count() == 1
