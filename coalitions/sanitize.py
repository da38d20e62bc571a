"""Everything the public types passes here on the way in. The only file that imports bleach and nh3.

Each `clean_…` function is idempotent: what it returned once, it returns again unchanged.
What cannot be accepted raises `SanitizeError`, whose text is a sentence for the person who typed it.
"""

import html
import re
import unicodedata
from collections import Counter
from functools import partial
from urllib.parse import urlsplit

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner

RICH_TAGS = frozenset({"p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "a", "h3", "h4", "blockquote", "code"})
INLINE_TAGS = frozenset({"b", "i", "a"})
FOREIGN_REL = "nofollow ugc noopener"

MAX_TEXT = 20_000  # characters a reader sees
MAX_PAGE = 2_000_000  # of markup that is only read, not stored
MAX_LINE = 255
MAX_URL = 2_000
MAX_ADDRESS = 254
MAX_NESTING = 100
MAX_TAGS = 10_000
MARKUP_PER_TEXT = 10  # what is typed may be this many times as long as what is left of it for a reader to see

_SCHEMES = {"http", "https", "mailto"}
_UNSEEN_CONTENT = {"script", "style", "title", "template", "noscript", "iframe", "svg", "math"}
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_BLOCK_TAG = re.compile(rf"</?({_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][^\s/>]*)", re.IGNORECASE)
_UNNESTED = {"area", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "source", "td", "th", "tr"}
_BARE_URL = re.compile(r"(?<![\w@./])(?:https?://|www\.)[^\s<>\"']{3,2000}", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
_ADDRESS = re.compile(
    r"(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"
)
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)

# Characters nobody sees and only attackers need: controls, text-direction overrides, half characters,
# non-characters and "tag" characters. Joiners stay, Persian and Hindi need them; so do single direction marks.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# bleach's linker would undo one level of "&amp;lt;": while it works this non-character stands for "&amp;".
_AMPERSAND = "\ufdd0"
_ESCAPED_IN_URL = {ord(char): f"%{ord(char):02X}" for char in "\"'<>`{}|^"}
_FORMULA = re.compile(r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


class SanitizeError(ValueError):
    """Input that is refused; `str(error)` is a sentence for people."""


def clean_text(value: str | None, *, max_length: int = MAX_TEXT) -> str:
    """Plain text of several lines, as typed: `<` stays `<`, to be escaped where it is shown.

    Unseen control and direction characters go, newlines become `\\n`, Unicode its composed form (NFC).
    Raises SanitizeError above `max_length` characters.
    """
    return _capped(_tidy(_capped(value or "", max_length, MARKUP_PER_TEXT)).strip(), max_length)


def clean_line(value: str | None, *, max_length: int = MAX_LINE) -> str:
    """Plain text on one line: as `clean_text`, every run of white space one space."""
    return _capped(header_safe(_capped(value or "", max_length, MARKUP_PER_TEXT)), max_length)


def clean_html(value: str | None, *, max_length: int = MAX_TEXT) -> str:
    """Safe rich text: the tags of RICH_TAGS, links to http, https and mailto, bare web addresses linked.

    The value is HTML; plain text that may hold a `<` is escaped by the caller first.
    `max_length` counts the characters a reader sees. Raises SanitizeError for text that is too long, nested too
    deeply or has too many tags; everything else that is not allowed is taken out and its text kept.
    """
    return _clean_markup(value or "", RICH_TAGS, max_length)


def clean_inline(value: str | None, *, max_length: int = MAX_TEXT) -> str:
    """Safe markup inside a paragraph: the tags of INLINE_TAGS only; otherwise as `clean_html`."""
    return _clean_markup(value or "", INLINE_TAGS, max_length)


def clean_url(value: str | None) -> str:
    """The http or https address, or "" for anything else.

    Anything else is: another or no scheme, no host, a user name or password, a bad port, white space, unseen
    characters or backslashes inside, more than MAX_URL characters. Quotes and angle brackets come back escaped.
    """
    url = unicodedata.normalize("NFC", (value or "")[: MAX_URL + 1].strip()).translate(_ESCAPED_IN_URL)
    if len(url) > MAX_URL or "\\" in url or any(unicodedata.category(char)[0] in "CZ" for char in url):
        return ""
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port != 0
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not port_is_fine:
        return ""
    host = parts.netloc.removesuffix(f":{parts.port}").removesuffix(":")
    return url if _HOST.fullmatch(host) else ""


def clean_address(value: str | None) -> str:
    """One e-mail address in its one spelling (small letters, the host in ASCII), or "" for anything else."""
    text = unicodedata.normalize("NFKC", (value or "")[: MAX_LINE + 1].strip()).lower()
    local, at, host = text.rpartition("@")
    try:
        address = f"{local}{at}{host.encode('idna').decode()}"
    except UnicodeError:
        return ""
    return address if len(address) <= MAX_ADDRESS and _ADDRESS.fullmatch(address) else ""


def spreadsheet_safe(value):
    """The value for a cell of CSV or XLSX: text that a spreadsheet would run as a formula gets a leading `'`.

    Text also loses its control characters, which XLSX cannot hold. What is not text comes back untouched.
    """
    if not isinstance(value, str):
        return value
    text = _tidy(value)
    return f"'{text}" if _FORMULA.match(text) else text


def from_spreadsheet(text: str) -> str:
    """Undo `spreadsheet_safe`, so that what was exported can be imported again unchanged.

    The one text that does not survive is one that itself began with `'` and a formula.
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def header_safe(value: str | None) -> str:
    """The text on one line, for a mail header or an iCalendar property: no line break can be smuggled in."""
    return " ".join(_tidy(value or "").split())


def plain_text(markup: str | None) -> str:
    """What a reader sees of HTML: tags off, entities decoded, a new line for each block.

    The result is text, not HTML: escape it where it is shown. Raises SanitizeError for markup as large or as deep
    as no page of ours has.
    """
    markup = _tidy(_capped(markup or "", MAX_PAGE))
    _refuse_deep_nesting(markup)
    return _seen(_only(_spaced_blocks(markup, frozenset()), RICH_TAGS | {"div", "tr"}))


def _capped(text: str, max_length: int, allowance: int = 1) -> str:
    if len(text) > max_length * allowance:
        raise SanitizeError(f"This text is too long: at most {max_length:,} characters, please.")
    return text


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _NEWLINES.sub("\n", text)))


def _clean_markup(value: str, tags: frozenset[str], max_length: int) -> str:
    # Two parsers rarely agree at once about broken markup: repeat until nothing changes any more.
    for _attempt in range(8):
        cleaned = _clean_once(value, tags, max_length)
        if cleaned == value:
            return cleaned
        value = cleaned
    raise SanitizeError("The formatting of this text is broken. Please remove it and try again.")


def _clean_once(value: str, tags: frozenset[str], max_length: int) -> str:
    # The limits come before bleach, which needs seconds for thousands of nested tags or of attributes.
    markup = _tidy(_capped(value, max_length, MARKUP_PER_TEXT)).strip()
    _refuse_deep_nesting(markup)
    markup = _only(_spaced_blocks(markup, tags), tags)
    _refuse_deep_nesting(markup)
    if markup.count("<") > MAX_TAGS:
        raise SanitizeError("This text has too much formatting. Please remove some of it.")
    _capped(_seen(markup), max_length)

    # Made anew for each text: bleach's parser keeps state and may not be shared between threads.
    linker = partial(LinkifyFilter, callbacks=[_check_link], skip_tags={"code"}, url_re=_BARE_URL)
    cleaner = Cleaner(tags=tags, attributes={"a": ["href"]}, protocols=_SCHEMES, strip=True, filters=[linker])
    bleached = cleaner.clean(markup.replace("&amp;", _AMPERSAND)).replace(_AMPERSAND, "&amp;")
    return _only(bleached, tags, link_attributes={"href", "rel"}).strip()


def _only(markup: str, tags, link_attributes=frozenset({"href"})) -> str:
    """The markup, well-formed, with these tags alone and these attributes on links alone."""
    return nh3.clean(
        markup,
        tags=set(tags),
        clean_content_tags=_UNSEEN_CONTENT,
        attributes={"a": set(link_attributes)},
        attribute_filter=_check_attribute,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel=None,
    )


def _seen(markup: str) -> str:
    """The text of well-formed markup, one line for each block."""
    one_line = re.sub(r"\s+", " ", markup)
    broken = re.sub(rf"</?(?:{_BLOCKS})\b[^>]*>", "\n", one_line)
    text = _tidy(html.unescape(re.sub(r"</?[a-z][^>]*>", "", broken)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _spaced_blocks(markup: str, tags: frozenset[str]) -> str:
    """A space before each block tag that will go, so that its words do not grow together with the next ones."""
    return _BLOCK_TAG.sub(lambda tag: tag[0] if tag[1].lower() in tags else f" {tag[0]}", markup)


def _refuse_deep_nesting(markup: str) -> None:
    still_open: Counter[str] = Counter()
    depth = 0
    for closing, name in _TAG.findall(markup):
        name = name.lower()
        if name in _UNNESTED:
            continue
        if not closing:
            still_open[name] += 1
            depth += 1
        elif still_open[name]:
            still_open[name] -= 1
            depth -= 1
        if depth > MAX_NESTING:
            raise SanitizeError("The formatting of this text is nested too deeply. Please simplify it.")


def _check_link(attributes: dict, is_new: bool = False) -> dict | None:
    """Called by bleach for each link, found or made: None turns it back into text."""
    href = html.unescape(attributes.get((None, "href"), ""))
    if is_new and attributes["_text"].lower().startswith("www."):
        href = f"https://{attributes['_text']}"
    target = _link_target(href.replace(_AMPERSAND, "&"))
    if not target:
        return None
    checked = {"_text": attributes["_text"], (None, "href"): html.escape(target, quote=False)}
    if not target.lower().startswith("mailto:"):
        checked[(None, "rel")] = FOREIGN_REL
    return checked


def _check_attribute(_tag: str, name: str, value: str) -> str | None:
    """Called by nh3 for each attribute: None takes it out."""
    if name == "rel":
        return value if value == FOREIGN_REL else None
    return _link_target(value) or None


def _link_target(href: str) -> str:
    address = href.strip()
    return address if _MAILTO.fullmatch(address) else clean_url(address)
