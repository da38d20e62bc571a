"""A DOCX as lines: mammoth turns it into HTML, and a flat reading of that HTML gives the lines.

Headers, footers and comments of the document are not read: mammoth leaves them out.
"""

import io
import re
from html import escape
from html.parser import HTMLParser

import mammoth

from coalitions.document_text.inline import link_tags, split_lines, tidy
from coalitions.document_text.lines import DocumentError, Line, as_heading, plain_spaces, row

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
"""
INLINE_TAGS = {"strong": ("<b>", "</b>"), "b": ("<b>", "</b>"), "em": ("<i>", "</i>"), "i": ("<i>", "</i>")}


def lines_of_docx(data: bytes) -> list[Line]:
    """The lines of a DOCX, a blank one after each paragraph; DocumentError if it cannot be opened."""
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: {}),
        ).value
    except (
        Exception
    ) as error:  # a damaged document can fail anywhere in zip, XML or mammoth: to a person it is one thing
        raise DocumentError("This Word document is damaged and could not be opened.") from error
    reader = _FlatReader()
    reader.feed(html)
    reader.close()
    reader.flush("text")
    return reader.lines


class _FlatReader(HTMLParser):
    """Collects lines from mammoth's HTML, which is well formed and knows few tags."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.count = 0
        self.buffer: list[str] = []
        self.closers: list[str] = []
        self.lists: list[str] = []
        self.notes = 0
        self.in_note = False
        self.outer: list[list[Line]] = []  # what was being collected outside the open cells
        self.rows: list[list[list[Line]]] = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in INLINE_TAGS:
            self.buffer.append(INLINE_TAGS[tag][0])
        elif tag == "a":
            href = attrs.get("href")
            is_link = href is not None and not re.match("#.", href)  # "#name" is a place within the document
            before, after = link_tags(href) if is_link else ("", "")
            self.buffer.append(before)
            self.closers.append(after)
        elif tag == "br":
            self.buffer.append(" " if self.lists else "\n")
        elif tag == "img":
            self.buffer.append(escape(attrs.get("alt") or "", quote=False))
        elif tag in ("ul", "ol"):
            self.flush_item()
            self.lists.append(tag)
        elif tag == "li" and re.match("(?:foot|end)note-", attrs.get("id") or ""):
            self.in_note = True
            self.notes += 1
            self.buffer.append(f"[{self.notes}] ")
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.flush("text")
            self.outer.append(self.lines)
            self.lines = []

    def handle_endtag(self, tag):
        if tag in INLINE_TAGS:
            self.buffer.append(INLINE_TAGS[tag][1])
        elif tag == "a":
            self.buffer.append(self.closers.pop())
        elif tag in ("p", "li"):
            self.flush_item()
            self.in_note = self.in_note and tag != "li"
        elif tag in ("ul", "ol"):
            self.lists.pop()
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.flush("heading")
        elif tag in ("td", "th"):
            self.flush_item()
            self.rows[-1].append(self.lines)
            self.lines = self.outer.pop()
        elif tag == "tr":
            self.end_row(self.rows.pop())

    def handle_data(self, data):
        if self.in_note and data == "↑":  # mammoth's own way back from a note
            return
        self.buffer.append(escape(plain_spaces(data).replace("\n", " "), quote=False))

    def flush_item(self):
        """Ends a paragraph, which may stand in a list."""
        if not self.lists or self.in_note:
            self.flush("text")
        elif self.lists == ["ol"]:
            self.flush("numbered")
        else:
            self.flush("bullet", len(self.lists) - 1)

    def flush(self, kind: str, depth: int = 0):
        """Ends what was collected: one line, or several where the author broke it without ending the paragraph."""
        html, self.buffer = "".join(self.buffer), []
        pieces = [piece for piece in split_lines(html) if tidy(piece)] if kind == "text" else [html.replace("\n", " ")]
        if not any(tidy(piece) for piece in pieces):
            return
        self.count += 1
        found = [Line(self.count, kind, piece.strip(), depth) for piece in pieces]
        if len(found) == 1:
            found = [as_heading(found[0])]
        self.lines += [*found, Line(self.count, "blank")]

    def end_row(self, cells: list[list[Line]]):
        """A row of several cells is a row; a single cell is only a frame around what it holds."""
        if len(cells) == 1:
            self.lines += cells[0]
            return
        printed = [" ".join(line.html for line in cell if line.kind != "blank") for cell in cells]
        if any(printed):
            self.lines.append(row(self.count, printed))
