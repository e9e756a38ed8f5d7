"""The finding of a data table: the title of its chart; the table keeps its caption."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from briefings.articles.resolving import resolve
from briefings.documents.reading import block_words
from briefings.documents.rendering import render_document
from briefings.history.actions import make_public
from briefings.lib.html import visible_text
from briefings.statistics.charts import measure_of
from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.models import DataTable
from tests import make
from tests.articles.typing import fields_of
from tests.kinds import DataTableBlock

pytestmark = pytest.mark.django_db

CAPTION, FINDING = "Homicides by year", "Homicides have doubled"


@pytest.fixture
def homicides():
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry"))
    make.recorded(series, {"2021": "2495", "2022": "4886", "2023": "8248"})
    return series


@pytest.fixture
def table(homicides):
    table = make.data_table(CAPTION, slug="by-year", show="both", finding_en=FINDING, finding_es="Se han duplicado")
    make.column(table, homicides)
    for period in ("2021", "2022", "2023"):
        make.row(table, period)
    return table


def page(reader, language="en", query=""):
    address = {"en": "/en/tables/by-year/", "es": "/es/tablas/by-year/"}[language]
    return reader.get(address + query).content.decode()


def in_a_briefing(table, author):
    article = make.article(by=author, blocks=[(DataTableBlock, {"table": table})])
    return resolve(article).data


def test_finding_is_the_charts_title_over_its_measure(reader, table):
    html = page(reader)
    assert f'<span class="chart-title">{FINDING}</span>' in html
    assert '<span class="chart-subtitle">Homicides (victims), Ecuador, yearly</span>' in html
    assert f'<title id="chart-by-year-title">{FINDING}</title>' in html or f">{FINDING}</title>" in html
    assert f"<h1>{CAPTION}</h1>" in html
    assert f'<caption><span class="visually-hidden" id="f-title">{CAPTION}</span></caption>' in html
    assert "Se han duplicado" in page(reader, "es")


def test_finding_in_the_other_language_is_marked(reader, table):
    DataTable.objects.update(finding_es="")
    assert f'<span class="chart-title"><span lang="en">{FINDING}</span></span>' in page(reader, "es")


def test_caption_is_the_charts_title_without_a_finding(reader, table):
    DataTable.objects.update(finding_en="", finding_es="")
    html = page(reader)
    assert f'<span class="chart-title">{CAPTION}</span>' in html
    assert "chart-subtitle" not in html
    assert "finding" not in resolve_data_table(table.__class__.objects.get(), "en")


@pytest.mark.parametrize("show", ["chart", "both"])
def test_in_a_briefing_the_table_keeps_its_caption(show, table, author):
    table.show = show
    table.save()
    html = render_document(in_a_briefing(table, author))
    assert f'<span class="chart-title">{FINDING}</span>' in html
    assert '<span class="caption-title" id="f-' in html and f'title">{CAPTION}</span></caption>' in html


def test_table_without_a_chart_has_no_finding(reader, table, author):
    table.show = "table"
    table.save()
    assert FINDING not in page(reader)
    assert "finding" not in in_a_briefing(table, author)["blocks"][0]["table"]


def test_finding_is_part_of_the_text_of_the_block(table, author):
    text = block_words(in_a_briefing(table, author)["blocks"][0])
    assert text.startswith(f"{CAPTION}\n{FINDING}\n")


def test_finding_is_not_shown_with_values_of_an_earlier_day(reader, table):
    assert FINDING not in page(reader, query="?as_of=2025-01-31")


def test_older_document_without_a_finding_is_rendered_unchanged(table, author):
    data = in_a_briefing(table, author)
    resolved = data["blocks"][0]["table"]
    del resolved["finding"], resolved["finding_language"]
    text = visible_text(render_document(data))
    assert CAPTION in text and FINDING not in text and "yearly" not in text
    html = render_to_string("briefings/statistics/data_table_content.html", {"table": resolved, "chart": "<svg></svg>"})
    assert f'<span class="chart-title">{CAPTION}</span>' in html


def test_measure_names_what_all_lines_have_in_common(homicides):
    table = make.data_table(show="chart")
    other = make.series(of=homicides.indicator, by=make.source("Police"))
    rate = make.series(of=make.indicator("Rate", unit_en="per 100,000"))
    make.recorded(other, {"2022": "4800"})
    make.recorded(rate, {"2022": "27"})
    for series in (homicides, other, rate):
        make.column(table, series)
    make.row(table, "2022")
    assert measure_of(resolve_data_table(table, "en")) == "Homicides (victims), Ecuador, yearly"
    robberies = make.series(of=make.indicator("Femicides"), where=make.area("EC-G", "Guayas"))
    make.recorded(robberies, {"2022": "300"})
    make.column(table, robberies)
    assert measure_of(resolve_data_table(table, "en")) == "Victims, yearly"
    with translation.override("es"):
        assert measure_of(resolve_data_table(table, "es")) == "Victims, anual"


def test_measure_of_areas_names_the_period(homicides):
    table = make.data_table(show="chart", rows_are="areas")
    for when in ("2021", "2022"):
        make.column(table, homicides, when)
    make.row(table, area=homicides.area)
    assert measure_of(resolve_data_table(table, "en")) == "Homicides (victims), 2022"


def test_form_of_a_table_has_fields_for_the_finding(table, analyst, signed_in):
    html = signed_in(analyst).get(f"/admin/briefings/datatable/{table.pk}/change/").content.decode()
    assert f'name="finding_en" value="{FINDING}"' in html and 'name="finding_es"' in html


def saved_in_the_admin(client, table, **fields):
    posted = fields_of(opened(client, table), "datatable_form") | fields
    return client.post(f"/admin/briefings/datatable/{table.pk}/change/", posted, follow=True).content.decode()


def test_finding_is_left_out_once_a_value_has_changed_until_somebody_has_read_it_again(
    reader, table, homicides, analyst, signed_in
):
    desk = signed_in(analyst)
    assert "was changed successfully" in saved_in_the_admin(desk, table)
    assert FINDING in page(reader) and "finding was written" not in opened(desk, table)
    make.revised(homicides, {"2023": "2400"})
    for address in ("/en/tables/by-year/", "/en/tables/by-year.svg"):
        text = reader.get(address).text
        assert FINDING not in text and CAPTION in text, address
    assert "Values of this table have changed since its finding was written" in opened(desk, table)
    saved_in_the_admin(desk, table, finding_en="Homicides are where they were")
    assert "Homicides are where they were" in page(reader)


def test_finding_of_a_table_by_rule_is_left_out_once_it_has_another_row(reader, homicides, analyst, signed_in):
    table = make.data_table(CAPTION, slug="by-year", show="both", finding_en=FINDING, row_rule="last", rows_count=5)
    make.column(table, homicides)
    saved_in_the_admin(signed_in(analyst), table)
    assert FINDING in page(reader)
    make.recorded(homicides, {"2024": "7065"})
    assert FINDING not in page(reader)


def test_finding_of_which_the_values_are_not_known_is_shown(reader, table, homicides):
    """It is from before they were kept."""
    make.revised(homicides, {"2023": "2400"})
    assert FINDING in page(reader)


def opened(client, table):
    return client.get(f"/admin/briefings/datatable/{table.pk}/change/").content.decode()


def test_finding_of_areas_by_rule_is_the_same_in_both_languages(reader, homicides, analyst, signed_in):
    """Rows are in the order of their names, which differs."""
    table = make.data_table(
        CAPTION, slug="by-year", show="both", finding_en=FINDING, rows_are="areas", row_rule="level",
        rows_level="province",
    )  # fmt: skip
    for code, *names in (("EC-A", "Alpha", "Zeta"), ("EC-B", "Beta", "Beta")):
        area = make.area(code, names[0], "province", name_es=names[1])
        series = make.series(of=homicides.indicator, where=area, by=homicides.source)
        make.recorded(series, {"2023": "5"})
    make.column(table, series, "2023")
    desk = signed_in(analyst)
    assert "was changed successfully" in saved_in_the_admin(desk, table)
    assert FINDING in page(reader) and FINDING in page(reader, "es")
    make.series(of=series.indicator, where=series.area, by=series.source, frequency="M", public=False)  # not in it
    make.revised(series, {"2023": "6"})
    preview = desk.get(f"/admin/briefings/datatable/{table.pk}/preview/").text
    assert FINDING not in page(reader) and FINDING not in preview


def test_desk_shows_the_finding_of_a_table_with_hidden_values(table, homicides, analyst, signed_in):
    """Readers see it once they see the values."""
    since, homicides.public_since = homicides.public_since, None
    homicides.save()
    DataTable.objects.update(public_since=None)
    desk, preview = signed_in(analyst), f"/admin/briefings/datatable/{table.pk}/preview/"
    saved_in_the_admin(desk, table)
    assert FINDING in desk.get(preview).text
    homicides.public_since = since
    homicides.save()
    make_public(table, by=analyst)
    assert FINDING in desk.get(preview).text and "finding was written" not in opened(desk, table)
