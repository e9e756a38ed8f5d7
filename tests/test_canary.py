"""What readers must not see is marked with one word; no public address may show it, or count it."""

import re
from types import SimpleNamespace

import pytest

from briefings.sharing.actions import revoke_share, share, token_of
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
    text = re.sub(r'(name="token" value=)"[^"]+"', r"\1", body.decode(errors="replace"))  # is another every time
    return f"{headers}\n{text}"


def is_gone(world, path):
    """Whether what was here once is refused in words: what was taken down, and share links that are over."""
    tokens = world.closed_tokens["en"] + world.closed_tokens["es"]
    return "/a-gone-" in path or (path.split("/")[-2] in tokens and path.endswith("/"))


def test_draft_is_at_the_address_of_its_share_link_and_nowhere_else(world, reader):
    hide_things(world)
    draft = world.hidden_articles[0]
    token = token_of(share(draft, by=world.people.author, for_whom="Reviewer"))
    path = f"/en/shared/{token}/"
    assert CANARY in reader.get(path).content.decode()
    for other, _is_there in addresses(world):
        assert CANARY.casefold() not in words_of(reader.get(other)).casefold(), other
    revoke_share(draft.share_links.usable().get(), by=world.people.editor)
    response = reader.get(path)
    assert response.status_code == 410 and CANARY.casefold() not in words_of(response).casefold()


def test_hidden_things_are_at_no_public_address(world, reader):
    hide_things(world)
    for path, is_there in addresses(world):
        response = reader.get(path)
        words = words_of(response)
        assert CANARY.casefold() not in words.casefold(), path
        assert "777123" not in words and "777,123" not in words, path
        if not is_there:
            assert response.status_code == (410 if is_gone(world, path) else 404), path


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
