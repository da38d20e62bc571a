"""What a first visit weighs, compressed: the page, its styles, scripts and fonts. Nothing comes from elsewhere."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from events.models import MeetingPage
from home.sample_site import load_sample_site
from tests.factories import make_basics

MOST = 60_000
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def run(report):
    make_basics()
    load_sample_site(say=lambda part: None)
    upcoming = MeetingPage.objects.filter(starts_at__gt=timezone.now()).first()
    pages = {
        "front page": "/",
        "directory, cards": "/coalitions/",
        "directory, table": "/coalitions/?view=table",
        "coalition": "/coalitions/dc3/",
        "series of meetings": "/coordination-group/",
        "meeting with its report": "/coordination-group/meeting-53/",
        "planned meeting": upcoming.url,
        "plain page": "/about/",
        "search": "/search/?q=internet",
        "nothing here": "/no-such-page/",
    }
    for name, address in pages.items():
        page = Client(SERVER_NAME="localhost").get(address).content
        parts = needed_by(page.decode())
        weight = len(gzip.compress(page)) + sum(len(gzip.compress(read(part))) for part in parts)
        report(f"{name} with {len(parts)} files", f"{weight / 1000:.1f} kB", f"<= {MOST // 1000} kB", weight <= MOST)


class Parts(HTMLParser):
    """Addresses of the styles and scripts that a page asks for."""

    def __init__(self):
        super().__init__()
        self.addresses = []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "link" and "stylesheet" in attrs.get("rel", ""):
            self.addresses.append(attrs["href"])
        if tag == "script" and "src" in attrs:
            self.addresses.append(attrs["src"])


def needed_by(page):
    """The addresses of everything a page needs, with what the styles ask for in turn."""
    parser = Parts()
    parser.feed(page)
    waiting, found = parser.addresses, []
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("data:"):
            continue
        found.append(address)
        if address.endswith(".css"):
            matches = IN_STYLES.findall(read(address).decode())
            waiting += [urljoin(address, first or second) for first, second in matches]
    return found


def read(address):
    """The bytes of a static file. Whatever is not one of ours is an error: no page asks anybody else."""
    if not address.startswith(settings.STATIC_URL):
        raise ValueError(f"asked elsewhere: {address}")
    return Path(finders.find(address.removeprefix(settings.STATIC_URL))).read_bytes()
