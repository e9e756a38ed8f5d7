"""The stylesheet: size, contrast in both modes, no requests; and templates without inline styles."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.template import Context, engines

from briefings.pages.static_files import STYLESHEET, StaticFilesStorage, compact

ROOT = Path(__file__).resolve().parent.parent
CSS = (ROOT / "briefings/static/briefings/site.css").read_text()
TEXT = ["ink", "muted", "link", "red"]
CHART = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4"]
GROUNDS = {"paper": TEXT + CHART, "shade": TEXT, "tint": ["ink", "link", "red"], "red-tint": ["ink", "link", "red"]}


def colours(mode):
    """Every colour token of the light (0) or dark (1) mode."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", CSS)
    return {name: modes[mode] for name, *modes in pairs}


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_in_wcag():
    assert contrast("#fff", "#000") == 21
    assert round(contrast("#ffffff", "#767676"), 2) == 4.54


@pytest.mark.parametrize(
    ("mode", "ground", "text"),
    [(mode, ground, text) for mode, ground in product((0, 1), GROUNDS) for text in GROUNDS[ground]],
)
def test_text_has_enough_contrast(mode, ground, text):
    tokens = colours(mode)
    assert contrast(tokens[ground], tokens[text]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1])
def test_text_on_buttons_has_enough_contrast(mode):
    tokens = colours(mode)
    assert contrast(tokens["paper"], tokens["link"]) >= 4.5


def test_stylesheet_fits_in_12_kilobytes():
    assert len(gzip.compress(CSS.encode())) <= 12 * 1024


def test_stylesheet_is_served_without_comments_and_indentation(tmp_path):
    written = b'a { content: "/* { b */ "; } /* why */\n  :is(p, li) b,\n  i > u { top: calc(1px + 2px); }\n'
    storage = StaticFilesStorage(location=tmp_path)
    for name in (STYLESHEET, "briefings/shared.css"):
        storage.save(name, ContentFile(written))
    wanted = 'a{content:"/* { b */ "} :is(p,li) b,i>u{top:calc(1px + 2px)}'
    assert (tmp_path / STYLESHEET).read_text() == wanted
    assert "/* why */" in (tmp_path / "briefings/shared.css").read_text()
    assert "\n" not in compact(CSS) and len(compact(CSS)) < len(CSS)


def test_stylesheet_loads_nothing():
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS


def test_layers_are_in_their_order():
    assert "@layer reset, tokens, base, layout, components, print;" in CSS


def test_500_template_needs_no_context_and_no_tags():
    source = (ROOT / "templates/500.html").read_text()
    assert "{%" not in source
    assert "{{" not in source
    html = engines["django"].from_string(source).template.render(Context())
    assert 'lang="en"' in html
    assert 'lang="es"' in html


@pytest.mark.parametrize("folder", ["templates/briefings/parts", "templates/tables", "templates"])
def test_public_templates_have_no_inline_style_and_no_script(folder):
    for path in (ROOT / folder).glob("*.html"):
        source = path.read_text()
        assert "style=" not in source, path
        data_block = '<script type="application/ld+json">'  # no browser executes it
        assert "<script" not in source.replace(data_block, ""), path
        assert "<style" not in source, path
