import pytest


@pytest.fixture(autouse=True)
def empty_folder(settings, tmp_path):
    """Tests of pictures look at the files, so each has a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
