"""Drafts and their comments as readers get them: the page, the table, CSV, PDF, text, snapshots."""

import csv
import importlib.abc
import io
import sys

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coalitions.papers.services import link_source, take_snapshot
from tests.coalitions.papers.factories import (
    in_days,
    make_body,
    make_comment,
    make_draft,
    make_interview,
    make_paper,
    make_stage,
    numbered,
)
from tests.factories import make_secretariat_user

pytestmark = pytest.mark.django_db


def get(client, name, draft):
    return client.get(reverse(f"papers:{name}", args=[draft.pk]))


def test_a_paper_says_what_is_next(client):
    paper = make_paper(intro="<p>What it is.</p>")
    make_stage(paper, kind="survey", starts_at=in_days(-9), ends_at=in_days(-2))
    make_stage(paper, kind="summary", starts_at=in_days(-1), ends_at=in_days(3.5))
    make_stage(paper, kind="publication")
    page = client.get(paper.url).content.decode()
    assert "<strong>Next: Summary of input</strong>" in page
    assert [page.count(word) for word in ("3 days left", ">To be announced<", ">Closed<")] == [2, 1, 1]


def test_an_empty_paper(client):
    page = client.get(make_paper().url).content.decode()
    assert "The steps are not announced yet." in page
    assert "No document is published yet." in page


def test_discussions_show_public_points_and_never_notes(client):
    paper = make_paper()
    make_interview(paper, points="<p>Open point.</p>", notes="A secret.")
    make_interview(paper, points="<p>Held back.</p>", has_consent=False, notes="Another secret.")
    page = client.get(paper.url).content.decode()
    assert ["Open point." in page, "Held back." in page, "secret" in page] == [True, False, False]
    assert "With 2 of 2 coalitions (100 %)" in page


def test_a_draft_with_its_comments_and_what_changed(client):
    first = make_draft(None, "One.", "Two.", "Three.")
    one, two, _three = first.body.raw_data
    second = make_draft(
        first.get_parent(),
        number=2,
        previous=first,
        body=[one, {**two, "value": "<p>Two and a half.</p>"}, *make_body("Dissent:No.")],
    )
    make_comment(first, 1)
    comment = make_comment(second, 1, text="A & B")
    make_comment(second, 1, answers=comment, text="A reply.")
    make_comment(second, 0, state="pending", text="Not yet.")
    second.body = [*second.body.raw_data[:1], {**two, "value": "<p>Two and three quarters.</p>"}]
    second.save()
    page = client.get(second.url).content.decode()
    assert "1 changed, 0 new, 1 taken out, 1 as before" in page
    assert "Two<ins> and three quarters</ins>." in page
    assert ["A &amp; B" in page, "A reply." in page, "Not yet." in page] == [True, True, False]
    assert "The text has changed since." in page
    assert f'<a href="{first.url}#{comment.anchor}">1 comment on version 1</a>; the text has changed since' in page


def test_the_table_by_paragraph(client):
    draft = make_draft()
    make_comment(draft, 1, text="On the second.", is_late=True)
    accepted = make_comment(draft, 0, text="On the first.", disposition="partly", disposition_reason="Half of it.")
    make_comment(draft, 0, answers=accepted, text="A reply.")
    page = get(client, "responses", draft).content.decode()
    assert (
        page.index("On the first.") < page.index("A reply.") < page.index("Half of it.") < page.index("On the second.")
    )
    assert "Partly accepted <span>1</span>" in page
    assert "Not answered yet <span>1</span>" in page


def test_csv_runs_no_formula(client):
    draft = make_draft()
    make_comment(draft, text='=HYPERLINK("https://example.org")', name="+1", capacity="@cmd")
    response = get(client, "responses-csv", draft)
    [row] = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row["comment"], row["name"], row["capacity"], row["paragraph"], row["late"]) == (
        *('\'=HYPERLINK("https://example.org")', "'+1", "'@cmd", "1", "no"),
    )


@pytest.mark.parametrize("name", ["responses-pdf", "draft-pdf"])
def test_pdf_is_tagged_has_a_title_and_a_language(client, name):
    draft = make_draft(None, "Heading:Focus", "Coalitions are open.", "Dissent:We differ.")
    make_comment(draft, text="<script>alert(1)</script>")
    response = get(client, name, draft)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pdf = PdfReader(io.BytesIO(response.content))
    root = pdf.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], "/StructTreeRoot" in root) == (True, "en", True)
    assert draft.title in pdf.metadata.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data() or b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert "Coalitions are open." in words


@pytest.mark.parametrize("name", ["responses-pdf", "draft-pdf"])
def test_a_server_without_pango_says_so(client, monkeypatch, name):
    class NotThere(importlib.abc.MetaPathFinder):
        def find_spec(self, fullname, path, target=None):
            if fullname == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NotThere(), *sys.meta_path])
    draft = make_draft()
    response = get(client, name, draft)
    assert response.status_code == 503
    assert reverse("papers:draft-text", args=[draft.pk]) in response.content.decode()


def test_plain_text_holds_all_of_it(client):
    draft = make_draft(None, "Heading:Focus", "One <b>bold</b> word.", "Dissent:We differ.", "Note:A note.")
    lines = get(client, "draft-text", draft).content.decode().split("\n")
    assert [line for line in lines[3:] if line] == [
        *("FOCUS", "1. One bold word.", "    Dissenting view, Somebody:", "    We differ.", "A note."),
    ]


def test_a_draft_that_is_not_public_has_no_other_form_either(client):
    draft = make_draft(live=False)
    names = ("responses", "responses-csv", "responses-pdf", "draft-pdf", "draft-text", "comment-sent")
    assert [get(client, name, draft).status_code for name in names] == [404] * len(names)


def test_what_a_recommendation_rests_on_and_where_it_was_used(client):
    secretariat, paper = make_secretariat_user(), make_paper()
    summary = make_draft(paper, "Coalitions want a light form.")
    discussion = make_interview(paper)
    comment = make_comment(summary)
    draft = make_draft(paper, "Recommend:A light form.", number=2)
    anchor = numbered(draft)[0].anchor
    for address in (
        f"{summary.url}#{numbered(summary)[0].anchor}",
        f"{paper.url}#{discussion.anchor}",
        f"https://example.org{summary.url}#{comment.own_anchor}",
    ):
        link_source(draft, anchor, address, by=secretariat)
        link_source(draft, anchor, address, by=secretariat)
    page = client.get(draft.url).content.decode()
    assert [page.count(kind) for kind in ("<li>Finding:", "<li>1:1 discussion:", "<li>Comment:")] == [1, 1, 1]
    use = f'<a href="{draft.url}#{anchor}">{draft.title}, version 2, para 1</a>'
    assert [client.get(path).content.decode().count(use) for path in (summary.url, paper.url)] == [2, 1]
    assert get(client, "responses", summary).content.decode().count(use) == 1


def test_a_snapshot_is_for_whoever_has_its_address(client):
    draft = make_draft()
    make_comment(draft, text="<b>x</b>")
    snapshot = take_snapshot(draft, as_of=timezone.now(), by=make_secretariat_user())
    response = client.get(reverse("papers:snapshot", args=[snapshot.key]))
    page = response.content.decode()
    assert (response["X-Robots-Tag"], "&lt;b&gt;x&lt;/b&gt;" in page) == ("noindex", True)
    assert client.get(reverse("papers:snapshot", args=["x" * 32])).status_code == 404


def test_the_deadlines_of_a_paper(client):
    paper = make_paper()
    make_stage(paper, ends_at=in_days(3), title="Review, with\r\nX-EVIL:1")
    make_stage(paper, ends_at=in_days(4), is_skipped=True)
    make_stage(paper)
    make_draft(paper, title="Advanced draft")
    text = client.get(reverse("papers:deadlines", args=[paper.pk])).content.decode()
    assert (text.count("BEGIN:VEVENT"), "\r\nX-EVIL" in text) == (2, False)
    assert "SUMMARY:Deadline: comments on Advanced draft\\, version 1" in text
    assert client.get("/calendars/deadlines.ics").content.decode().count("BEGIN:VEVENT") == 2


def test_a_long_table_has_pages_and_its_files_hold_all(client):
    draft = make_draft(None, "Coalitions are open.")
    for number in range(101):
        make_comment(draft, text=f"Remark {number:03}.")
    address = reverse("papers:responses", args=[draft.pk])
    pages = [client.get(f"{address}?page={page}").content.decode() for page in (1, 2)]
    assert [page.count('<tr id="row-') for page in pages] == [100, 1]
    assert ["101 comments, by paragraph" in page for page in pages] == [True, True]
    assert len(list(csv.reader(io.StringIO(get(client, "responses-csv", draft).content.decode("utf-8-sig"))))) == 102
