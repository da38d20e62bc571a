"""Pieces of a report while they are put together: drafts of blocks, and the judgement of printed numbers."""

import re
from dataclasses import dataclass, field

from coalitions.document_text.inline import cut_start, join, plain, tidy
from coalitions.document_text.lines import Line

_N = r"[1-9][0-9]{0,2}"
PRINTED_NUMBER = re.compile(
    rf"\s*(?:(?P<dot>{_N})\.|(?P<half>{_N})\)|\((?P<round>{_N})\)|[¶§]\s?(?P<pilcrow>{_N})(?:[.:]|(?=\s)))"
    r"(?:\s+|(?=[^\W\d_]))(?=\S)"
)
MAX_SKIP = 10
_OPEN_END = re.compile(
    r"(?:a|an|and|as|at|be|between|but|by|for|from|her|his|in|including|into|is|its|nor|of|on|or|our|than|that|the|their"
    r"|this|to|via|was|were|which|with)"
)


@dataclass
class Draft:
    """A block or conclusion being collected.

    Parts are paragraphs (depth None) and list items (their nesting), each with the printed lines it is made of.
    """

    kind: str
    line: int
    number: int | None = None
    parts: list[tuple[int | None, list[str]]] = field(default_factory=list)

    def add(self, html: str, depth: int | None = None) -> "Draft":
        """Adds a paragraph, or with a depth a list item."""
        self.parts.append((depth, [tidy(html)]))
        return self

    def extend(self, html: str) -> None:
        """Goes on with the last part after a space."""
        self.parts[-1][1].append(tidy(html))

    @property
    def ends_in_item(self) -> bool:
        return bool(self.parts) and self.parts[-1][0] is not None

    @property
    def last_words(self) -> str:
        """The last printed line without markup."""
        return plain(self.parts[-1][1][-1]) if self.parts else ""

    @property
    def pieces(self) -> list[str]:
        """The inline HTML of each part."""
        return [join(lines) for _, lines in self.parts]

    @property
    def html(self) -> str:
        """The parts as ``<p>`` and nested ``<ul>``."""
        out, level = [], -1
        for (depth, _), html in zip(self.parts, self.pieces, strict=True):
            if depth is None:
                out.append("</li></ul>" * (level + 1) + f"<p>{html}</p>")
                level = -1
                continue
            depth = min(depth, level + 1)
            out.append("<ul>" if depth > level else "</li></ul>" * (level - depth) + "</li>")
            out.append(f"<li>{html}")
            level = depth
        return "".join(out) + "</li></ul>" * (level + 1)


def goes_on(draft: Draft | None, line: Line, gap: bool) -> bool:
    """Whether a line of text is the rest of what the draft ends with: wrapped, or torn off by a page break."""
    if draft is None or line.kind != "text" or not draft.parts:
        return False
    before, after = draft.last_words.rstrip("\"'”’)"), line.text.lstrip("\"'“‘( ")
    unfinished = before[-1:] not in (".", "!", "?", ":", ";")
    if draft.ends_in_item and line.depth and unfinished:
        return True
    if not gap and (not draft.ends_in_item or line.depth or unfinished):
        return True
    if after[:1].islower():
        return before[-1:] not in (":", ";")
    return before[-1:] in (",", "–", "—") or _OPEN_END.fullmatch(before.split(" ")[-1].lower()) is not None


@dataclass
class Numbering:
    """Follows the printed numbers and tells a paragraph's number from one that only stands at the start of a line."""

    last: int = 0
    style: str | None = None
    item: tuple[str, int] | None = None

    def judge(self, line: Line, *, gap: bool, fresh: bool, unfinished: bool) -> tuple[str, int, str] | None:
        """("paragraph" or "item", number, the html after it), or None where the number belongs to the sentence.

        ``gap``: a blank line stands before. ``fresh``: nothing but a heading does. ``unfinished``: the text before
        does not end a sentence.
        """
        if line.kind == "numbered":
            style, number, html = "auto", self.last + 1, line.html
            kind = "paragraph" if self.style in (None, "auto") else "item"
        elif line.kind == "text" and (found := PRINTED_NUMBER.match(line.text)):
            style = found.lastgroup
            number, html = int(found[style]), cut_start(line.html, found.end())
            wrapped = unfinished and not gap and not line.depth
            if number > self.last + MAX_SKIP or (wrapped and number != self.last + 1):
                return None
            kind = "item" if self._is_item(style, number, line, gap, fresh) else "paragraph"
        else:
            return None
        if kind == "item":
            self.item = style, number
            return kind, number, line.html
        self.last, self.style, self.item = number, self.style or style, None
        return kind, number, html

    def _is_item(self, style: str, number: int, line: Line, gap: bool, fresh: bool) -> bool:
        """Whether the number counts within a paragraph: "1) … 2) …" below "3."."""
        if self.style is None or fresh:
            return False
        is_next = number == self.last + 1
        if style != self.style:
            return not is_next or not gap or (bool(self.item) and self.item[0] == style)
        if is_next:
            return bool(line.depth) and self.item is not None
        return bool(line.depth) or number < self.last or self.item == (style, number - 1)
