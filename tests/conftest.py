import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _media_in_a_temporary_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def local_cache(settings):
    """A cache in this process, whatever the tests run on: it can be looked into, and goes by the travelled clock."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def pytest_runtest_setup(item):
    """Skip what is said about PostgreSQL where the tests run on something else."""
    if item.get_closest_marker("postgres"):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("says something about PostgreSQL only")
