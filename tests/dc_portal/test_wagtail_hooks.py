"""The admin carries the portal's name, and menus hold what a person can use."""

import pytest
from django.test import RequestFactory
from wagtail.admin.menu import admin_menu

from tests.factories import make_coalition, make_facilitator_user, make_secretariat_user, make_series, make_user

pytestmark = pytest.mark.django_db


def _menu(user):
    """Names of the menu's entries, with those of their submenus, as this person sees them."""
    request = RequestFactory().get("/admin/")
    request.user = type(user).objects.get(pk=user.pk)
    entries = {}
    for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order):
        below = item.menu.menu_items_for_request(request) if hasattr(item, "menu") else []
        entries[item.label.strip()] = [entry.label for entry in sorted(below, key=lambda entry: entry.order)]
    return entries


def test_the_menu_of_the_secretariat():
    make_series()
    menu = _menu(make_secretariat_user())
    assert menu["Coalitions"][:5] == ["Directory", "Contacts", "Outputs", "Members", "Openness checks"]
    assert menu["Reports"] == ["Locked pages", "Site history", "Aging pages", "Page types usage"]
    assert menu["Help"] == ["Editor Guide", "Shortcuts"]


def test_others_have_no_reports_about_every_page():
    series = make_series()
    make_coalition(coordinators=[coordinator := make_user()])
    for user in (coordinator, make_facilitator_user(series)):
        assert "Reports" not in _menu(user)
        assert "Settings" not in _menu(user)


def test_the_admin_carries_the_portals_name(client):
    client.force_login(make_secretariat_user())
    page = client.get("/admin/").content.decode()
    assert "Dashboard - Dynamic Coalitions Portal</title>" in " ".join(page.split())
    assert "portal-mark" in page
    assert "css/admin.css" in page
    assert "What's new in Wagtail" not in page
