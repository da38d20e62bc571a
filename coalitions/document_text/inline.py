"""Inline markup of a document's words, as small safe HTML.

The language is closed: escaped text, ``<b>``, ``<i>``, ``<a href="…">`` with an http, https or mailto address, and
``<a>`` for a link that was printed without a target. The readers write it; the parser only cuts, joins and counts.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import urlsplit

TAG = re.compile(r"</?[a-z][^>]*>")
_ATOM = re.compile(r"(?P<tag></?[a-z][^>]*>)|&[^;]{1,8};|.", re.DOTALL)
_MARKS = {
    "*": ("<i>", "</i>"),
    "**": ("<b>", "</b>"),
    "***": ("<b><i>", "</i></b>"),
}
_TOKEN = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | \[(?P<label>[^\[\]]*)\]\((?P<target>(?:[^()\s]|\([^()\s]*\)){0,2000})\)
    | <(?P<bracketed>(?:https?://|mailto:)[^\s<>]+)>
    | (?P<bare>https?://[^\s<>"|]*[^\s<>"|.,;:!?()\[\]*_'’”])
    | (?P<mark>(?<!\*)\*{1,3}(?!\*) | (?<!_)_{1,3}(?!_))
    """,
    re.VERBOSE,
)


def from_markdown(source: str, *, escapes: bool = False, links: bool = True) -> str:
    """Inline Markdown as safe HTML: emphasis, links, bare addresses.

    ``escapes`` honours backslash escapes (Markdown files; a plain text keeps its backslashes). Marks without a partner
    stay as they were printed. Runs in time linear in the text.
    """
    out: list[str] = []
    opened: dict[str, int] = {}
    position = 0
    for token in _TOKEN.finditer(source):
        out.append(escape(source[position : token.start()], quote=False))
        position = token.end()
        printed = escape(token[0], quote=False)
        if token["escaped"]:
            out.append(escape(token["escaped"], quote=False) if escapes else printed)
        elif token["mark"]:
            _place_mark(token, source, out, opened)
        elif not links:
            out.append(printed)
        elif token["target"] is not None:
            before, after = link_tags(token["target"])
            label = token["label"] if token["label"].strip() else token["target"]
            out.append(before + from_markdown(label, escapes=escapes, links=False) + after)
        else:
            target = token["bracketed"] or token["bare"]
            before, after = link_tags(target)
            out.append(before + escape(target.removeprefix("mailto:"), quote=False) + after if before else printed)
    out.append(escape(source[position:], quote=False))
    return "".join(out)


def _place_mark(token: re.Match, source: str, out: list[str], opened: dict[str, int]) -> None:
    """Puts an emphasis mark: it closes its open partner, or waits for one, or stays what it is."""
    mark, before, after = (
        token[0],
        source[max(token.start() - 1, 0) : token.start()],
        source[token.end() : token.end() + 1],
    )
    closes = mark in opened and before and not before.isspace() and not after.isalnum()
    if closes:
        start, end = _MARKS[mark.replace("_", "*")]
        out[opened[mark]] = start
        out.append(end)
        for inner in list(opened)[list(opened).index(mark) :]:
            del opened[inner]
        return
    if mark not in opened and after and not after.isspace() and not before.isalnum():
        opened[mark] = len(out)
    out.append(mark)


def link_tags(target: str) -> tuple[str, str]:
    """What to print before and after a link's words; a target that may not be linked is printed in brackets."""
    target = target.strip()
    if target in ("", "#"):
        return "<a>", "</a>"
    if _may_link(target):
        return f'<a href="{escape(target)}">', "</a>"
    return "", f" ({escape(target, quote=False)})"


def _may_link(target: str) -> bool:
    if re.search(r"[\s<>\"\\]", target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def plain(html: str) -> str:
    """The words of inline HTML without markup."""
    return unescape(TAG.sub("", html))


def tidy(html: str) -> str:
    """Inline HTML with single spaces, and without tags that hold nothing."""
    html = " ".join(html.split())
    return re.sub(r"<(b|i|a)(?: [^>]*)?>(\s*)</\1>", r"\2", html).strip()


def cut_start(html: str, length: int) -> str:
    """Inline HTML without its first ``length`` visible characters; the tags stay in balance."""
    kept, position = [], 0
    for atom in _ATOM.finditer(html):
        if atom["tag"]:
            kept.append(atom[0])
        elif length:
            length -= 1
        else:
            position = atom.start()
            break
    else:
        position = len(html)
    return tidy("".join(kept) + html[position:])


def join(pieces: list[str]) -> str:
    """Pieces of one sentence with a space between; emphasis that was broken in two is one again."""
    return re.sub(r"</(b|i)> <\1>", " ", " ".join(pieces))


def split_lines(html: str) -> Iterator[str]:
    """Inline HTML cut at its newlines; a tag open at the cut is closed before and opened again after it."""
    opened: list[str] = []
    for line in html.split("\n"):
        start = "".join(opened)
        for tag in TAG.findall(line):
            if tag.startswith("</"):
                opened.pop()
            else:
                opened.append(tag)
        yield start + line + "".join(f"</{tag[1]}>" for tag in reversed(opened))


def without_empty_links(html: str) -> tuple[str, int]:
    """The HTML with ``<a>`` unwrapped, and how many there were."""
    return re.subn(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)
