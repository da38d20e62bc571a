"""Registers what this room adds to the admin. Decides nothing."""

from django.urls import include, path
from wagtail import hooks

admin_urls = []


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("papers/", include((admin_urls, "papers_admin")))]
