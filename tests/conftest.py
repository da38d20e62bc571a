import pytest


@pytest.fixture(autouse=True)
def _media_in_a_temporary_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
