"""A draft without a title or an address, and what follows its title and the desk's language."""

import pytest

from briefings.articles.actions import start_translation, submit
from briefings.articles.models import Article
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.articles.versions import newest_version
from tests import make
from tests.articles.scenes import refused
from tests.articles.typing import ADD_URL, change_url, opened

LIST = "/admin/briefings/article/"


@pytest.fixture
def desk(author, signed_in):
    return signed_in(author)


def begun(desk, **typed):
    fields = opened(desk) | {"title": [""], "slug": [""]} | {name: [value] for name, value in typed.items()}
    answer = desk.post(ADD_URL, fields | {"_continue": "1"})
    assert answer.status_code == 302, answer.context["errors"]
    return Article.objects.latest("pk")


def saved(desk, article, **typed):
    answer = desk.post(change_url(article), opened(desk, article) | {name: [value] for name, value in typed.items()})
    assert answer.status_code == 302, answer.context["errors"]
    article.refresh_from_db()
    return article


def test_two_drafts_without_title_are_untitled_and_can_be_opened_from_the_list(desk):
    first, second = begun(desk), begun(desk)
    assert (first.title, first.slug, second.slug) == ("", "", "")
    rows = desk.get(LIST).text.partition("<tbody>")[2]
    assert rows.count(">Untitled<") == 2


def test_untitled_article_says_so_and_cannot_be_submitted(desk, author):
    article = begun(desk, summary="Something.")
    document = resolve(article)
    assert document.data["title"] == "Untitled"
    assert "The article has no title." in [problem.words for problem in document.problems]
    with refused(code="title"):
        submit(article, by=author)


def test_article_whose_title_has_no_letters_needs_an_address_to_be_submitted(desk, author):
    article = begun(desk, title="¿…?")
    assert article.slug == ""
    with refused(code="slug"):
        submit(article, by=author)


@pytest.mark.parametrize("button", ["_submit", "_continue"])
def test_untouched_draft_without_an_address_gets_the_one_of_its_title_when_it_is_saved(button, desk, author):
    article = make.article("Ports of the coast", by=author)
    Article.objects.filter(pk=article.pk).update(slug="")
    assert saved(desk, article, **{button: "1"}).slug == "ports-of-the-coast"
    assert newest_version(article).content["slug"] == "ports-of-the-coast"
    is_submitted = Article.objects.get(pk=article.pk).workflow.stage == Stage.IN_REVIEW
    assert is_submitted == (button == "_submit")


def test_address_that_the_browser_made_of_a_title_used_before_is_numbered(desk, author):
    make.article("Ports of the coast", by=author)
    article = begun(desk, title="Ports of the coast", slug="ports-of-the-coast")
    assert article.slug == "ports-of-the-coast-2"


def test_address_follows_the_title_until_somebody_types_one(desk, author):
    other = make.article("Ports of the coast", by=author)
    article = begun(desk, title="Ports of the coast")
    assert (other.slug, article.slug) == ("ports-of-the-coast", "ports-of-the-coast-2")
    assert saved(desk, article, title="Ports of the south").slug == "ports-of-the-south"
    assert saved(desk, article, slug="southern-ports").slug == "southern-ports"
    assert saved(desk, article, title="Ports of the north").slug == "southern-ports"


def test_address_does_not_follow_after_the_first_submission(desk, author):
    article = make.article("Ports of the coast", by=author)
    submit(article, by=author)
    assert saved(desk, article, title="Ports of the south").slug == "ports-of-the-coast"


def test_translation_begins_with_its_own_address_which_follows_its_title(desk, author):
    original = make.article("Ports of the coast", by=author, slug="typed-by-hand")
    translation = start_translation(original, language="es", by=author)
    assert translation.slug == "ports-of-the-coast"
    assert saved(desk, translation, title="Puertos de la costa").slug == "puertos-de-la-costa"


@pytest.mark.parametrize("language", ["en", "es"])
def test_language_is_preset_from_the_desk(desk, author, language):
    author.language = language
    author.save()
    page = desk.get(ADD_URL)
    assert page.context["adminform"].form["language"].value() == language


def test_language_can_be_changed_until_the_first_submission(desk, author):
    article = begun(desk, title="Ports")
    assert saved(desk, article, language="es").language == "es"
    submit(article, by=author)
    assert saved(desk, article, language="en").language == "es"


def test_language_of_a_translation_is_fixed(desk, author):
    translation = start_translation(make.article(by=author), language="es", by=author)
    assert saved(desk, translation, language="en").language == "es"


def test_choices_of_a_block_that_can_be_added_in_the_form_say_so(desk):
    page = desk.get(ADD_URL).text
    body = page[page.index("plugin-buttons") :] if "plugin-buttons" in page else page
    hints = body.count("The plus adds it without leaving this page.")
    assert hints == body.count('id="add_id_') - body.count('id="add_id_related"') > 0
