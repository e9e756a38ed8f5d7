"""BaseTable: markup, accessibility, sorting, paging and invalid query strings."""

import re
from decimal import Decimal

import django_tables2 as tables
import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import format_html
from django.utils.translation import override

from briefings.lib.http import UnknownValue
from briefings.lib.tables import BaseTable, NumberColumn, configure

HOMICIDES = [
    {"year": 2020, "area": "Ecuador", "count": Decimal("1372"), "rate": Decimal("7.84")},
    {"year": 2021, "area": "Ecuador", "count": Decimal("2496"), "rate": Decimal("14.04")},
    {"year": 2022, "area": "Ecuador", "count": Decimal("4886"), "rate": None},
]


class HomicideTable(BaseTable):
    caption = "Intentional homicides, Ecuador, 2020–2022"
    caption_note = "Number of victims"
    source_line = "Ministry of the Interior"

    year = tables.Column("Year")
    area = tables.Column("Area", orderable=False)
    count = NumberColumn("Homicides")
    rate = NumberColumn("Per 100,000", decimals=1)


def get(query=""):
    return RequestFactory().get(f"/en/statistics/homicides/{query}")


def printed(query="", *, data=HOMICIDES, per_page=50, counted=True, table=HomicideTable, **options):
    made = configure(table(list(data), **options), get(query), per_page=per_page, counted=counted)
    return render_to_string("tables/table.html", {"table": made})


def years(html):
    return [int(year) for year in re.findall(r'<th scope="row"[^>]*>(\d+)</th>', html)]


def many(number):
    return [{"year": 1000 + n, "area": "", "count": Decimal(n), "rate": None} for n in range(number)]


def test_caption_names_the_table_and_its_scroller():
    html = printed()
    assert '<span class="caption-title" id="main-table-title">Intentional homicides, Ecuador, 2020–2022</span>' in html
    assert 'role="region" aria-labelledby="main-table-title" tabindex="0"' in html
    assert "Source: Ministry of the Interior" in html


def test_first_column_is_the_row_header_and_columns_have_a_scope():
    html = printed()
    assert years(html) == [2020, 2021, 2022]
    assert html.count('scope="col"') == 4
    assert html.count('scope="row"') == 3


def test_another_column_may_be_the_row_header():
    class ByArea(HomicideTable):
        row_headers = ("area",)

    html = printed(table=ByArea)
    assert html.count('<th scope="row">Ecuador</th>') == 3
    assert years(html) == []


def test_cells_have_formatted_numbers_with_plain_values():
    html = printed()
    assert ' class="number"><data value="4886">4,886</data></td>' in html
    assert ' class="number"><data value="7.84">7.8</data></td>' in html
    assert ' class="number">—</td>' in html


def test_numbers_follow_the_language():
    with override("es"):
        html = printed()
    assert '<data value="4886">4\u00a0886</data>' in html
    assert '<data value="7.84">7,8</data>' in html


def test_decimals_may_come_from_the_record():
    class Mixed(BaseTable):
        name = tables.Column()
        amount = NumberColumn(decimals="unit__decimals")

    rows = [
        {"name": "homicides", "amount": Decimal("4886"), "unit": {"decimals": 0}},
        {"name": "rate", "amount": Decimal("27.36"), "unit": {"decimals": 1}},
    ]
    html = printed(data=rows, table=Mixed)
    assert ">4,886</data>" in html
    assert ">27.4</data>" in html


def test_value_for_files_is_plain():
    assert list(HomicideTable(list(HOMICIDES)).as_values())[-1] == [2022, "Ecuador", "4886", None]


def test_sorted_column_has_aria_sort_and_a_reversed_link():
    html = printed("?sort=-year")
    assert years(html) == [2022, 2021, 2020]
    assert ' aria-sort="descending"><a rel="nofollow" href="?sort=year">Year</a></th>' in html
    assert html.count("aria-sort") == 1


def test_number_columns_sort_descending_first():
    assert '<a rel="nofollow" href="?sort=-count">Homicides</a>' in printed()


def test_column_that_cannot_be_sorted_has_no_link():
    assert '<th scope="col">Area</th>' in printed()


@pytest.mark.parametrize("sort", ["-", "--year", "nothing", "area", "year,count", "__class__", "count__x"])
def test_unknown_sort_is_refused_and_the_columns_are_named(sort):
    with pytest.raises(UnknownValue, match="Known are: year, count, rate"):
        printed(f"?sort={sort}")


def test_empty_sort_is_none():
    html = printed("?sort=")
    assert years(html) == [2020, 2021, 2022]
    assert "aria-sort" not in html


def test_sorting_keeps_filters_and_resets_the_page():
    html = printed("?area=EC-G&area=EC-P&page=1&sort=year")
    assert 'href="?area=EC-G&amp;area=EC-P&amp;sort=-year"' in html


@pytest.mark.parametrize("page", ["0", "-1", "3", "two", "1.0", "٢", "99999999999999999999", "", "%00", " 1", "01"])
@pytest.mark.parametrize("counted", [True, False])
def test_missing_page_is_404(page, counted):
    with pytest.raises(Http404):
        printed(f"?page={page}", data=many(20), per_page=10, counted=counted)


@pytest.mark.parametrize("query", ["?x=a%00b", "?a%00b=1", f"?x={'y' * 201}", f"?{'y' * 201}=x"])
def test_invalid_query_is_404(query):
    with pytest.raises(Http404):
        printed(query)


def test_query_of_200_characters_is_accepted():
    assert years(printed(f"?x={'y' * 200}")) == [2020, 2021, 2022]


def test_page_links_keep_filters():
    html = printed("?kind=count&page=2", data=many(30), per_page=10)
    assert years(html) == list(range(1010, 1020))
    assert '<a rel="prev" href="?kind=count">Previous page</a>' in html
    assert '<a rel="next" href="?kind=count&amp;page=3">Next page</a>' in html
    assert "Page 2 of 3" in html


def test_link_to_the_first_page_has_no_query():
    assert 'rel="prev" href="/en/statistics/homicides/"' in printed("?page=2", data=many(20), per_page=10)


@pytest.mark.parametrize("counted", [True, False])
def test_last_page_has_no_next(counted):
    html = printed("?page=3", data=many(30), per_page=10, counted=counted)
    assert years(html) == list(range(1020, 1030))
    assert 'rel="prev"' in html
    assert 'rel="next"' not in html


def test_uncounted_pages_know_only_whether_a_next_page_exists():
    html = printed("?page=2", data=many(30), per_page=10, counted=False)
    assert 'href="?page=3"' in html
    assert "Page 2</span>" in html
    assert "of 3" not in html


def test_single_page_has_no_pager():
    assert "pager" not in printed()


def test_two_tables_on_a_page_have_separate_queries():
    html = printed("?sort=-year&b-sort=year", prefix="b-")
    assert years(html) == [2020, 2021, 2022]
    assert 'id="b-table"' in html
    assert 'href="?sort=-year&amp;b-sort=-year"' in html


def test_empty_table_says_so():
    html = printed(data=[])
    assert '<td class="no-rows" colspan="4">There is nothing to list here.</td>' in html
    assert "No homicides recorded." in printed(data=[], empty_text="No homicides recorded.")


def test_cells_are_labelled_for_cards():
    html = printed()
    assert html.count('<td data-label="Per 100,000" class="number">') == 3


def test_a_table_of_two_columns_has_no_cards():
    class Short(BaseTable):
        year = tables.Column()
        count = tables.Column()

    html = printed(table=Short)
    assert "cards" not in html and "data-label" not in html


def test_downloads_are_listed():
    html = printed(downloads=[("CSV", "homicides.csv"), ("JSON", "homicides.json")])
    assert 'Download: <a href="homicides.csv">CSV</a><a href="homicides.json">JSON</a>' in html


def test_table_without_a_request_shows_all_rows_and_no_links():
    html = render_to_string("tables/table.html", {"table": HomicideTable(many(120))})
    assert len(years(html)) == 120
    assert "<a" not in html


def test_text_is_escaped_and_render_methods_are_used():
    class Linked(BaseTable):
        area = tables.Column(linkify=lambda record: f"/areas/{record['year']}")
        count = tables.Column()

        def render_count(self, value, record):
            return format_html("<b>{}</b> in {}", value, record["year"])

    html = printed(data=[{"area": "<script>", "count": 1, "year": 2020}], table=Linked)
    assert '<th scope="row"><a href="/areas/2020">&lt;script&gt;</a></th>' in html
    assert "<td><b>1</b> in 2020</td>" in html


class KindTable(BaseTable):
    app_label = tables.Column()
    model = tables.Column()
    id = NumberColumn()


def test_uncounted_page_takes_one_query(db, django_assert_num_queries):
    ContentType.objects.bulk_create(ContentType(app_label="many", model=f"m{n}") for n in range(30))
    table = KindTable(ContentType.objects.filter(app_label="many"))
    with django_assert_num_queries(1):
        html = render_to_string(
            "tables/table.html", {"table": configure(table, get("?page=2"), per_page=10, counted=False)}
        )
    assert html.count('scope="row"') == 10


def test_equal_rows_have_a_stable_order():
    table = configure(KindTable(ContentType.objects.all()), get("?sort=app_label"), per_page=None)
    assert table.data.data.query.order_by == ("app_label", "pk")


@pytest.mark.parametrize(("sort", "direction"), [("id", "ASC"), ("-id", "DESC")])
def test_missing_numbers_sort_last_in_both_directions(sort, direction):
    table = configure(KindTable(ContentType.objects.all()), get(f"?sort={sort}"), per_page=None)
    assert f'"id" {direction} NULLS LAST' in str(table.data.data.query)


def test_counted_page_loads_only_its_rows(db, django_assert_num_queries):
    ContentType.objects.bulk_create(ContentType(app_label="many", model=f"m{n}") for n in range(30))
    table = KindTable(ContentType.objects.filter(app_label="many"))
    with django_assert_num_queries(2) as queries:
        render_to_string("tables/table.html", {"table": configure(table, get("?page=2"), per_page=10)})
    assert "COUNT(*)" in queries[0]["sql"] and "LIMIT 10 OFFSET 10" in queries[1]["sql"]
