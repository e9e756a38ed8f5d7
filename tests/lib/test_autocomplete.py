"""AutocompleteFilter: it narrows a list, keeps the other filters and runs no query for its choices."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .. import make

FILTERS = {
    "article": ["topics"],
    "area": ["parent"],
    "impact": ["source"],
    "initiative": ["areas"],
    "release": ["source"],
    "series": ["indicator", "source"],
}
EVERY = [(model, field) for model, fields in FILTERS.items() for field in fields]


def rows(answer):
    assert answer.status_code == 200
    return list(answer.context["cl"].result_list)


def test_source_filter_narrows_series_and_keeps_other_filters(signed_in, analyst):
    series, other = make.series(), make.series()
    client = signed_in(analyst)
    answer = client.get("/admin/briefings/series/", {"source__id__exact": series.source_id, "q": "x", "p": "2"})
    assert '<input type="hidden" name="q" value="x">' in answer.text
    assert 'type="hidden" name="p"' not in answer.text
    assert f'<option value="{series.source_id}" selected>' in answer.text
    assert rows(client.get("/admin/briefings/series/", {"source__id__exact": series.source_id})) == [series]
    assert rows(client.get("/admin/briefings/series/", {"indicator__id__exact": other.indicator_id})) == [other]


@pytest.mark.parametrize(("model", "field"), EVERY)
def test_filter_lists_no_choices_and_links_to_autocomplete(model, field, signed_in, editor):
    make.area("EC-Z", "Somewhere")
    make.source("A source that nobody chose")
    client = signed_in(editor)
    page = client.get(f"/admin/briefings/{model}/").text
    assert f'id="filter-{field}"' in page
    assert "select2" in page
    assert f'data-field-name="{field}"' in page
    query = {"app_label": "briefings", "model_name": model, "field_name": field, "term": ""}
    assert client.get("/admin/autocomplete/", query).status_code == 200
    assert "A source that nobody chose" not in page.partition('id="changelist-filter"')[2]


def test_empty_choice_shows_everything(signed_in, editor):
    series = make.series()
    answer = signed_in(editor).get("/admin/briefings/series/", {"source__id__exact": "", "preferred__exact": "0"})
    assert rows(answer) == [series]


def test_queries_do_not_grow_with_choices(signed_in, editor):
    client = signed_in(editor)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/briefings/series/").status_code == 200
        return len(captured)

    make.series()
    few = queries()
    for _number in range(30):
        make.source()
    assert queries() == few
