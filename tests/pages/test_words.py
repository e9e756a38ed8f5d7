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


def test_text_in_the_page_language_is_bare():
    source = Source(name_en="Ministry", name_es="Ministerio")
    assert printed('{{ source|text_in:"name" }}', source=source) == "Ministry"
    assert printed('{{ source|text_in:"name" }}', "es", source=source) == "Ministerio"


def test_text_in_the_other_language_says_so_and_is_escaped():
    source = Source(name_en="<b>Ministry")
    assert printed('{{ source|text_in:"name" }}', "es", source=source) == '<span lang="en">&lt;b&gt;Ministry</span>'


def test_text_that_is_not_there_is_nothing():
    assert printed('{{ source|text_in:"description" }}', "es", source=Source(name_en="Ministry")) == ""
    assert printed('{{ nothing|text_in:"name" }}', nothing=None) == ""


def test_fetched_text_is_marked_too():
    assert printed("{{ one|with_lang }}", one=TextWithLanguage("Palabras", "es")) == '<span lang="es">Palabras</span>'
    assert printed("{{ one|with_lang }}", one="Words & more") == "Words &amp; more"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"title": "Tabla", "title_language": "es"}, '<span lang="es">Tabla</span>'),
        ({"title": "Table", "title_language": "en"}, "Table"),
        ({"title": "Table <i>"}, "Table &lt;i&gt;"),
        ({}, ""),
    ],
)
def test_text_of_a_dictionary_is_marked_by_its_own_language(entry, words):
    assert printed('{{ entry|text:"title" }}', entry=entry) == words


@pytest.mark.parametrize("when", [datetime.date(2026, 11, 3), "2026-11-03"])
def test_day_is_written_out_in_both_languages(when):
    assert printed("{{ when|day }}", when=when) == '<time datetime="2026-11-03">3 November 2026</time>'
    assert printed("{{ when|day }}", "es", when=when) == '<time datetime="2026-11-03">3 de noviembre de 2026</time>'


def test_moment_is_a_day_in_ecuador():
    moment = datetime.datetime(2026, 11, 4, 3, 0, tzinfo=datetime.UTC)
    assert "3 November 2026" in printed("{{ when|day }}", when=moment)


def test_no_day_is_nothing():
    assert printed("{{ when|day }}", when=None) == ""
