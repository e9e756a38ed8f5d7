"""What readers must not see is marked with one word; no public address may show it, or count it."""

from types import SimpleNamespace

import pytest

from tests.public_walk import SAMPLES, addresses, base_name, public_patterns
from tests.world import CANARY, hide_things, published_things

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(author, editor):
    return published_things(SimpleNamespace(author=author, editor=editor))


def test_every_public_pattern_has_a_sample():
    missing = {base_name(name) for name in public_patterns()} - set(SAMPLES)
    assert not missing, f"tests/public_walk.py needs samples of {sorted(missing)}"


def test_every_sample_belongs_to_a_pattern():
    assert not set(SAMPLES) - {base_name(name) for name in public_patterns()}


def test_public_pages_answer(world, reader):
    for path, is_there in addresses(world):
        expected = 302 if path == "/" else 200 if is_there else 404
        assert reader.get(path).status_code == expected, path


def answers(world, client):
    """Status, headers and body of every sample address."""
    return {path: client.get(path) for path, _is_there in addresses(world)}


def words_of(response):
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{headers}\n{body.decode(errors='replace')}"


def test_hidden_things_are_at_no_public_address(world, reader):
    hide_things(world)
    for path, is_there in addresses(world):
        response = reader.get(path)
        words = words_of(response)
        assert CANARY.casefold() not in words.casefold(), path
        assert "777123" not in words and "777,123" not in words, path
        if not is_there:
            assert response.status_code == (410 if "/a-gone-" in path else 404), path


def test_hidden_things_change_no_byte_and_no_count_of_any_public_page(world, reader):
    before = {path: words_of(response) for path, response in answers(world, reader).items()}
    hide_things(world)
    for path, words in before.items():
        assert words_of(reader.get(path)) == words, path


def test_taken_down_pictures_are_gone_too(world, reader):
    hide_things(world)
    paths = [path for path, is_there in addresses(world) if path.startswith("/pictures/") and not is_there]
    assert paths
    assert {reader.get(path).status_code for path in paths} == {404}
