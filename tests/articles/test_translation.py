import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles import models
from briefings.articles.actions import approve_and_publish, move, start_translation, submit, take_down
from briefings.articles.blocks import blocks_of
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from tests import kinds

from .. import make
from .scenes import every_block, offered, refused, seen, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author):
    article = make.article("Ports", by=author, blocks=every_block(author), kind="analysis")
    article.topics.add(make.topic())
    for position, name in enumerate(["B. Writer", "A. Reporter"]):
        article.byline_rows.create(byline=models.Byline.objects.create(name=name), position=position)
    return article


@pytest.fixture
def twin(article, author):
    return start_translation(article, language="es", by=author)


def selections(article):
    return {
        str(block.key): [str(row) for row in block.rows.order_by("position")]
        for block in blocks_of(article)
        if isinstance(block, kinds.ImpactTableBlock | kinds.InitiativeTableBlock | kinds.SourcesBlock)
    }


def test_blocks_come_along_in_order_under_their_keys(article, twin):
    before, after = blocks_of(article), blocks_of(twin)
    assert len(after) == 10
    assert [(type(one), one.key, one.ordering) for one in before] == [
        (type(one), one.key, one.ordering) for one in after
    ]
    assert not {(type(one), one.pk) for one in before} & {(type(one), one.pk) for one in after}
    assert selections(twin) == selections(article)
    assert all(len(rows) == 2 for rows in selections(twin).values())


def test_figures_are_the_same_observations_said_in_spanish(article, twin):
    assert resolve(article).observations == resolve(twin).observations
    assert "4\u00a0886" in resolve(twin).text and "4,886" not in resolve(twin).text


def test_what_is_said_about_the_article_comes_along(article, twin, author):
    assert (twin.kind, twin.title, twin.group, twin.language) == ("analysis", "Ports", article.group, "es")
    assert list(twin.topics.all()) == list(article.topics.all())
    assert [row.byline.name for row in twin.byline_rows.all()] == ["B. Writer", "A. Reporter"]
    workflow = workflow_of(twin)
    assert (workflow.stage, workflow.owner, workflow.address) == (Stage.DRAFT, author, None)
    assert Event.objects.get(act="start_translation").detail == {"language": "es"}


def test_changing_the_translation_leaves_the_original_alone(article, twin):
    before = resolve(article).text
    twin.sourcesblock_set.get().rows.all().delete()
    twin.richtextblock_set.update(html="<p>Tres puertos.</p>")
    assert resolve(article).text == before


@pytest.mark.parametrize("language", ["es", "en", "fr", ""])
def test_one_article_for_each_language_and_no_other_languages(language, article, twin, author):
    with refused():
        start_translation(article, language=language, by=author)
    assert "start_translation" not in offered(article, author)


def test_colleague_who_may_not_read_the_draft_may_not_translate_it(article, other_author):
    with refused(PermissionDenied):
        start_translation(article, language="es", by=other_author)


def test_translator_owns_the_translation_and_not_the_original(article, analyst):
    twin = start_translation(article, language="es", by=analyst)
    assert workflow_of(twin).owner == analyst and workflow_of(article).owner != analyst


@pytest.mark.parametrize("title", ["Ports", "p" * 120, "q" * 112])
def test_taken_addresses_are_avoided(title, author, editor):
    slug = title.lower()[:110]
    other = make.edition("Puertos", by=author, approver=editor, language="es", slug=slug).article
    move(other, slug="elsewhere", by=editor)
    make.article("Borrador", by=author, language="es", slug=f"{slug}-2")
    article = make.article(title, by=author, slug="typed-by-hand")
    twin = start_translation(article, language="es", by=author)
    assert twin.slug == f"{slug}-3"


def test_edition_of_a_translation_names_the_edition_that_it_translates(author, editor):
    original = make.edition("Ports", by=author, approver=editor)
    second = make.edition(article=original.article, by=author, approver=editor)
    twin = start_translation(original.article, language="es", by=author)
    submit(twin, by=author)
    edition = approve_and_publish(twin, by=editor, seen=seen(twin), change_kind="first")
    assert edition.translates == second and original.translates is None
    third = make.edition(article=original.article, by=author, approver=editor)
    edition.refresh_from_db()
    assert edition.translates == second and third.translates is None


def test_translation_of_something_taken_down_names_no_edition(author, editor):
    original = make.edition("Ports", by=author, approver=editor)
    twin = start_translation(original.article, language="es", by=author)
    take_down(original.article, by=editor, reason="Names a witness.")
    submit(twin, by=author)
    assert approve_and_publish(twin, by=editor, seen=seen(twin), change_kind="first").translates is None


def test_pages_of_both_languages_link_to_each_other(author, editor, reader):
    original = make.edition("Ports", by=author, approver=editor)
    twin = start_translation(original.article, language="es", by=author)
    submit(twin, by=author)
    approve_and_publish(twin, by=editor, seen=seen(twin), change_kind="first")
    assert 'href="/es/informes/ports/"' in reader.get("/en/briefings/ports/").content.decode()
    assert 'href="/en/briefings/ports/"' in reader.get("/es/informes/ports/").content.decode()


def test_preview_links_to_the_other_language_once_readers_can_open_it(author, editor, signed_in):
    original = make.edition("Ports", by=author, approver=editor).article
    twin = start_translation(original, language="es", by=author)
    preview, client = f"/admin/briefings/article/{original.pk}/preview/", signed_in(author)
    assert 'href="/es/informes/ports/"' not in client.get(preview).content.decode()
    submit(twin, by=author)
    approve_and_publish(twin, by=editor, seen=seen(twin), change_kind="first")
    assert 'href="/es/informes/ports/" lang="es"' in client.get(preview).content.decode()
