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
        _status, _headers, body = ask(portal, coalition)
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
    _report_share(report, "the page from the cache", taken["raw"], taken["kept"], LEAST_OF_RAW)
    report("a bare Django view of 20 KB", milliseconds(taken["bare"]))
    _report_share(report, "coalition page, nothing kept", taken["bare"], taken["coalition"], LEAST_OF_BARE)
    for name in ("meeting", "directory", "front"):
        _report_share(report, f"{name} page, nothing kept", taken["bare"], taken[name])


def _report_share(report, name, least, seconds, bar=None):
    share, said = least / seconds, f"{name} ({milliseconds(seconds)}), of that"
    if bar is None:
        report(said, f"{share:.3f}")
    else:
        report(said, f"{share:.3f}", f">= {bar}", share >= bar)


def _queries_when_kept(address):
    Client(SERVER_NAME="localhost").get(address)
    with CaptureQueriesContext(connection) as queries:
        response = Client(SERVER_NAME="localhost").get(address)
    return len(queries), "0", (len(queries), response["X-Cache"]) == (0, "hit")
