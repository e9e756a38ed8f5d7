"""After each act and each staff form every public address answers with the store what it answers without it."""

import datetime
from contextlib import contextmanager
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from briefings.articles.actions.waiting_editions import note_appearances
from briefings.articles.actions.withdrawal import hide_byline, show_byline
from briefings.articles.models import ArticleByline, Byline, Rendering
from briefings.history.actions import become_public
from briefings.history.public_token import public_state
from briefings.lib import public_pages
from briefings.lib.public_pages import Store
from briefings.media.actions import delete_image, describe_image
from briefings.statistics.actions import apply_batch, prefer, record_values, reject_batch
from briefings.statistics.entering.validation import Value
from tests import make
from tests.articles.test_who_may import ACTS, ALLOWED, cast
from tests.articles.typing import fields_of
from tests.history.test_public_token import NOT_STORED
from tests.public_walk import addresses
from tests.world import hide_things, picture, published_things

__all__ = ["cast"]

# Where the articles of the acts are, which the world has not.
OF_THE_ACTS = [
    "/en/briefings/ports/", "/en/briefings/ports/1/", "/en/briefings/ports/2/", "/en/briefings/harbours/",
    "/en/briefings/signed/", "/en/briefings/signed/1/",
]  # fmt: skip
REWRITTEN = (
    "title", "name_en", "name_es", "title_en", "title_es", "note_en", "definition_en", "description_en", "alt_en",
    "publisher", "summary",
)  # fmt: skip
TODAY = datetime.date(2024, 6, 30)


@pytest.fixture
def world(token_after_commit, author, editor):
    world = published_things(SimpleNamespace(author=author, editor=editor))
    hide_things(world)
    byline = Byline.objects.create(name="M. Paredes")
    signed = make.article("Signed", by=author)
    ArticleByline.objects.create(article=signed, byline=byline)
    world.byline, world.signed = byline, make.edition(article=signed, by=author, approver=editor)
    return world


def acts_on_articles(cast):
    """(name, what prepares the article, the act on it)."""
    for name, (prepare, do) in ACTS.items():
        by = next(cast[who] for who in ("author", "other_editor") if who in ALLOWED[name])
        yield name, lambda prepare=prepare: prepare(cast), lambda article, do=do, by=by: do(article, by)


def acts_on_other_things(cast, world):
    editor, analyst, other_analyst = cast["editor"], cast["analyst"], cast["editor"]

    def values(kind, value, period="2022"):
        row = Value(period=make.period(period), value=Decimal(value))
        reason = {"en": "Recount."}
        return record_values(world.series, [row], release=None, known_on=TODAY, kind=kind, reason=reason, by=analyst)

    yield "first value", lambda: None, lambda _: values("first", "5000", "2023")
    yield "proposed revision", lambda: None, lambda _: values("correction", "4887")
    yield "applied revision", lambda: values("correction", "4887"), lambda batch: apply_batch(batch, by=other_analyst)
    yield (
        "rejected revision",
        lambda: values("correction", "4887"),
        lambda batch: reject_batch(batch, by=analyst, reason="No."),
    )
    yield "preferred series", lambda: world.series, lambda series: prefer(series, reason={"en": "Best."}, by=analyst)
    for kind, thing in world.hidden_things.items():
        who = editor if kind in ("topic", "impact", "initiative") else analyst
        yield f"make {kind} public", lambda thing=thing: thing, lambda thing, who=who: become_public(thing, by=who)
    yield "hidden name", lambda: world.byline, lambda byline: hide_byline(byline, by=editor, reason="Threats.")
    yield (
        "shown name",
        lambda: hide_byline(world.byline, by=editor, reason="Threats."),
        lambda _: show_byline(world.byline, by=editor),
    )
    yield "tick", lambda: None, lambda _: note_appearances()
    yield "better rendering", lambda: world.signed, _better_rendering
    yield (
        "described picture",
        lambda: world.images[0],
        lambda image: describe_image(image, by=cast["author"], alt_en="A pier"),
    )
    yield (
        "deleted picture",
        lambda: picture("green", by=cast["author"], alt="Nothing"),
        lambda image: delete_image(image, by=editor),
    )


def _better_rendering(edition):
    html = edition.renderings.get().html.replace("<p>", '<p class="better">')
    Rendering.objects.create(edition=edition, renderer="better", html=html, created_at=edition.created_at)


def staff_forms(world, client):
    """Every form that changes something readers may see, sent with other words."""
    things = [
        world.source, world.indicator, world.series, world.series.area, world.table, world.initiative, world.impact,
        world.topic, world.images[0], world.editions[0].article, make.release(world.source),
        Byline.objects.create(name="J. Vera"),
    ]  # fmt: skip
    for thing in things:
        yield f"form of {thing._meta.model_name}", lambda thing=thing: thing, lambda thing: _rewrite(thing, client)


def _rewrite(thing, client):
    model = thing._meta.model_name
    address = reverse(f"admin:briefings_{model}_change", args=[thing.pk])
    fields = fields_of(client.get(address).content.decode(), f"{model}_form")
    for name, values in fields.items():
        if name.rpartition("-")[2] in REWRITTEN:
            fields[name] = [f"{value} anew" for value in values]
    assert client.post(address, fields | {"_save": ["Save"]}).status_code == 302, model


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(client, path):
    response = client.get(path)
    return response.status_code, dict(response.items()), response.content


@pytest.mark.slow
def test_every_address_answers_with_the_store_what_it_answers_without(
    world, cast, reader, superuser, signed_in, monkeypatch, django_capture_on_commit_callbacks
):
    """A stored page is served as long as the state is the same: then no page may have changed."""
    monkeypatch.setattr(public_pages, "store", Store(0, 0))
    paths = [path for path, is_there in addresses(world) if is_there and not path.startswith(NOT_STORED)]
    pages = {path: answer(reader, path) for path in [*paths, *OF_THE_ACTS] if path != "/"}
    done = [*acts_on_articles(cast), *acts_on_other_things(cast, world), *staff_forms(world, signed_in(superuser))]
    wrong = []
    for name, prepare, do in done:
        with rolled_back():
            with django_capture_on_commit_callbacks(execute=True):
                thing = prepare()
            before = public_state()
            with rolled_back():
                with django_capture_on_commit_callbacks(execute=True):
                    do(thing)
                after = {path: answer(reader, path) for path in pages} if public_state() == before else {}
            changed = [path for path, page in after.items() if page != pages[path]]  # by `prepare`, or by the act
            wrong += [(name, path) for path in changed if after[path] != answer(reader, path)]
    assert wrong == []
