"""The filters of `{% load briefings %}`."""

import datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from briefings.lib.bases import TextWithLanguage
from briefings.sources.models import Source


def printed(source_text, language="en", **context):
    with override(language):
        return Template("{% load briefings %}" + source_text).render(Context(context))


def test_text_in_the_language_of_the_page_has_no_lang():
    source = Source(name_en="Ministry", name_es="Ministerio")
    assert printed('{{ source|text_in:"name" }}', source=source) == "Ministry"
    assert printed('{{ source|text_in:"name" }}', "es", source=source) == "Ministerio"


def test_text_in_the_other_language_has_lang_and_is_escaped():
    source = Source(name_en="<b>Ministry")
    assert printed('{{ source|text_in:"name" }}', "es", source=source) == '<span lang="en">&lt;b&gt;Ministry</span>'


def test_missing_text_is_empty():
    assert printed('{{ source|text_in:"description" }}', "es", source=Source(name_en="Ministry")) == ""
    assert printed('{{ nothing|text_in:"name" }}', nothing=None) == ""


def test_with_lang_marks_a_text_with_language():
    html = printed("{{ text|with_lang }}", text=TextWithLanguage("Palabras", "es"))
    assert html == '<span lang="es">Palabras</span>'
    assert printed("{{ text|with_lang }}", text="Words & more") == "Words &amp; more"


@pytest.mark.parametrize(
    ("entry", "html"),
    [
        ({"title": "Tabla", "title_language": "es"}, '<span lang="es">Tabla</span>'),
        ({"title": "Table", "title_language": "en"}, "Table"),
        ({"title": "Table <i>"}, "Table &lt;i&gt;"),
        ({}, ""),
    ],
)
def test_text_of_a_dictionary_has_its_own_language(entry, html):
    assert printed('{{ entry|text:"title" }}', entry=entry) == html


@pytest.mark.parametrize("when", [datetime.date(2026, 11, 3), "2026-11-03"])
def test_day_in_both_languages(when):
    assert printed("{{ when|day }}", when=when) == '<time datetime="2026-11-03">3 November 2026</time>'
    assert printed("{{ when|day }}", "es", when=when) == '<time datetime="2026-11-03">3 de noviembre de 2026</time>'


def test_day_of_a_datetime_is_that_of_ecuador():
    moment = datetime.datetime(2026, 11, 4, 3, 0, tzinfo=datetime.UTC)
    assert "3 November 2026" in printed("{{ when|day }}", when=moment)


def test_missing_day_is_empty():
    assert printed("{{ when|day }}", when=None) == ""
