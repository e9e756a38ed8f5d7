import re
from pathlib import Path

from django.apps import apps

from briefings.history.words import ACTS, act_words

CODE = Path(apps.get_app_config("briefings").path)


def recorded():
    """The names of acts that stand in a call of `record`, literally."""
    names = set()
    for path in CODE.rglob("*.py"):
        for call in re.findall(r"\brecord(?:_event)?\((.*?)\)\n", path.read_text(), re.DOTALL):
            names.update(re.findall(r'\bact="([a-z_]+)"', call))
    return names


def test_every_act_that_is_recorded_has_words():
    assert {"make_public", "upload_image", "approve", "publish"} <= recorded()
    assert not recorded() - set(ACTS)


def test_act_without_words_is_readable_all_the_same():
    assert act_words("merge_areas") == "Merge areas"
