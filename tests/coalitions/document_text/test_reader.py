"""Files become lines, or a sentence that says why not."""

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalitions.document_text.reader import MAX_BYTES, MAX_UNPACKED_BYTES, DocumentError, Line, read_document
from tests.events.report_text.reports import saved


def read(text, filename="report.txt"):
    return [line for line in read_document(text.encode(), filename) if line.kind != "blank"]


def kinds(text, filename="report.txt"):
    return [(line.kind, line.depth, line.text) for line in read(text, filename)]


@pytest.mark.parametrize(
    "data",
    [
        "Café – “quoted”\n".encode(),
        "Café – “quoted”\n".encode("utf-8-sig"),
        "Café – “quoted”\n".encode("utf-16"),
        b"\xfe\xff" + "Café – “quoted”\n".encode("utf-16-be"),
        "Café – “quoted”\n".encode("cp1252"),
        "Café\u00a0–\u202f“quoted”\r\n".encode(),
    ],
)
def test_every_common_encoding_gives_the_same_line(data):
    assert read_document(data, "report.txt")[0] == Line(1, "text", "Café – “quoted”")


@pytest.mark.parametrize(
    ("data", "filename", "message"),
    [
        (b"text", "report.pdf", "Only files in plain text (.txt), Markdown (.md) or Word (.docx) can be read."),
        (b"text", "report", "Only files in plain text (.txt), Markdown (.md) or Word (.docx) can be read."),
        (b"", "report.txt", "This file is empty."),
        (b" \r\n ", "report.docx", "This file is empty."),
        (b"\xef\xbb\xbf\n---\n", "report.md", "This file holds no text."),
        (b"a" * (MAX_BYTES + 1), "report.txt", "This file is larger than 5 MB."),
        (b"word " * 100_001, "report.txt",
         "This file holds more than 500 000 characters, which is too many to be read."),
        (b"%PDF-1.7", "report.txt", "This file is named as a text but is a PDF."),
        (b"PK\x03\x04", "report.md", "This file is named as a text but is a Word document or an archive."),
        (b"text\0text", "report.txt",
         "This file is not a text: it holds binary data, or an encoding other than UTF-8."),
        (b"\xff\xfea", "report.txt",
         "This file is not a text: it holds binary data, or an encoding other than UTF-8."),
        (b"just text", "report.docx", "This file is named .docx but is not a Word document."),
        (b"\xd0\xcf\x11\xe0", "report.docx",
         "This is an old Word document or protected by a password; please save it as a plain .docx."),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_a_sentence(data, filename, message):
    with pytest.raises(DocumentError) as refusal:
        read_document(data, filename)
    assert str(refusal.value) == message


def make_zip(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_an_archive_that_is_no_document_is_refused():
    with pytest.raises(DocumentError, match="is not a Word document"):
        read_document(make_zip(notes="text"), "report.docx")


def test_a_damaged_document_is_refused():
    with pytest.raises(DocumentError, match="damaged"):
        read_document(make_zip(**{"word/document.xml": "<w:broken"}), "report.docx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = make_zip(**{"word/document.xml": b"\0" * (MAX_UNPACKED_BYTES + 1)})
    assert len(bomb) < MAX_BYTES
    with pytest.raises(DocumentError, match="more than 50 MB"):
        read_document(bomb, "report.docx")


def test_a_document_without_text_is_refused():
    with pytest.raises(DocumentError, match="holds no text"):
        read_document(saved(docx.Document()), "report.docx")


def test_line_numbers_are_those_of_an_editor_and_a_form_feed_is_a_gap():
    lines = read_document(b"one\r\ntwo\fthree\rfour", "report.txt")
    assert [(line.number, line.kind, line.text) for line in lines] == [
        (1, "text", "one"),
        (2, "text", "two"),
        (2, "blank", ""),
        (2, "text", "three"),
        (3, "text", "four"),
    ]


@pytest.mark.parametrize("sign", ["-", "*", "+", "•", "–", "o", "•\t"])
def test_bullets_of_every_kind(sign):
    assert kinds(f"{sign} first\n  {sign} second\n{sign} third") == [
        ("bullet", 0, "first"),
        ("bullet", 1, "second"),
        ("bullet", 0, "third"),
    ]


def test_a_round_bullet_below_a_dot_is_nested_without_indentation():
    assert kinds("• one\no two\no three\n• four") == [
        ("bullet", 0, "one"),
        ("bullet", 1, "two"),
        ("bullet", 1, "three"),
        ("bullet", 0, "four"),
    ]


def test_headings_by_mark_by_underline_and_in_bold():
    text = "# One #\n\nTwo\n===\n\n**Three**\n\n**A whole sentence in bold is none.**"
    assert kinds(text) == [
        ("heading", 0, "One"),
        ("heading", 0, "Two"),
        ("heading", 0, "Three"),
        ("text", 0, "A whole sentence in bold is none."),
    ]


@pytest.mark.parametrize(
    "table",
    ["| Given | Family |\n|---|:-:|\n| Ada | **de** Vries |", "Given | Family\n--- | ---\nAda | **de** Vries"],
)
def test_tables_become_rows(table):
    assert [(line.kind, line.cells) for line in read(table)] == [
        ("row", ("Given", "Family")),
        ("row", ("Ada", "<b>de</b> Vries")),
    ]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**b** *i* __b__ _i_ ***both***", "<b>b</b> <i>i</i> <b>b</b> <i>i</i> <b><i>both</i></b>"),
        ("2*3*4, snake_case_name, 5 * 3", "2*3*4, snake_case_name, 5 * 3"),
        ("**open", "**open"),
        ("**a *b** c*", "<b>a *b</b> c*"),
        ("<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"),
        ("[x](https://a.example/?a=1&b=2)", '<a href="https://a.example/?a=1&amp;b=2">x</a>'),
        ("[**x**](#) [y]()", "<a><b>x</b></a> <a>y</a>"),
        ("[x](javascript:alert(1))", "x (javascript:alert(1))"),
        ("[x](/page) [y](https://[)", "x (/page) y (https://[)"),
        ("[m](mailto:a@b.example)", '<a href="mailto:a@b.example">m</a>'),
        ("<https://a.example>", '<a href="https://a.example">https://a.example</a>'),
        ("See https://a.example/_x_y.", 'See <a href="https://a.example/_x_y">https://a.example/_x_y</a>.'),
        ("a\\*b", "a\\*b"),
    ],
)
def test_inline_markup_becomes_safe_html(source, html):
    assert read(source)[0].html == html


def test_backslashes_escape_in_markdown_only():
    assert read("1\\. a \\*b\\*", "report.md")[0].html == "1. a *b*"


def test_emphasis_and_links_may_run_over_line_ends():
    assert [line.html for line in read("So **some\ncoalitions** [said\nit](https://a.example).")] == [
        "So <b>some</b>",
        '<b>coalitions</b> <a href="https://a.example">said</a>',
        '<a href="https://a.example">it</a>.',
    ]


def test_a_document_becomes_the_same_kinds_of_lines():
    document = docx.Document()
    document.add_heading("Topic", level=2)
    document.add_paragraph().add_run("Bold title").bold = True
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("point", style="List Bullet")
    document.add_paragraph("sub", style="List Bullet 2")
    document.add_paragraph("line <one>\nline two")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ada", "Brightwater"
    document.add_table(rows=1, cols=1).cell(0, 0).text = "framed"
    lines = read_document(saved(document), "report.DOCX")
    assert [(line.kind, line.depth, line.html) for line in lines if line.kind != "blank"] == [
        ("heading", 0, "Topic"),
        ("heading", 0, "Bold title"),
        ("numbered", 0, "first"),
        ("bullet", 0, "point"),
        ("bullet", 1, "sub"),
        ("text", 0, "line &lt;one&gt;"),
        ("text", 0, "line two"),
        ("row", 0, "Ada | Brightwater"),
        ("text", 0, "framed"),
    ]


def test_footnotes_stand_at_the_end_as_text():
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    rel = f'<Relationship Id="r1" Type="{kind}/{{}}" Target="{{}}"/>'
    said = "<w:p><w:r><w:t>Said</w:t></w:r><w:r><w:footnoteReference w:id='7'/></w:r></w:p>"
    note = "<w:footnote w:id='7'><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>"
    data = make_zip(
        **{
            "_rels/.rels": rels.format(rel.format("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": rels.format(rel.format("footnotes", "footnotes.xml")),
            "word/document.xml": f"<w:document {word}><w:body>{said}</w:body></w:document>",
            "word/footnotes.xml": f"<w:footnotes {word}>{note}</w:footnotes>",
        }
    )
    lines = [line for line in read_document(data, "report.docx") if line.kind != "blank"]
    assert [(line.kind, line.html) for line in lines] == [("text", "Said[1]"), ("text", "[1] A note.")]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.docx"]))
def test_any_bytes_are_read_or_refused(data, filename):
    try:
        lines = read_document(data, filename)
    except DocumentError as refusal:
        assert str(refusal).endswith(".")
    else:
        assert [line.number for line in lines] == sorted(line.number for line in lines)
