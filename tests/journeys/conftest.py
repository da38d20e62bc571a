"""A live portal with the sample site, and Debian's Chromium to walk through it."""

import contextlib
import os
import sqlite3

import pytest
from playwright.sync_api import sync_playwright

from tests.shots import start_browser

# Playwright's own event loop runs in this thread; the tests ask the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def kept_site():
    """A database in which the sample site is kept for the next test."""
    with contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as database:
        yield database


@pytest.fixture
def sample_site(transactional_db, kept_site):
    """The portal as `make demo` leaves it. Loaded once; every other test gets a copy."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from home.sample_site import load_sample_site
    from tests.factories import make_basics

    connection.ensure_connection()
    if kept_site.execute("SELECT 1 FROM sqlite_master").fetchone():
        kept_site.backup(connection.connection)
        ContentType.objects.clear_cache()
    else:
        make_basics()
        load_sample_site(say=lambda part: None)
        connection.connection.backup(kept_site)


@pytest.fixture
def visit(browser, live_server):
    """`visit(…)` opens a page as somebody new; whatever the browser complains about fails the test at its end."""
    contexts, complaints = [], []

    def open_page(**options):
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((live_server.url, "data:", "blob:"))
                else complaints.append(f"asked elsewhere: {request.url}")
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(visit):
    """`sign_in(name)` is the admin's first page as one of the demonstration's people."""
    from home.sample_site.people import PASSWORD

    def signed_in(username):
        page = visit()
        page.goto("/accounts/login/?next=/admin/")
        page.fill("#id_login", username)
        page.fill("#id_password", PASSWORD)
        page.click("text=Sign in with the password")
        page.wait_for_url("**/admin/")
        return page

    return signed_in
