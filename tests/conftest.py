import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _media_in_a_temporary_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def pytest_runtest_setup(item):
    """Skip what is said about PostgreSQL where the tests run on something else."""
    if item.get_closest_marker("postgres"):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("says something about PostgreSQL only")
