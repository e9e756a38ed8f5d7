import pytest


@pytest.fixture(autouse=True)
def empty_folder(settings, tmp_path):
    """A media folder for each test."""
    settings.MEDIA_ROOT = tmp_path / "media"
