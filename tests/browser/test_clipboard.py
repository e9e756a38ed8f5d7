"""What programs put on the clipboard, made the site's own: the module alone, on samples in `clipboard/`."""

from pathlib import Path

import pytest

from ..lib.test_html import ADDRESSES
from .desk import open_form

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).parent / "clipboard"
READ = """async html => {
    const { ours, parsed } = await import("briefings/clipboard")
    const { body, tables, changes } = ours(parsed(html), { struck: "struck out" })
    return { html: [...body.children].map(block => block.outerHTML), tables, changes }
}"""

TWO_YEARS = [["2022", "4,886"], ["2023", "8,248"]]
OURS = {
    "word": {
        "html": [
            "<h2>Puertos bajo presión</h2>",
            "<h2>Qué pasó</h2>",
            "<p>En 2022 hubo 4,886¹ homicidios <strong>intencionales</strong>, y la <em>tasa</em> fue de 26,7[1]. "
            "Área: 20 km².</p>",
            "<p>Cifra [struck out: 8,009] [struck out: vieja] nueva: 8,248.</p>",
            "<h3>Detalle</h3>",
            "<ul><li><p>Guayaquil</p><ul><li><p><strong>Posorja</strong>, al sur</p></li></ul></li>"
            "<li><p>Manta</p></li></ul>",
            '<ol type="a" start="3"><li><p>Tercero</p></li><li><p>Cuarto</p></li></ol>',
            "<p>Año | Casos<br>2022 | 4,886¹<br>2023 | 8,248</p>",
            '<p>Véase <a href="http://www.gob.ec/">la página</a> y el informe.</p>',
        ],
        "tables": [("", [["Año", "Casos"], ["2022", "4,886¹"], ["2023", "8,248"]], "")],
        "changes": {
            "heading": 3, "anchor": 1, "raised": 4, "comment": 1, "struck": 2, "list": 1, "table": 1, "picture": 1,
            "link": 1,
        },
    },
    "google_docs": {
        "html": [
            "<h2>Homicides</h2>",
            "<p>There were <strong>4,886</strong>¹<em> in 2022</em>[struck out: , 4,800 says one]; see "
            '<a href="https://www.example.org/report">the report</a>.</p>',
            "<ul><li><p>Guayas</p><ul><li><p>Durán</p></li></ul></li><li><p>Manabí</p></li></ul>",
            '<ol type="i" start="3"><li><p>third</p></li></ol>',
            "<p>2022 | 4,886<br>2023 | 8,248</p>",
            "<h3>Method</h3>",
            "<p>Water is H₂O.</p>",
        ],
        "tables": [("", TWO_YEARS, "")],
        "changes": {"heading": 2, "raised": 2, "struck": 1, "table": 1},
    },
    "google_sheets": {
        "html": [
            "<p>Province | Deaths | Deaths<br>– | 2022 | 2023<br>Guayas with Durán | 4,886 | 8,248<br>"
            '"Los Lobos", share | 12.5 [a] | 27.4</p>'
        ],
        "tables": [
            (
                "",
                [
                    ["Province", "Deaths", "Deaths"],
                    ["", "2022", "2023"],
                    ["Guayas\nwith Durán", "4,886", "8,248"],
                    ['"Los Lobos", share', "12.5 [a]", "27.4"],
                ],
                "",
            )
        ],
        "changes": {"raised": 1, "colour": 1, "merged": 1, "table": 1},
    },
    "excel": {
        "html": [
            "<p>Homicides by year<br>Year | Cases | Share<br>2022 | 4,886¹ | 12.5%<br>2023 | 8,248 | –<br>"
            "¹ Preliminary.</p>"
        ],
        "tables": [
            (
                "Homicides by year",
                [["Year", "Cases", "Share"], ["2022", "4,886¹", "12.5%"], ["2023", "8,248", ""]],
                "¹ Preliminary.",
            )
        ],
        "changes": {"raised": 2, "table": 1},
    },
    "libreoffice_writer": {
        "html": [
            "<h2>Cifras</h2>",
            "<p>Hubo <strong>4&nbsp;886</strong> casos¹, la 1ª cifra en 10³; [struck out: no]ta llana y subrayada.</p>",
            '<ol type="a" start="2"><li><p>Segundo</p></li>'
            "<li><p>Tercero</p><ul><li><p>Interior</p></li></ul></li></ol>",
            "<p>Banda | Casos<br>Lobos | 3<br>Lobos | 4 (dos fuentes)</p>",
            "<p>1 Fuente oficial.</p>",
        ],
        "tables": [("", [["Banda", "Casos"], ["Lobos", "3"], ["Lobos", "4\n(dos fuentes)"]], "")],
        "changes": {"heading": 1, "anchor": 2, "raised": 3, "struck": 1, "merged": 1, "table": 1},
    },
    "libreoffice_calc": {
        "html": ["<p>Año | Casos<br>2022 | 4.886²<br>2023 | 8.248</p>"],
        "tables": [("", [["Año", "Casos"], ["2022", "4.886²"], ["2023", "8.248"]], "")],
        "changes": {"raised": 1, "comment": 1, "table": 1},
    },
    "web_page": {
        "html": [
            "<h2>Security</h2>",
            "<p>First line<br>second line</p>",
            "<p>new paragraph with <strong>weight</strong>, none and <em>a title</em>.</p>",
            "<h3>Small heading</h3>",
            '<p>There were 4,886<a href="https://en.wikipedia.org/wiki/Ecuador#cite_note-1">[1]</a> deaths, '
            "10⁶ people, the 20th year, x [note], area in km², [struck out: old], “quoted”.</p>",
            "<blockquote><p>Somebody said.</p></blockquote>",
            "<ul><li><p>One</p><ul><li><p>inner</p></li></ul></li>"
            '<li><p><a href="https://www.example.org/a">two</a>, three</p></li></ul>',
            "<p>Term</p>",
            "<p>Meaning</p>",
            "<p>Left</p>",
            "<p>Deaths<br>2022 | 2023<br>4,886 | 8,248</p>",
            "<p>The pier</p>",
            "<p>a b<br>c</p>",
            "<p>10⁶=1/2</p>",
            '<p>Smile 😀 and write to <a href="mailto:info@example.org">us</a>.</p>',
        ],
        "tables": [("Deaths", [["2022", "2023"], ["4,886", "8,248"]], "")],
        "changes": {
            "heading": 1, "raised": 6, "struck": 1, "completed": 2, "link": 1, "table": 1, "picture": 1,
        },
    },
}  # fmt: skip

PIECES = {
    "<b style='font-weight:normal'>a</b><b style=\"font-weight: 700\">b</b><i style='font-style:normal'>c</i>": (
        "<p>a<strong>b</strong>c</p>"
    ),
    "<p>5 > 3 <a title='a > b' style='x' href='/en/'>c</a></p>": (
        '<p>5 &gt; 3 <a href="/en/" title="a &gt; b">c</a></p>'
    ),
    "<table><tr><td>4,886<sup>1,2</sup></td></tr></table>": "<p>4,886¹,²</p>",
    "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>": "<p>a</p><p>b</p>",
    "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>": (
        "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3><h3>e</h3><h3>f</h3>"
    ),
    "<p>4,886<sup>(a)</sup> 4,886<sup>b</sup> n.<sup>o</sup> 3 21<sup>a</sup> −10<sup>−6</sup> 1<sup>o</sup></p>": (
        "<p>4,886(a) 4,886 [b] n.º 3 21ª −10⁻⁶ 1º</p>"
    ),
    "<p>1\u00a0234\u00a0567\u00a0 and\u200b\u00ad\u202e so</p>": "<p>1&nbsp;234&nbsp;567 and so</p>",
    "<li>loose</li><li>items</li>": "<ul><li><p>loose</p></li><li><p>items</p></li></ul>",
    "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>a</p><!-- --><p "
    "style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>II)</span>b</p><p>c</p>": (
        '<ol><li><p>a</p><ol type="I" start="2"><li><p>b</p></li></ol></li></ol><p>c</p>'
    ),
    "<h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Ports</h1>": (
        "<h2>1. Ports</h2>"
    ),
    "<ol start=0><li>a</li></ol><ol reversed><li>b</li></ol><ol><li value=-5>c</li><li value=7>d</li></ol>": (
        '<ol start="0"><li><p>a</p></li></ol><ol><li><p>b</p></li></ol>'
        '<ol start="-5"><li><p>c</p></li><li><p>d</p></li></ol>'
    ),
    "<div role=table><div role=row><span role=cell>a</span><span role=cell>b</span></div>"
    "<div role=row><span role=cell>1</span><span role=cell>2</span></div></div>": "<p>a | b<br>1 | 2</p>",
    "<p><img src=x width=1 height=1></p><p>\u00a0</p><p><br></p>": "",
}


@pytest.fixture
def clipboard(site, author, window):
    page = window(author)
    return open_form(page, f"{site}/admin/briefings/article/add/")


def test_samples_of_programs_are_made_ours(clipboard):
    assert {path.stem for path in SAMPLES.glob("*.html")} == set(OURS)
    for name, expected in OURS.items():
        result = clipboard.evaluate(READ, (SAMPLES / f"{name}.html").read_text())
        tables = [(table["caption"], table["rows"], table["note"]) for table in result["tables"]]
        assert result["html"] == expected["html"], name
        assert tables == expected["tables"], name
        assert result["changes"] == expected["changes"], name


def test_pieces_are_made_ours(clipboard):
    for html, expected in PIECES.items():
        assert "".join(clipboard.evaluate(READ, html)["html"]) == expected, html


def test_lists_that_are_numbered_otherwise_are_noted(clipboard):
    for html, count in {
        "<ol reversed><li>a</li></ol><ol><li>b</li><li value=7>c</li></ol>": 2,
        "<ol start=0><li>a</li></ol>": None,
        "<ol><li value=3>a</li><li>b</li></ol>": None,
    }.items():
        assert clipboard.evaluate(READ, html)["changes"].get("numbering") == count, html


def test_addresses_of_links_are_read_as_on_the_server(clipboard):
    read = "async typed => { const { linkAddress } = await import('briefings/links'); return linkAddress(typed) }"
    assert {typed: clipboard.evaluate(read, typed) for typed in ADDRESSES} == ADDRESSES
