"""Every thing has an address in each language; an address is never given to another, and older ones redirect."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils.translation import override

from briefings.addresses.models import Address
from briefings.history.actions import make_public
from briefings.search.models import SearchDocument

from .. import make

pytestmark = pytest.mark.django_db

MAKERS = {
    "indicator": make.indicator,
    "data-table": make.filled_table,
    "source": make.source,
    "topic": make.topic,
    "initiative": make.initiative,
}


def addresses(thing):
    rows = Address.objects.filter(kind=thing.page_name, target_id=thing.pk)
    return set(rows.values_list("language", "slug"))


@pytest.fixture
def offices(analyst, editor):
    """{page name: whoever may make it public}"""
    return dict.fromkeys(MAKERS, analyst) | {"topic": editor, "initiative": editor}


@pytest.mark.parametrize("name", MAKERS)
def test_things_get_an_address_in_each_language_when_they_are_made_public(name, offices):
    thing = MAKERS[name]("Prison deaths", public=False, slug="prison-deaths", name_es="Muertes en cárceles")
    assert addresses(thing) == set()
    thing = make_public(thing, by=offices[name])
    assert addresses(thing) == {("en", "prison-deaths"), ("es", "prison-deaths"), ("es", "muertes-en-carceles")}
    assert thing.url_in("en") == reverse(f"{name}-en", args=["prison-deaths"])
    assert thing.url_in("es") == reverse(f"{name}-es", args=["muertes-en-carceles"])


@pytest.mark.parametrize("name", MAKERS)
def test_a_page_answers_at_its_own_address_and_names_that_of_the_other_language(name, offices, client):
    make_public(MAKERS[name](public=False, slug="deaths", name_es="Muertes"), by=offices[name])
    english, spanish = reverse(f"{name}-en", args=["deaths"]), reverse(f"{name}-es", args=["muertes"])
    for page, other in ((english, spanish), (spanish, english)):
        answer = client.get(page)
        assert answer.status_code == 200
        assert f'href="{other}"' in answer.text
    assert client.get(reverse(f"{name}-en", args=["muertes"])).status_code == 404


def test_the_english_slug_redirects_under_es_with_its_query(analyst, client):
    make_public(make.indicator(public=False, slug="deaths", name_es="Muertes"), by=analyst)
    answer = client.get("/es/estadisticas/deaths/?as_of=2025-01-31&utm_source=x")
    assert (answer.status_code, answer["Location"]) == (301, "/es/estadisticas/muertes/?as_of=2025-01-31")


def test_addresses_of_what_is_not_public_do_not_redirect(analyst, client):
    thing = make_public(make.source(public=False, slug="ministry", name_es="Ministerio"), by=analyst)
    type(thing).objects.filter(pk=thing.pk).update(public_since=None)
    assert client.get("/es/fuentes/ministry/").status_code == 404


def test_spanish_slugs_of_equal_names_are_numbered(analyst):
    first, second = (make.source(public=False, slug=f"s{n}", name_es="Policía") for n in (1, 2))
    assert make_public(first, by=analyst).slug_es == "policia"
    assert make_public(second, by=analyst).slug_es == "policia-2"


def test_a_typed_spanish_slug_is_kept(analyst):
    assert make_public(make.source(public=False, slug="a", slug_es="propio"), by=analyst).slug_es == "propio"


def test_the_address_of_another_thing_is_refused(analyst):
    make_public(make.source(public=False, slug="ministry", name_es="Ministerio"), by=analyst)
    other = make.source(public=False, slug="ministerio", name_es="Otro")
    with pytest.raises(ValidationError, match="something else before"):
        other.full_clean()
    with pytest.raises(ValidationError, match="something else before"):
        make_public(other, by=analyst)
    make.indicator(slug="ministerio").full_clean()  # of another kind


def test_places_have_addresses_from_the_start():
    province = make.area("EC-SE", "Santa Elena", "province", name_es="Santa Elena")
    country = make.area("EC", "Ecuador", name_es="Ecuador")
    canton = make.area("0901", "Santa Elena", "canton")
    assert addresses(province) == {("en", "santa-elena"), ("es", "santa-elena")}
    assert (canton.slug, country.slug) == ("santa-elena-2", "ecuador")


def test_documents_keep_the_english_slug_and_pages_link_to_the_spanish_one(analyst, client):
    source = make_public(make.source("Ministry", public=False, slug="ministry", name_es="Ministerio"), by=analyst)
    table = make.data_table("Deaths", slug="deaths")
    series = make.series(by=source)
    make.column(table, series)
    make.row(table, "2022")
    make.recorded(series, {"2022": "7"})
    page = client.get("/es/tablas/deaths/").text
    assert "/es/fuentes/ministerio/" in page
    assert "/es/fuentes/ministry/" not in page


def test_links_of_editors_are_in_the_language_of_the_text(author, analyst, signed_in):
    make_public(make.indicator("Deaths", public=False, slug="deaths", name_es="Muertes"), by=analyst)
    query = {"q": "muertes", "language": "es"}
    (found,) = signed_in(author).get("/admin/briefings/article/link-targets/", query).json()["results"]
    assert found["url"] == "/es/estadisticas/muertes/"


def test_the_search_index_has_both_addresses(analyst, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        source = make_public(make.source(public=False, slug="ministry", name_es="Ministerio"), by=analyst)
    urls = set(SearchDocument.objects.filter(kind="source", target_id=source.pk).values_list("url", flat=True))
    assert urls == {"/en/sources/ministry/", "/es/fuentes/ministerio/"}


def test_the_database_refuses_changes(analyst):
    make_public(make.source(public=False), by=analyst)
    for statement in ("UPDATE briefings_address SET target_id = 9", "DELETE FROM briefings_address"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_briefings_that_the_release_before_publishes_are_found(author, editor, client):
    """Its rows have no `target_id`."""
    edition = make.edition("Ports", by=author, approver=editor)
    Address.objects.bulk_create(
        [Address(language="en", slug="harbours", article_id=edition.article_id, created_at=edition.publish_at)]
    )
    answer = client.get("/en/briefings/harbours/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/briefings/{edition.article.slug}/")
    address = Address.objects.get(slug="harbours")
    assert address.kind == "briefing"
    assert not Address.objects.at("briefing", "en", "harbours").of_others("briefing", edition.article_id).exists()


def test_each_page_needs_no_query_for_its_address(analyst, django_assert_num_queries):
    source = make_public(make.source(public=False, slug="ministry", name_es="Ministerio"), by=analyst)
    with django_assert_num_queries(0), override("es"):
        assert source.get_absolute_url() == "/es/fuentes/ministerio/"
