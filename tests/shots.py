"""Photographs every kind of public page into var/shots, as the sample site shows it: `python -m tests.shots`.

What is photographed is what the browser journeys look at too: `sample_addresses()` takes one page of each kind and
state from the site as it is, so that a new room's pages come by themselves, and adds what is no page of the tree.
"""

import os
import re
import shutil
import sys
from pathlib import Path
from threading import Thread

SIGHTS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
HEIGHT = 900
# Beside the pages of the tree: lists as they are filtered, searches, and what is not there.
BESIDES = [
    *("/search/", "/search/?q=paper", "/search/?q=nothing-is-called-so"),
    *("/accounts/login/", "/accounts/password/reset/", "/indicators/", "/indicators/grid/"),
    *("/members/statement/", "/members/mail-sent/", "/members/new-link/", "/assessments/"),
]
OF_A_DIRECTORY = ["?view=table&status=active", "?q=nothing-is-called-so"]
MISSING = "/no-such-page/"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def sample_pages():
    """One public page of each kind, in each state it has, with and without a body."""
    from wagtail.models import Page

    found = {}
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path").specific():
        state = getattr(page, "state", None) or getattr(page, "status", None)
        found.setdefault((type(page), state, bool(getattr(page, "body", None))), page)
    return list(found.values())


def sample_addresses():
    """The addresses of every public sight of the site, without the one that is not there."""
    from coalitions.models import CoalitionIndexPage

    addresses = []
    for page in sample_pages():
        addresses.append(page.get_url())
        if isinstance(page, CoalitionIndexPage):
            addresses += [f"{page.get_url()}{query}" for query in OF_A_DIRECTORY]
    return [*addresses, *_addresses_of_rows(), *BESIDES]


def _addresses_of_rows():
    """What is shown at addresses of its own and is no page of the tree: of one coalition, the phase, a proposal."""
    from django.urls import reverse

    from coalitions.activity.models import AnnualReport
    from coalitions.models import CoalitionPage, FocusArea
    from coalitions.papers.models import SurveyPage
    from events.models import PreparatoryPhasePage
    from events.proposals.models import Proposal, WrittenInput

    coalition = CoalitionPage.objects.get(slug="dc3")
    published = SurveyPage.objects.published_results().newest_first().first()
    phase, area = PreparatoryPhasePage.objects.get(), FocusArea.objects.in_order().first()
    of_coalition = ("activity:coalition-activity", "coalitions:member-join", "coalitions:member-names")
    return [
        *(reverse(name, args=[coalition.pk, coalition.slug]) for name in of_coalition),
        *(phase.coverage_url(), phase.focus_area_url(area), f"{phase.get_url()}?when=past"),
        *(f"{phase.get_url()}?view=month", f"{phase.get_url()}?view=month&month=2021-11&focus_area=x"),
        *(reverse("activity:assessments", args=[year]) for year in (2021, 2022)),
        reverse("activity:annual-report", args=[AnnualReport.objects.public().first().pk]),
        *(reverse(f"papers:survey-{name}", args=[published.pk]) for name in ("sheet", "results")),
        reverse("proposals:proposal", args=[Proposal.objects.public().first().code]),
        *_addresses_of_drafts(),
        reverse("proposals:input", args=[WrittenInput.objects.public().first().code]),
    ]


def _addresses_of_drafts():
    """What stands beside the drafts of a paper."""
    from django.urls import reverse

    from coalitions.papers.models import DraftSnapshot, PaperDraftPage

    draft = PaperDraftPage.objects.live().taking_comments().first()
    anchor = next(part.anchor for part in draft.parts() if part.number)
    return [
        draft.get_url(),
        reverse("papers:comment-write", args=[draft.pk, anchor]),
        reverse("papers:comment-sent", args=[draft.pk]),
        *(reverse("papers:responses", args=[one.pk]) for one in (draft, draft.previous)),
        reverse("papers:snapshot", args=[DraftSnapshot.objects.first().key]),
    ]


def start_browser(playwright):
    """Debian's Chromium, or the one that CHROMIUM names."""
    return playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=ARGUMENTS
    )


def _serve():
    """The portal on a free port of this machine, as visitors see it: no debug pages. Returns its address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def _file_name(address, width, scheme):
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "front"
    return f"{name}-{width}-{scheme}.png"


def take_shots(folder, addresses, base):
    """Photograph each address at both widths and in both schemes, over its whole length. Returns the number taken."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        for width, scheme in SIGHTS:
            page = browser.new_page(
                base_url=base,
                viewport={"width": width, "height": HEIGHT},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            for address in addresses:
                page.goto(address)
                page.screenshot(path=folder / _file_name(address, width, scheme), full_page=True)
            page.close()
        browser.close()
    return len(addresses) * len(SIGHTS)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dc_portal.settings.dev")
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["127.0.0.1"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else WhiteNoise warns of it
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(settings.VAR_DIR) / "shots"
    addresses = [*sample_addresses(), MISSING]
    taken = take_shots(folder, addresses, _serve())
    print(f"{taken} pictures of {len(addresses)} addresses in {folder}")


if __name__ == "__main__":
    main()
