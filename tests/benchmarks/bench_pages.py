"""What an anonymous visit costs, from the page cache and without it, beside the least that could answer it."""

from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalitions.models import CoalitionPage
from events.models import MeetingPage
from home.sample_site import load_sample_site
from tests.benchmarks.serving import ask, seconds_each, served
from tests.benchmarks.timing import milliseconds
from tests.factories import make_basics

LEAST_OF_RAW, LEAST_OF_BARE = 0.35, 0.03
PORTAL = "dc_portal.wsgi:application"


def run(report):
    make_basics()
    load_sample_site(say=lambda part: None)
    cache.clear()
    coalition = CoalitionPage.objects.get(slug="dc3").url
    meeting = MeetingPage.objects.get(slug="meeting-53").url
    report("queries of a visit from the cache", *_queries_when_kept(coalition))
    with served(PORTAL) as portal:
        _status, headers, body = ask(portal, coalition)
        file = Path(settings.VAR_DIR) / "body.html"
        file.write_bytes(body)
        with (
            served("tests.benchmarks.applications:raw", RAW_BODY=str(file)) as raw,
            served("tests.benchmarks.applications:bare_django()") as bare,
        ):
            taken = seconds_each(
                {
                    "raw": (raw, coalition),
                    "kept": (portal, coalition),
                    "bare": (bare, "/"),
                    "coalition": (portal, coalition + "?visit={n}"),
                    "meeting": (portal, meeting + "?visit={n}"),
                    "directory": (portal, "/coalitions/?visit={n}"),
                    "front": (portal, "/?visit={n}"),
                }
            )
    report("a raw WSGI answer with the same bytes", milliseconds(taken["raw"]))
    ratio = taken["raw"] / taken["kept"]
    report(
        f"the page from the cache ({milliseconds(taken['kept'])}), of that",
        f"{ratio:.2f}",
        f">= {LEAST_OF_RAW}",
        ratio >= LEAST_OF_RAW,
    )
    report("a bare Django view of 20 KB", milliseconds(taken["bare"]))
    for name in ("coalition", "meeting", "directory", "front"):
        ratio = taken["bare"] / taken[name]
        said = f"{name} page, nothing kept ({milliseconds(taken[name])}), of that"
        bar = f">= {LEAST_OF_BARE}" if name == "coalition" else ""
        report(said, f"{ratio:.3f}", bar, ratio >= LEAST_OF_BARE)


def _queries_when_kept(address):
    Client(SERVER_NAME="localhost").get(address)
    with CaptureQueriesContext(connection) as queries:
        response = Client(SERVER_NAME="localhost").get(address)
    return len(queries), "0", (len(queries), response["X-Cache"]) == (0, "hit")
