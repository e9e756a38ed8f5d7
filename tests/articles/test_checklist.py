"""What keeps an article from being published, and what is only advice."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import start_translation, take_down, withdraw
from briefings.articles.checklist import blockers, checklist
from briefings.articles.dead_links import public_of
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.documents.document import Document
from briefings.documents.links import page_at
from tests import kinds, make
from tests.public_walk import SAMPLES, base_name, public_patterns
from tests.world import picture

from .scenes import counts, every_block, rewrite, table_of

pytestmark = pytest.mark.django_db


def text(html):
    return kinds.RichTextBlock, {"html": html}


def listed(article, level="blocker"):
    """The words of the items, in order."""
    article = Article.objects.get(pk=article.pk)
    return [item.words for item in checklist(article, resolve(article)).items if item.level == level]


def with_block(block, **changes):
    """What blocks a document that holds this block and nothing else of interest."""
    block = {"key": "00000000-0000-0000-0000-000000000000"} | block | changes
    data = {"language": "en", "title": "T", "summary": "S", "topics": [], "blocks": [block], "as_of": "2026-01-01"}
    return [item.words for item in blockers(Document(data)) if item.block_key == block["key"]]


def with_html(html):
    return with_block({"type": "rich_text", "html": html})


def test_nothing_blocks_a_complete_article(author):
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.topics.add(make.topic())
    assert listed(article) == []
    assert listed(article, "advice") == ["There is no article in Spanish.", "1 number refers to no observation."]


def test_summary_and_body_are_needed(author):
    article = make.article(by=author, summary=" ", blocks=[text("<p>One.</p>")])
    article.richtextblock_set.all().delete()
    assert listed(article) == ["The summary is empty.", "The body is empty."]
    fields = [item.field for item in blockers(resolve(article))]
    assert fields == ["summary", "body"]


@pytest.mark.parametrize("kind", ["text_table", "impact_table", "initiative_table"])
def test_table_needs_a_caption(kind):
    table = {"type": kind, "caption": "Ports", "rows": [], "note": ""}
    assert with_block(table) == []
    assert with_block(table, caption=" ") == ["This table has no caption."]


def test_data_table_needs_a_title():
    table = {"title": "", "columns": [], "rows": [], "note": ""}
    assert with_block({"type": "data_table", "table": table}) == ["This table has no title."]


def test_picture_needs_words_in_the_language_of_the_article(author):
    image = picture("red", by=author, alt="A pier")
    image.alt_es = ""
    image.save()
    block = (kinds.PictureBlock, {"image": image})
    assert listed(make.article(by=author, blocks=[block])) == []
    spanish = make.article(by=author, language="es", blocks=[block])
    assert listed(spanish) == ["What this picture shows is not said in Spanish."]
    image.alt_es = "Un muelle"
    image.save()
    assert listed(spanish) == []
    nothing = {"type": "picture", "caption": "", "image": {"alt": {"text": " "}}}
    assert with_block(nothing) == ["Nothing says what this picture shows, for those who cannot see it."]


def test_no_heading_level_is_skipped(author):
    assert with_html("<h2>A</h2><h3>B</h3><h2>C</h2>") == []
    assert len(with_html("<h3>B</h3>")) == 1
    article = make.article(by=author, blocks=[text("<p>One.</p>"), text("<h3>Ports</h3>")])
    assert listed(article) == ["The heading “Ports” is of level 3 and follows one of level 1."]


def test_headings_go_on_from_block_to_block_and_not_from_a_callout(author):
    callout = (kinds.CalloutBlock, {"title": "Note", "html": "<p>One.</p>"})
    under = [text("<h2>A</h2><p>One.</p>"), callout, text("<h3>B</h3>")]
    assert listed(make.article(by=author, blocks=under)) == []
    assert len(listed(make.article(by=author, blocks=[callout, text("<h3>B</h3>")]))) == 1
    unknown = (kinds.UnknownBlock, {"html": "<p>Who.</p><h3>C</h3>"})
    assert listed(make.article(by=author, blocks=[unknown, text("<h3>D</h3>")])) == []


@pytest.mark.parametrize(
    "href",
    ["https://example.org/en/nothing/", "mailto:a@example.org", "/en/", "/es/acerca-de/", "/en/about", 
     "/en/sources/?sort=-name", "/en/statistics/#top", "http://localhost:8000/en/about/"],
)  # fmt: skip
def test_links_to_pages_that_are_there_and_to_other_sites(href):
    assert with_html(f'<p><a href="{href}">here</a></p>') == []


@pytest.mark.parametrize(
    "href",
    ["/en/nothing/", "/nowhere", "/en/briefings/ports/", "/es/informes/ports/", "/en/briefings/ports/1/",
     "/en/sources/x/", "/en/statistics/x/", "/en/tables/x/", "/en/initiatives/x/",
     f"/pictures/{'a' * 64}.png", "/en/briefings/%00/",
     "http://localhost:8000/en/nothing/", "https://localhost/en/nothing/", "/en/briefings/ports/99999999999999999999/"],
)  # fmt: skip
def test_links_to_pages_at_which_readers_find_nothing(href):
    (words,) = with_html(f'<p><a href="{href}">here</a></p>')
    assert words.startswith("The link “here” leads to ") and words.endswith("where readers find nothing.")


@pytest.mark.parametrize(
    "href", ["/admin/", "/admin/briefings/article/1/change/", "http://localhost:8000/admin/", "/admin/x"]
)
def test_links_into_the_administration(href):
    assert "leads into the administration" in with_html(f'<p><a href="{href}">here</a></p>')[0]


def test_links_without_address_or_words_or_to_missing_places_of_the_page():
    assert with_html('<p><a href="">here</a></p>') == ["The link “here” has no address."]
    assert with_html('<p><a href="/en/"> </a></p>') == ["A link to /en/ has no words: nobody sees it."]
    assert "nowhere on the page" in with_html('<p><a href="#ports">here</a></p>')[0]
    assert "nowhere on the page" in with_html('<p><a href="#">here</a></p>')[0]
    assert with_html('<h2>Ports</h2><p><a href="#s00000000-ports">here</a> <a href="#history">there</a></p>') == []


@pytest.mark.parametrize("href", ["//[", "https://[", "http://a b", "javascript:1", "x"])
def test_what_is_no_address_raises_nothing(href):
    with_html(f'<p><a href="{href}">here</a></p>')


def test_link_counts_from_the_moment_its_target_is_public_until_it_is_taken_down(author, editor):
    other = make.article("Ports", by=author, slug="ports")
    address = "/en/briefings/ports/"
    article = make.article(by=author, blocks=[text(f'<p><a href="{address}">here</a></p>')])
    assert len(listed(article)) == 1
    soon = timezone.now() + datetime.timedelta(days=1)
    make.edition(article=other, by=author, approver=editor, publish_at=soon)
    assert len(listed(article)) == 1
    make.edition("Prisons", by=author, approver=editor, slug="prisons")
    rewrite(article, by=author, html='<p><a href="/en/briefings/prisons/">here</a></p>')
    assert listed(article) == []
    prisons = Article.objects.get(slug="prisons")
    withdraw(prisons, by=editor, reason="Wrong.")
    assert listed(article) == []
    assert "The link “here” leads to a briefing that has been withdrawn." in listed(article, "advice")
    take_down(prisons, by=editor, reason="At a court’s order.")
    assert len(listed(article)) == 1


def test_links_to_things_count_only_while_they_are_public(author):
    hidden = [make.source(public=False), make.indicator(public=False), make.data_table(public=False)]
    hidden.append(make.initiative(public=False))
    addresses = [thing.get_absolute_url() for thing in hidden]
    addresses.append(hidden[2].get_absolute_url().rstrip("/") + ".csv")
    html = "".join(f'<p><a href="{address}">here</a></p>' for address in addresses)
    article = make.article(by=author, blocks=[text(html)])
    assert len(listed(article)) == 5
    for thing in hidden:
        thing.public_since = timezone.now() - datetime.timedelta(days=1)
        thing.save()
    assert listed(article) == []


def test_links_to_figures_that_do_not_exist_are_listed(author):
    html = "".join(f'<p><a href="/en/figures/{key}/">here</a></p>' for key in (9, 2**63 - 1, 10**30))
    assert len(listed(make.article(by=author, blocks=[text(html)]))) == 3


def test_every_public_page_of_something_is_known_to_the_checklist():
    """By the name of its address. Answers of the API, sitemaps, shared drafts and the files of lists are none."""
    for name in public_patterns():
        page = base_name(name)
        if page in SAMPLES and not page.startswith(("shared", "api-", "sitemap")) and not page.endswith("s-file"):
            assert bool(public_of(page)) == page_takes_arguments(name), page


def page_takes_arguments(name):
    from django.urls import get_resolver

    return any(parameters for _address, parameters in get_resolver().reverse_dict.getlist(name)[0][0])


def test_the_sites_own_addresses_are_recognised():
    assert page_at("/en/briefings/ports/")[0] == "briefing"
    assert page_at("/en/briefings/ports")[0] == "briefing"
    assert page_at("/admin/")[0] == page_at("/admin/anything")[0] == "staff"
    assert page_at("/nothing")[0] == "nothing"


def test_what_is_referred_to_and_not_public_is_named_at_its_block(author):
    series = counts(public=False)
    source = make.source("Ministry", public=False)
    blocks = [
        (kinds.DataTableBlock, {"table": table_of(series, ["2022"])}),
        (kinds.SourcesBlock, {"intro": "We read:", "selection": [source]}),
    ]
    article = make.article(by=author, blocks=blocks)
    article.topics.add(make.topic("Ports", public=False))
    found = blockers(resolve(article))
    keys = [str(block.key) for model in (kinds.DataTableBlock, kinds.SourcesBlock) for block in model.objects.all()]
    assert [item.block_key for item in found if "Ministry" in item.words] == [keys[1]]
    assert {item.block_key for item in found} == {*keys, ""}
    assert [item.field for item in found if "Ports" in item.words] == ["topics"]


def test_advice_blocks_nothing(author, editor):
    article = make.edition("A very " + "long " * 20 + "title", by=author, approver=editor, slug="long").article
    advice = listed(article, "advice")
    assert advice[:3] == [
        "The title has 112 characters; up to about 90 read well.",
        "No topic is chosen: the briefing names none to its readers.",
        "There is no list of sources.",
    ]


def test_missing_and_stale_translations(author, editor):
    english = make.edition("Ports", by=author, approver=editor, slug="ports").article
    assert "There is no article in Spanish." in listed(english, "advice")
    spanish = start_translation(english, language="es", by=author)
    assert "The article in Spanish is not published." in listed(english, "advice")
    make.edition(article=spanish, by=author, approver=editor)

    def about_translation():
        return [[words for words in listed(one, "advice") if "follow" in words] for one in (english, spanish)]

    assert about_translation() == [[], []]
    rewrite(english, by=author, html="<p>Four ports.</p>")
    make.edition(article=english, by=author, approver=editor)
    words = "The article in Spanish does not follow edition 2 in English yet."
    assert about_translation() == [[words], [words]]
    make.edition(article=spanish, by=author, approver=editor)
    assert about_translation() == [[], []]


def test_loose_numbers_are_named_at_their_block(author):
    article = make.article(
        "Ports", by=author, summary="12 ports.", blocks=[text("<p>About 480 people, 20 of them twice.</p>")]
    )
    found = checklist(article, resolve(article))
    assert (found.coverage.found, found.coverage.referring) == (3, 0)
    loose = {
        (item.field, item.block_key): [one.number for one in item.numbers] for item in found.advice if item.numbers
    }
    key = str(kinds.RichTextBlock.objects.get().key)
    assert loose == {("summary", ""): ["12"], ("", key): ["480", "20"]}


def queries_of(article):
    article = Article.objects.get(pk=article.pk)
    document = resolve(article)
    with CaptureQueriesContext(connection) as queries:
        checklist(article, document)
    return len(queries)


def test_more_blocks_and_links_cost_no_more_queries(author, editor):
    def links(number):
        made = [make.source(), make.indicator(), make.data_table(), make.initiative()]
        urls = [thing.get_absolute_url() for thing in made] + [f"/en/briefings/nothing-{number}/"]
        return text("".join(f'<p><a href="{url}">here</a></p>' for url in urls))

    few = make.article(by=author, blocks=[links(0)])
    many = make.article(by=author, blocks=[*every_block(author), *[links(number) for number in range(1, 9)]])
    assert queries_of(few) == queries_of(many) == 9
