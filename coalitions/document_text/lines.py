"""A document as numbered lines, and how plain text and Markdown become them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from coalitions.document_text.inline import from_markdown, plain, split_lines, tidy

LineKind = Literal["heading", "bullet", "numbered", "row", "text", "blank"]

BULLET = re.compile(r"(?:[-*+·–—o]\s+|[•◦▪‣●○■□]\s*)(?=\S)")
SUB_BULLETS = "o◦▪○"
RULE = re.compile(r"[-=_*+|:\s]+$")
HEADING_MARK = re.compile(r"#{1,6}\s+(?=\S)")
QUOTE_MARK = re.compile(r"(?:>\s?)+")
LINE_END = re.compile(r"\r\n|\n|\r")
ODD_SPACES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SOFT_END = re.compile(r"\f|[\v\x85\u2028\u2029]")


class DocumentError(ValueError):
    """A file that cannot be read; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Line:
    """One line of a document.

    ``number`` is the line of a text file, or the paragraph of a DOCX, counted from 1. ``html`` is inline HTML in the
    closed language of ``inline``. ``depth`` is the nesting of a bullet (0 outermost), or 1 for indented text.
    ``cells`` are the cells of a row, as inline HTML. A ``numbered`` line is one whose number the word processor keeps,
    so that it is not among its words; a number that was typed is left in a ``text`` line for the parser to judge.
    """

    number: int
    kind: LineKind
    html: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words without markup, tabs and spaces as printed."""
        return plain(self.html)


def plain_spaces(text: str) -> str:
    """The text with an ordinary space for each no-break, typographic or control character."""
    return ODD_SPACES.sub(" ", text)


def lines_of_text(text: str, *, escapes: bool = False) -> list[Line]:
    """The lines of a plain text or Markdown document; ``escapes`` as in ``inline.from_markdown``."""
    return list(_rendered(list(_classified(plain_spaces(text))), escapes))


def row(number: int, cells: list[str]) -> Line:
    """A table's row; its ``html`` shows the cells with bars between."""
    cells = [tidy(cell) for cell in cells]
    return Line(number, "row", " | ".join(filter(None, cells)), cells=tuple(cells))


def as_heading(line: Line) -> Line:
    """The line as a heading if it is short and all in bold: how headings look where nobody used a style."""
    bold = re.fullmatch(r"<b>((?:(?!</?b>).)*)</b>", tidy(line.html))
    if line.kind == "text" and bold and looks_like_heading(plain(bold[1]).rstrip(":")):
        return replace(line, kind="heading", html=bold[1])
    return line


def looks_like_heading(text: str) -> bool:
    """Whether words alone could be a heading: few, beginning with a capital, not ending as a sentence does."""
    text = text.strip()
    return (
        0 < len(text) <= 90
        and len(text.split()) <= 12
        and (text[0].isupper() or text[0].isdigit())
        and text[-1] not in ".,;:"
    )


def _physical(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines as an editor counts them; a form feed inside one counts as a blank line with the same number."""
    for number, raw in enumerate(LINE_END.split(text), start=1):
        for page, part in enumerate(raw.split("\f")):
            if page:
                yield number, ""
            for piece in SOFT_END.split(part):
                yield number, piece


def _classified(text: str) -> Iterator[Line]:
    """Lines with their kind and depth; ``html`` and ``cells`` still hold the source, without its structural marks."""
    bullets: list[tuple[int, bool]] = []
    previous = Line(0, "blank")
    held: Line | None = None  # the line before, kept back because an underline or a table's rule may follow it
    in_table = False
    for number, raw in _physical(text):
        source = QUOTE_MARK.sub("", raw.strip(), count=1) if raw.lstrip().startswith(">") else raw.strip()
        indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
        bullet = BULLET.match(source)
        if not source or RULE.fullmatch(source):
            line = Line(number, "blank")
            if held and held.kind == "text":
                underlined = len(source) >= 3 and not source.strip("=-") and previous.kind == "blank"
                if underlined and looks_like_heading(held.html):
                    held = replace(held, kind="heading")
                elif "|" in source and "|" in held.html:
                    held = replace(held, kind="row", cells=_pipe_cells(held.html))
            in_table = bool(source) and "|" in source
        elif (source.startswith("|") and source.count("|") > 1) or (in_table and "|" in source):
            line = Line(number, "row", source, cells=_pipe_cells(source))
        elif mark := HEADING_MARK.match(source):
            line = Line(number, "heading", source[mark.end() :].rstrip("#").rstrip() or source)
        elif bullet:
            line = Line(number, "bullet", source[bullet.end() :], _depth(bullets, indent, bullet[0][0] in SUB_BULLETS))
        else:
            line = Line(number, "text", source, depth=int(indent > 1))
        after_gap = held is None or held.kind == "blank"
        if line.kind == "heading" or (line.kind == "text" and not line.depth and after_gap):
            bullets.clear()
        if held:
            yield held
            previous = held
        held = line
    if held:
        yield held


def _pipe_cells(source: str) -> tuple[str, ...]:
    inner = source.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))


def _depth(bullets: list[tuple[int, bool]], indent: int, sub: bool) -> int:
    """The nesting of a bullet among the open ones (indent, whether its sign is one for sub-items)."""
    while bullets and (indent < bullets[-1][0] or (indent == bullets[-1][0] and bullets[-1][1] and not sub)):
        bullets.pop()
    if not bullets or indent > bullets[-1][0] or (sub and not bullets[-1][1]):
        bullets.append((indent, sub))
    return len(bullets) - 1


def _rendered(lines: list[Line], escapes: bool) -> Iterator[Line]:
    """Renders inline markup over runs of lines, because emphasis and links may be wrapped across line ends."""
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.kind == "blank":
            yield line
            position += 1
        elif line.kind == "row":
            yield row(line.number, [from_markdown(cell, escapes=escapes) for cell in line.cells])
            position += 1
        else:
            end = _run_end(lines, position)
            printed = [each.html for each in lines[position:end] if each.kind != "blank"]
            html = split_lines(from_markdown("\n".join(printed), escapes=escapes))
            for each in lines[position:end]:
                done = each if each.kind == "blank" else replace(each, html=next(html))
                yield as_heading(done) if len(printed) == 1 else done
            position = end


def _run_end(lines: list[Line], start: int) -> int:
    """Where the run of text that begins at ``start`` ends: at other lines, or at a gap that no lower case follows."""
    end = position = start + 1
    if lines[start].kind == "heading":
        return end
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if line.kind == "text" and (position == end or line.html[0].islower()):
            end = position + 1
        elif line.kind != "blank":
            break
    return end
