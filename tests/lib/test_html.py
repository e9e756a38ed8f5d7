import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.lib.html import (
    clean_html,
    data_values,
    headings_of,
    link_address,
    link_lines,
    links_of,
    losses_of,
    text_of,
    visible_text,
    with_heading_ids,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=x:alert(alt) onerror=eval(src) alt=0>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='java\x00script:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<a href='/\t/evil.example/'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='blob:https://x/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<p onclick=alert(1) onmouseover='alert(1)'>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<a href='https://x.example' target=_blank onclick=alert(1) style='x' class='y' id='z'>x</a>",
    "<xss onpointerrawupdate=alert(1)>x</xss>",
    '<p><a href="/x"onmouseover=alert(1)>x</a></p>',
]
OPEN_TAG = re.compile(r"<([a-z0-9]+)([^>]*)>")


def assert_harmless(html):
    for tag, attributes in OPEN_TAG.findall(html):
        assert tag in {"p", "h2", "h3", "ul", "ol", "li", "a", "blockquote", "strong", "em", "br"}
        if tag == "a":
            assert re.fullmatch(
                r' href="(https?://|mailto:|/(?![/\\]))[^"]*"( title="[^"]*")?( rel="noopener")?', attributes
            )
        else:
            assert attributes == ""
    assert "\x00" not in html
    for link in links_of(html):
        assert re.match(r"https?://\S|mailto:\S|/(?![/\\])", link, re.IGNORECASE)


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_sanitised(html):
    for version in (html, f"<p>before{html}after</p>", f"<ul><li>{html}"):
        cleaned = clean_html(version)
        assert_harmless(cleaned)
        assert clean_html(cleaned) == cleaned


TAGS = [
    "p",
    "h2",
    "ul",
    "li",
    "a",
    "b",
    "i",
    "strong",
    "table",
    "td",
    "svg",
    "math",
    "style",
    "script",
    "button",
    "form",
]
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + HOSTILE + ["text", "&lt;", "<!--"]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=80))
def test_cleaning_twice_changes_nothing(html):
    cleaned = clean_html(html)
    assert_harmless(cleaned)
    assert clean_html(cleaned) == cleaned


def test_only_addresses_titles_and_numbering_are_kept_of_attributes():
    html = '<p title="t" lang="es" id="x"><a href="/en/" title=" t\n u" class="c">a</a></p>'
    assert clean_html(html) == '<p><a href="/en/" title="t u" rel="noopener">a</a></p>'
    html = '<ol start="3" type="a" data-type="lower-alpha" class="x"><li>c</li></ol>'
    assert clean_html(html) == '<ol start="3" type="a"><li>c</li></ol>'
    for start in ("0", "-5", "2", "12345"):
        assert clean_html(f'<ol start="{start}"><li>c</li></ol>') == f'<ol start="{start}"><li>c</li></ol>'
    for plain in (
        'start="1"',
        'type="1"',
        'data-type="decimal"',
        'start="01"',
        'start="-0"',
        'start="1e9"',
        'type="disc"',
        'title=""',
    ):
        assert clean_html(f"<ol {plain}><li>c</li></ol>") == "<ol><li>c</li></ol>"


ADDRESSES = {
    "www.example.org": "https://www.example.org",
    "x.y/z": "https://x.y/z",
    " example.org/a?b#c ": "https://example.org/a?b#c",
    "//example.org/a": "https://example.org/a",
    "año.example.ec": "https://año.example.ec",
    "info@example.org": "mailto:info@example.org",
    "mailto:info@example.org": "mailto:info@example.org",
    "HTTPS://example.org/a b": "HTTPS://example.org/a b",
    "/en/briefings/ports/": "/en/briefings/ports/",
    **dict.fromkeys(["", "ports", "#top", "4.886", "1.2.3.4", "see www.example.org", "javascript:a.b", "a..b"]),
    **dict.fromkeys(["ftp://example.org", "tel:+593", "file:///C:/a.docx", "/\\evil.example", "a.example:80"]),
    **dict.fromkeys(["java\tscript:alert(1)", "https://", "\\\\server\\a", "-a.b", "a-.b", "a.b c"]),
    **dict.fromkeys(["http://exa mple.org/", "http://[x", "http://x:99999/", "http://x.org:port/", "https://?q"]),
    **dict.fromkeys(["http://1.2.3.4.5/", "http://a|b/", "xn--.org"]),
}


@pytest.mark.parametrize(("typed", "address"), ADDRESSES.items())
def test_address_without_a_scheme_is_completed_and_what_is_none_refused(typed, address):
    assert link_address(typed) == address
    expected = f'<p><a href="{address}" rel="noopener">x</a></p>' if address else "<p>x</p>"
    assert clean_html(f'<p><a href="{typed}">x</a></p>') == expected


def test_losses_name_elements_and_links():
    html = (
        '<h1>T</h1><p>4,886<sup>1</sup> <span>a</span> <a href="javascript:x">b <em>c</em></a> <a href="a.b">d</a></p>'
        "<table><tr><td>1</td></tr></table><h1>U</h1>"
    )
    assert losses_of(html) == (["h1", "sup", "table", "tr", "td"], [("b c", "javascript:x")])
    assert losses_of("<h2>T</h2><ol start='2'><li><p><b>a</b><br>c</p></li></ol>") == ([], [])


@pytest.mark.parametrize("address", [*(typed for typed, kept in ADDRESSES.items() if not kept), "http://xn--/"])
def test_links_that_are_no_links_are_losses(address):
    html = f'<p><a href="{address}">b</a></p>'
    assert clean_html(html) == "<p>b</p>"
    assert losses_of(html) == ([], [("b", address)])


def test_numberings_that_lists_cannot_keep_are_losses():
    for kept in ("", ' start="1"', ' start="0"', ' start="-5"', ' type="a"'):
        assert losses_of(f"<ol{kept}><li>a</li></ol>") == ([], [])
    for lost in ("<ol reversed><li>a</li></ol>", "<ol><li value=7>a</li></ol>", '<ol start="123456"><li>a</li></ol>'):
        assert losses_of(lost) == (["numbering"], [])


def test_lines_of_links_say_their_titles():
    html = '<p><a href="/x" title="All ports">x</a> <a href="/y">y</a></p>'
    assert link_lines(html) == "/x “All ports”\n/y"


def test_allowed_elements_are_kept():
    html = (
        "<h2>Why</h2><p>A <strong>b</strong> <em>c</em><br>d</p><h3>x</h3><ul><li>1</li></ul>"
        "<ol><li>2</li></ol><blockquote><p>q</p></blockquote>"
    )
    assert clean_html(html) == html


def test_bold_and_italic_become_strong_and_em():
    assert clean_html("<p><b>x</b> <i>y</i></p>") == "<p><strong>x</strong> <em>y</em></p>"


@pytest.mark.parametrize(
    "link", ["https://a.example/?a=1&amp;b=2", "http://a.example", "mailto:a@b.example", "/en/briefings/x/#y"]
)
def test_ordinary_links_are_kept(link):
    assert (
        clean_html(f'<p><a href="{link}" target="_blank">x</a></p>') == f'<p><a href="{link}" rel="noopener">x</a></p>'
    )


def test_link_without_address_leaves_its_text():
    assert clean_html('<p><a href="javascript:alert(1)">x <em>y</em></a></p>') == "<p>x <em>y</em></p>"


@pytest.mark.parametrize(
    "html", ["", None, "<p></p>", "<p> &nbsp;<br></p>", "<script>x</script>", "<!-- x -->", "\x00"]
)
def test_html_without_text_is_empty(html):
    assert clean_html(html) == ""


def test_empty_paragraphs_and_headings_are_dropped():
    assert clean_html("<h2> </h2><p>x</p><p></p><p>y</p>") == "<p>x</p><p>y</p>"


def test_text_has_one_line_per_paragraph():
    assert (
        text_of("<h2>A  b</h2><p>c<br>d &amp; <em>e</em>f</p><ul><li>g</li><li>h</li></ul>") == "A b\nc\nd & ef\ng\nh"
    )


def test_visible_text_ignores_whitespace_and_markup():
    one = "<h2>A</h2>\n  <p>b\n c</p><script>no</script><table><tr><td>1</td><td>2</td></tr></table>"
    other = "<div>A</div><p>b c</p><svg><title>no</title><text>9</text></svg><p>1 2</p>"
    assert visible_text(one) == visible_text(other) == "A b c 1 2"


def test_hidden_element_hides_only_its_content():
    assert visible_text("<svg><title>a</title><path/></svg>b<svg/>c<script/>d</script>e") == "bce"


def test_headings_links_and_values_are_found_in_order():
    html = '<h2>A <em>b</em></h2><p><a href="/x">x</a></p><h3>C</h3><data value="4886">4,886</data><data value="5">5'
    assert headings_of(html) == [(2, "A b"), (3, "C")]
    assert links_of(html) == ["/x"]
    assert data_values(html) == ["4886", "5"]


def test_headings_get_stable_unique_ascii_ids():
    html = "<h2>Qué pasó</h2><p>x</p><h3>Qué pasó</h3><h2>殺</h2><h2>Que paso 2</h2>"
    with_ids, contents = with_heading_ids(html, "b1")
    ids = [heading_id for heading_id, _level, _text in contents]
    assert ids == ["b1-que-paso", "b1-que-paso-2", "b1-section", "b1-que-paso-2-2"]
    assert [level for _id, level, _text in contents] == [2, 3, 2, 2]
    assert all(f' id="{heading_id}"' in with_ids for heading_id in ids)
    assert with_heading_ids(html, "b1") == (with_ids, contents)
    assert visible_text(with_ids) == visible_text(html)


def test_many_headings_with_the_same_text_are_fast():
    html, contents = with_heading_ids("<h2>Ports</h2>" * 20_000)
    assert [name for name, _level, _text in contents[:3]] == ["ports", "ports-2", "ports-3"]
    assert len({name for name, _level, _text in contents}) == 20_000
    assert html.endswith('<h2 id="ports-20000">Ports</h2>')
