"""What an answer to an attack may be: a page or a refusal, never an error, and nothing in it that runs."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

# What no page of ours holds. A frame, a form's other target or a moved base would run what somebody else wrote.
NEVER = {"iframe", "frame", "object", "embed", "applet", "base", "style", "template", "noscript", "math", "marquee"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "poster", "data", "srcset", "ping", "background"}
SCHEMES = {"", "http", "https", "mailto"}


class _Running(HTMLParser):
    """Collects what would run, load or lead elsewhere, as a browser would read the page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in NEVER or (tag == "script" and not (attributes.get("src") or "").startswith("/static/")):
            self.found.append(tag)
        if tag == "meta" and "http-equiv" in attributes:
            self.found.append("meta http-equiv")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}")
            if name in ADDRESSES and not _is_harmless(value or ""):
                self.found.append(f"{tag} {name}={value[:60]}")


def _is_harmless(address):
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and not (parts.netloc and "evil" in parts.netloc)


def wrong_with(response):
    """What is wrong with an answer, in a word; "" if nothing is."""
    if not 200 <= response.status_code < 500:
        return f"status {response.status_code}"
    if response.status_code in (301, 302):
        target = response.headers["Location"]
        return "" if target.startswith("/") and not target.startswith("//") else f"leads to {target[:80]}"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if b"\0" in body:
        return "a null byte"
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    page = _Running()
    page.feed(body.decode())
    return ", ".join(page.found)
