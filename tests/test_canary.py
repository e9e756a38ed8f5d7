"""What readers must not see is marked with one word; no public address may show it, or count it."""

import copy
import io
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.test import Client

from briefings.media.models import Card
from briefings.reuse import cards
from briefings.search.drafts import articles_matching
from briefings.sharing.actions import revoke_share, share, token_of
from tests.people import member
from tests.public_walk import SAMPLES, addresses, base_name, public_patterns
from tests.world import CANARY, hide_things, published_things

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stored(module_db):
    """A published site in which things were hidden afterwards, and what every address answered before."""
    world = published_things(SimpleNamespace(author=member("author"), editor=member("editor")))
    before = {}
    for path, is_there in addresses(world):
        response = Client().get(path)
        expected = 302 if path == "/" else 200 if is_there else 404
        before[path] = response.status_code, expected, words_of(response)
    hide_things(world)
    return SimpleNamespace(world=world, before=before)


@pytest.fixture
def world(stored, db):
    return copy.deepcopy(stored.world)


def test_every_public_pattern_has_a_sample():
    missing = {base_name(name) for name in public_patterns()} - set(SAMPLES)
    assert not missing, f"tests/public_walk.py needs samples of {sorted(missing)}"


def test_every_sample_belongs_to_a_pattern():
    assert not set(SAMPLES) - {base_name(name) for name in public_patterns()}


def test_public_pages_answer(stored):
    wrong = {path: status for path, (status, expected, _words) in stored.before.items() if status != expected}
    assert wrong == {}


def words_of(response):
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):  # a workbook or a package
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(name.encode() + archive.read(name) for name in sorted(archive.namelist()))
    text = re.sub(r'(name="token" value=)"[^"]+"', r"\1", body.decode(errors="replace"))  # is another every time
    return f"{headers}\n{text}"


def is_gone(world, path):
    """Whether what was here once is refused in words: what was taken down, and share links that are over."""
    tokens = world.closed_tokens["en"] + world.closed_tokens["es"]
    return "/a-gone-" in path or (path.split("/")[-2] in tokens and path.endswith("/"))


@pytest.mark.slow
def test_draft_is_at_the_address_of_its_share_link_and_nowhere_else(world, reader):
    draft = world.hidden_articles[0]
    token = token_of(share(draft, by=world.people.author, for_whom="Reviewer"))
    path = f"/en/shared/{token}/"
    assert CANARY in reader.get(path).content.decode()
    for other, _is_there in addresses(world):
        assert CANARY.casefold() not in words_of(reader.get(other)).casefold(), other
    revoke_share(draft.share_links.usable().get(), by=world.people.editor)
    response = reader.get(path)
    assert response.status_code == 410 and CANARY.casefold() not in words_of(response).casefold()


@pytest.mark.slow
def test_hidden_things_are_at_no_public_address(world, reader):
    for path, is_there in addresses(world):
        response = reader.get(path)
        words = words_of(response)
        assert CANARY.casefold() not in words.casefold(), path
        assert "777123" not in words and "777,123" not in words, path
        if not is_there:
            assert response.status_code == (410 if is_gone(world, path) else 404), path


@pytest.mark.slow
def test_hidden_things_change_no_byte_and_no_count_of_any_public_page(stored, world, reader):
    """The register of corrections alone says that something was taken down, and why."""
    for path, (_status, _expected, words) in stored.before.items():
        if path.startswith(("/en/corrections", "/es/correcciones", "/api/v1/corrections")):
            continue
        assert words_of(reader.get(path)) == words, path


def test_the_desk_finds_drafts_by_a_word_that_no_public_search_finds(world, reader):
    found = set(articles_matching(CANARY).values_list("pk", flat=True))
    assert {article.pk for article in world.hidden_articles} <= found
    for path in ("/en/search/", "/es/buscar/", "/en/search/suggestions/", "/es/buscar/sugerencias/", "/api/v1/search"):
        for words in (f"about {CANARY[:6]}", f"{CANARY[:6]}*", f'"about {CANARY[:6]}*"', "777*"):
            assert CANARY not in words_of(reader.get(path, {"q": words})), (path, words)


def test_cards_are_drawn_of_nothing_hidden(world):
    assert Card.objects.filter(alt__contains=CANARY).exists()  # of what was taken down, until the next tick
    cards.draw_due(100)
    assert Card.objects.exists() and not Card.objects.filter(alt__icontains=CANARY).exists()
    assert not Card.objects.filter(alt__contains="777").exists()


def test_pictures_that_were_taken_down_are_gone_too(world, reader):
    paths = [path for path, is_there in addresses(world) if path.startswith("/pictures/") and not is_there]
    assert paths
    assert {reader.get(path).status_code for path in paths} == {404}
