"""Rule 4: the numbers in a text that refer to nothing are found, whatever the text is."""

import time
from decimal import Decimal
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.documents.number_check import coverage, meanings, quantities
from briefings.lib.html import clean_html
from briefings.lib.numbers import format_number

SENTENCES = {
    "Police counted 4,886 deaths in 2022, 27.4% more.": ["4,886", "27.4"],
    "On 9 January 2024, and January 10–12, 2024, at 14:30, 3 of 12 ports.": ["3", "12"],
    "2024-01-09, 9/1/2024, 2024-Q1, 2019–2023, 2019/20, the 1990s and 24/7": [],
    "the 3rd of the 21st century, with COVID-19, F-16s, G7, 5G and 4x4": [],
    "Decree 110, Article 5, no. 7, #8, Table 3 and pp. 12": [],
    "In this case 12 died, and no 3 of them: n.º 4, p. 5": ["12", "3"],
    "1. See (2), [13] and https://example.org/a%20b/99?c=5 or a7@b8.com": [],
    "US$2000, $15 and USD 3.5 million": ["2000", "15", "3.5"],
    "version 1.2.3 for 50kg": ["50"],
    "About 1,234,567 of 1,234,567.8 and 12.5": ["1,234,567", "1,234,567.8", "12.5"],
    "Between 12 to 15 May 2020, −3.5 points": ["3.5"],
    "In 2023 480 people": ["480"],
    "2000% more": ["2000"],
    "A rate of 27.4 per 100,000 inhabitants, or 3 per 1,000, or 12 deaths/100,000": ["27.4", "3", "12"],
    "27.4 homicides per 100 000 people; 12 for every 10,000; 4 in 100,000 inhabitants": ["27.4", "12", "4"],
    "A city of 1,100,000 inhabitants, 100,500 of them poor": ["1,100,000", "100,500"],
    "100,000 people fled, 200,000 inhabitants stayed": ["100,000", "200,000"],
    "Executive Decree 110, Law 26.388, Resolution No. 2,012 and the law of 12 states": ["12"],
    "on 9 de Octubre avenue, at km 26, in Wing 12 and with Brigade 31": [],
}
SPANISH = {
    "El 9 de enero de 2024 hubo 4 886 muertes, un 27,4 % más.": ["4 886", "27,4"],
    "El 1.er puesto, el n.º 5, el 2.º, el artículo 3 y la 4.ª fase": [],
    "Cayó de 12 480 a 4.886 en 2023": ["12 480", "4.886"],
    "Del 5 al 7 de mayo, a las 14h30": [],
    "27,4 por 100 000 habitantes; 3 por cada 1000; 12 por cada 100.000 personas": ["27,4", "3", "12"],
    "27,4 muertes por 100\u00a0000 habitantes y 45 por 1 000 000": ["27,4", "45"],
    "en la 9 de Octubre y en la avenida 10 de Agosto; Decreto Ejecutivo 730, Ley Orgánica n.º 1008 y Acuerdo 14": [],
    "por 12 días, cada 3 horas": ["12", "3"],
}


def found(line, language="en"):
    return [line[start:end] for start, end in quantities(line, language)]


@pytest.mark.parametrize("line", SENTENCES)
def test_numbers_of_an_english_sentence(line):
    assert found(line) == SENTENCES[line]


@pytest.mark.parametrize("line", SPANISH)
def test_numbers_of_a_spanish_sentence(line):
    assert found(line, "es") == SPANISH[line]


def test_a_number_means_what_either_language_would_read():
    assert meanings("4.886") == {Decimal("4886"), Decimal("4.886")}
    assert meanings("4 886") == meanings("4\u00a0886") == {Decimal("4886")}
    assert meanings("1,234.5") == meanings("1.234,5") == {Decimal("1234.5")}
    assert meanings("1.2.3") == set()


def document(*texts, language="en", figures=()):
    blocks = [{"key": f"{n:08d}-x", "type": "rich_text", "html": html} for n, html in enumerate(texts)]
    for number, value in enumerate(figures):
        figure = {"vintage": number, "value": str(value), "text": format_number(value, 1, language), "change": None}
        blocks.append({"key": f"f{number:07d}-x", "type": "key_figure", "figure": figure})
    return {"language": language, "title": "Ports", "summary": "Three ports.", "blocks": blocks}


def test_a_number_that_a_figure_carries_refers_to_it():
    counted = coverage(document("<p>4,886 died, 27.4 in 9,000; 12 are missing.</p>", figures=[Decimal("4886")]))
    assert (counted.found, counted.referring) == (4, 1)
    numbers = [one.number for one in counted.loose[("00000000-x", "")]]
    assert numbers == ["27.4", "9,000", "12"]


def test_a_figure_in_the_prose_refers_to_its_record():
    counted = coverage(document('<p>In all <data class="figure" value="4886">4,886</data> died, 12 are missing.</p>'))
    assert (counted.found, counted.referring) == (2, 1)
    (one,) = counted.loose[("00000000-x", "")]
    assert (one.before, one.number, one.after) == ("In all … died, ", "12", " are missing.")


def test_every_place_where_an_author_writes_is_read():
    data = document() | {"title": "5 ports", "summary": "6 ports"}
    table = {
        "caption": "7 ports",
        "header_row": True,
        "rows": [["No.", "Tons"], ["1", "8"], ["2", "9"]],
        "note": "10 t",
    }
    data["blocks"] = [
        {"key": "t", "type": "text_table"} | table,
        {"key": "c", "type": "callout", "title": "11 ports", "html": "<p>12</p>"},
        {"key": "u", "type": "unknown", "html": "<ul><li>13</li></ul>"},
        {"key": "p", "type": "picture", "caption": "14 ships"},
        {"key": "s", "type": "sources", "intro": "15 books"},
    ]
    loose = {place: [one.number for one in numbers] for place, numbers in coverage(data).loose.items()}
    assert loose == {
        ("", "title"): ["5"], ("", "summary"): ["6"], ("t", ""): ["7", "8", "9", "10"], ("c", ""): ["11", "12"],
        ("u", ""): ["13"], ("p", ""): ["14"],
    }  # fmt: skip


ANY_TEXT = st.text(max_size=200)
PIECES = st.sampled_from(
    ["1", "12", "2024", "4,886", ".", ",", "-", "–", " ", "%", "%20", "a", "J", "January", "de enero", "º", "th", "(",
     ")", "[", "]", "#", "@", "://", "www.", "n.", "No", "\u00a0", "'", "’", "٣", "²", "½", "\ue000", "\x00", "\n",
     "\u2028", "€"]
)  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(line=ANY_TEXT | HOSTILE, language=st.sampled_from(["en", "es"]))
def test_whatever_is_written_is_counted_in_order_and_without_overlap(line, language):
    end = 0
    for start, stop in quantities(line, language):
        assert end <= start < stop <= len(line)
        assert line[start].isdigit() and line[stop - 1].isdigit()
        end = stop


@settings(max_examples=300, deadline=None)
@given(text=ANY_TEXT | HOSTILE, language=st.sampled_from(["en", "es"]), table=st.lists(HOSTILE, min_size=1, max_size=4))
def test_any_document_is_covered_as_far_as_it_refers(text, language, table):
    data = document(clean_html(f"<p>{escape(text)}</p>"), clean_html(text), language=language, figures=[Decimal("12")])
    rows = {"type": "text_table", "caption": text, "header_row": False, "rows": [table], "note": text}
    data["blocks"].append({"key": "t"} | rows)
    counted = coverage(data)
    assert 0 <= counted.referring <= counted.found
    for numbers in counted.loose.values():
        for one in numbers:
            assert one.number and len(one.before) <= 41 and len(one.after) <= 41


NO_DIGITS = st.text(st.characters(exclude_categories=["N", "C"], exclude_characters="%@:/#№.(["), max_size=60)


@settings(max_examples=300, deadline=None)
@given(before=NO_DIGITS, after=NO_DIGITS, value=st.integers(0, 10**12), language=st.sampled_from(["en", "es"]))
def test_a_number_is_found_in_any_words_and_no_longer_loose_once_a_figure_carries_it(before, after, value, language):
    number = format_number(Decimal(value), 0, language)
    html = f"<p>{escape(before)} they counted {number}, people {escape(after)}</p>"
    if 1500 <= value < 2100 and len(number) == 4:
        return
    counted = coverage(document(html, language=language))
    assert (counted.found, counted.referring) == (1, 0)
    counted = coverage(document(html, language=language, figures=[Decimal(value)]))
    assert (counted.found, counted.referring) == (1, 1)


@settings(max_examples=200, deadline=None)
@given(text=NO_DIGITS, year=st.integers(1500, 2099), day=st.integers(1, 28))
def test_dates_and_years_refer_to_themselves(text, year, day):
    html = f"<p>{escape(text)} in {year}, on {day} May {year}, on May {day}, {year}, since {year}-05-{day:02} then</p>"
    assert coverage(document(html)).found == 0


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1 ", "123 ", "1 234", "9 Jan ", "a@", "%20", "2020-", "1:", "May ", "1-", "[1", "(1", " ", "<data",
     "12\u00a0",     "n.º ", "\n1.", "www.", "1 a. ", "٣"],
)  # fmt: skip
def test_hostile_text_of_the_greatest_length_takes_seconds_and_not_hours(piece):
    """A hundred thousand characters are what a block may hold; quadratic work on them would take minutes."""
    text = (piece * 100_000)[:100_000]
    start = time.process_time()
    coverage(document(escape(text)))
    assert time.process_time() - start < 10
