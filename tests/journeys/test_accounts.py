"""Signing in by a code, the second factor at the door of the CMS, and no way around it."""

import re

import pytest
from django.contrib.auth import get_user_model

from coalitions.models import CoalitionPage, Notice
from home.sample_site.people import PASSWORD
from tests.home.accounts import code_of_app
from tests.journeys.test_accessibility import SIGHTS, findings

COORDINATOR, SECRETARIAT = "coordinator@example.org", "secretariat@example.org"


def ask_for_a_code(page, email):
    page.goto("/")
    page.click("nav[aria-label=Account] >> text=Sign in")
    page.fill("#code_email", email)
    page.click("text=Send me a code")
    page.wait_for_url("**/accounts/login/code/confirm/**")
    return re.search(r"\d{4}-\d{4}", Notice.objects.latest("pk").text)[0]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_coordinator_signs_in_by_code_and_finds_the_own_work(sample_site, visit, javascript):
    page = visit(java_script_enabled=javascript)
    code = ask_for_a_code(page, COORDINATOR)
    page.fill("#id_code", "0000-0000")
    page.click("main >> text=Sign in")
    assert page.locator(".error-summary").inner_text().endswith("or not the newest one.")
    page.fill("#id_code", code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-coalition/")
    assert page.locator("h1").inner_text() == "My coalition"
    assert page.locator("main h2 >> text=DC3").count() == 1
    page.click("text=Edit the page")
    page.wait_for_url("**/admin/pages/*/edit/")
    page.goto("/")
    page.click("text=Sign out")
    page.wait_for_url("**/")
    assert page.locator("nav[aria-label=Account]").inner_text() == "Sign in"
    page.goto("/my-coalition/")
    assert "/accounts/login/" in page.url


def test_the_second_factor_opens_the_cms_and_nothing_else_does(sample_site, visit, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    page = visit()
    page.goto("/admin/login/?next=/admin/reports/")
    assert "/accounts/login/" in page.url
    page.fill("#id_login", "secretariat")
    page.fill("#id_password", PASSWORD)
    page.click("text=Sign in with the password")
    page.wait_for_url("**/accounts/2fa/")
    assert "The CMS opens to you with a second factor." in page.locator(".messages").inner_text()

    page.click("text=Set up an app")
    page.fill("#id_password", PASSWORD)
    page.click("main >> text=Go on")
    secret = page.locator("main code").inner_text()
    page.fill("#id_code", code_of_app(secret))
    page.click("text=Turn it on")
    page.wait_for_url("**/recovery-codes/")
    recovery_codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(recovery_codes) == 10
    page.click("text=Sign out")

    for door in ("/admin/", "/admin/login/", "/admin/password_reset/", "/_util/login/"):
        page.goto(door)
        assert "/accounts/" in page.url
    page.goto("/accounts/login/?next=/admin/")
    page.fill("#id_login", "secretariat")
    page.fill("#id_password", PASSWORD)
    page.click("text=Sign in with the password")
    page.wait_for_url("**/accounts/2fa/authenticate/")
    page.goto("/admin/")
    assert "/accounts/login/" in page.url or "/accounts/2fa/authenticate/" in page.url
    page.goto("/accounts/2fa/authenticate/")
    page.fill("#id_code", code_of_app(secret, steps=1))
    page.click("main >> text=Sign in >> nth=0")
    page.wait_for_url("**/admin/")
    assert page.locator("text=Waiting for you").count() == 1

    other = visit()
    code = ask_for_a_code(other, SECRETARIAT)
    other.fill("#id_code", code)
    other.click("main >> text=Sign in")
    other.wait_for_url("**/accounts/2fa/authenticate/")
    other.fill("#id_code", recovery_codes[0])
    other.click("main >> text=Sign in >> nth=0")
    other.wait_for_url("**/my-coalition/")


def test_the_secretariat_invites_a_coordinator_who_signs_in(sample_site, sign_in, visit):
    page = sign_in("secretariat")
    page.goto("/admin/coalitions/contact/create/")
    dcad = CoalitionPage.objects.get(slug="dcad")
    page.evaluate("pk => { document.getElementById('id_coalition').value = pk }", dcad.pk)  # the chooser is Wagtail's
    page.fill("#id_given_name", "Ada")
    page.fill("#id_family_name", "Example")
    page.fill("#id_invite", "ada@example.org")
    page.click("footer button[type=submit]")
    page.wait_for_load_state("networkidle")
    assert get_user_model().objects.get(email="ada@example.org").get_full_name() == "Ada Example"
    page.goto("/admin/coalitions/notice/")
    assert "You can now keep the pages of DCAD" in page.locator("table.listing").inner_text()

    ada = visit()
    ada.goto(re.search(r"http\S+(/accounts/login/)", Notice.objects.latest("pk").text)[1])
    ada.fill("#code_email", "ada@example.org")
    ada.click("text=Send me a code")
    ada.fill("#id_code", re.search(r"\d{4}-\d{4}", Notice.objects.latest("pk").text)[0])
    ada.click("main >> text=Sign in")
    ada.wait_for_url("**/my-coalition/")
    assert ada.locator("main h2 >> text=DCAD").count() == 1


def test_a_passkey_is_made_used_and_opens_the_cms(sample_site, sign_in, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the tests' server has no certificate
    page = sign_in("facilitator")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main >> text=Go on")
    page.fill("#id_name", "Office laptop")
    page.click("#passkey-add")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/")
    assert page.locator("main h3").inner_text() == "Office laptop"
    page.click("text=Sign out")

    settings.REQUIRE_SECOND_FACTOR = True
    page.goto("/accounts/login/")
    page.click("#passkey-login")
    page.wait_for_url("**/my-coalition/")
    page.click("text=To the CMS")
    page.wait_for_url("**/admin/")


def test_every_page_of_the_account_can_be_used_by_all(sample_site, visit):
    """axe, and nothing that overflows, on every page between signing in and erasing the account."""
    found, wide = [], []
    # Each sight with another account: one address may ask for three codes a minute.
    names = ("coordinator", "coordinator2", "facilitator", "reviewer")
    for (width, scheme), name in zip(SIGHTS, names, strict=True):
        page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)

        def look(page=page, width=width):
            found.extend(findings(page))
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(f"{page.url} at {width}")

        for address in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/accounts/signup/"):
            page.goto(address)
            look()
        code = ask_for_a_code(page, f"{name}@example.org")
        look()
        page.fill("#id_code", "0000-0000")
        page.click("main >> text=Sign in")
        look()
        page.fill("#id_code", code)
        page.click("main >> text=Sign in")
        page.wait_for_url("**/my-coalition/")
        look()
        for address in ("", "email/", "password/change/", "2fa/", "2fa/webauthn/", "logout/", "erase/"):
            page.goto(f"/accounts/{address}")
            look()
        page.fill("#id_password", PASSWORD)
        page.click("main >> text=Go on")
        look()
        page.click("main >> text=Erase my account")
        look()
        for address in ("2fa/totp/activate/", "2fa/webauthn/add/"):
            page.goto(f"/accounts/{address}")
            look()
    assert (found, wide) == ([], [])
