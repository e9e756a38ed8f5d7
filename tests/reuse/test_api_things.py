"""The API: single things, hits of the search, and refusals."""

import pytest

from briefings.reuse.api.briefings import FOUND
from tests import make
from tests.kinds import RichTextBlock
from tests.reuse.test_api import API, edition, results, series  # noqa: F401
from tests.world import index_everything

pytestmark = pytest.mark.django_db


def test_each_thing_of_a_list_has_an_address_of_its_own(reader, series):  # noqa: F811
    make.topic("Ports", slug="ports")
    make.impact("Trust", slug="trust")
    release = make.release(series.source)
    for path, name in (("topics/ports", "ports"), ("impacts/trust", "trust")):
        assert reader.get(f"{API}/{path}").json()["slug"] == name
    assert reader.get(f"{API}/releases/{release.pk}").json()["source"] == series.source.slug
    hidden = make.release(make.source("Quiet", public=False))
    assert reader.get(f"{API}/releases/{hidden.pk}").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_hits_lead_to_what_was_found_in_the_api(reader, author, editor, language):
    indicator = make.indicator("Ports count", slug="count", slug_es="cuenta")
    make.data_table("Ports table", slug="table", slug_es="tabla")
    make.initiative("Ports plan", slug="plan", slug_es="plano")
    make.impact("Ports impact", slug="impact")
    make.source("Ports office", slug="office", slug_es="oficina")
    make.topic("Ports", slug="ports", slug_es="puertos")
    make.recorded(make.series(of=indicator, where=make.area("EC-P", "Ports", "province")), {"2022": "1"})
    make.edition("Ports now", slug="ports-now", language=language, by=author, approver=editor)
    index_everything()
    hits = results(reader, f"search?q=ports&language={language}")
    found = {hit["kind"]: hit["api"] for hit in hits}
    assert set(found) == {*FOUND}
    assert {hit["kind"] for hit in hits if hit["published"] is None} == {"place"}
    for kind, address in found.items():
        answer = reader.get(address.removeprefix("http://localhost:8000"))
        assert answer.status_code == 200, (kind, address)


def test_a_correction_names_the_page_that_compares(reader, edition, author, editor):  # noqa: F811
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Four ports.</p>")
    make.edition(article=edition.article, by=author, approver=editor, change_kind="correction", note="Four.")
    (entry,) = results(reader, "corrections")
    assert reader.get(entry["compare"].removeprefix("http://localhost:8000")).status_code == 200


def test_refusals_say_why_and_are_kept_briefly(reader, series):  # noqa: F811
    for path, words in (
        (
            "values?indicator=homicides&as_of=9999-01-01",
            "as_of: “9999-01-01” is no day up to today, such as 2025-01-31.",
        ),
        ("values?frequency=X", "frequency: “X” is unknown here. Known are: A, Q, M."),
        ("corrections?language=fr", "language: “fr” is unknown here. Known are: en, es."),
        ("values?area=a%20b", "area: there is no “a b”."),
        ("topics/nothing", "There is nothing at this address that readers can open."),
        ("nothing/here", "The API has no such address; /api/v1/ names its lists."),
    ):
        answer = reader.get(f"{API}/{path}")
        assert (answer.status_code, answer.json()["detail"]) == (404, words)
        assert answer["Cache-Control"] == "public, max-age=10"
    assert reader.get(f"{API}/indicators?limti=5")["Cache-Control"] == "public, max-age=10"
