"""`{% kept %}`: a part of a page that is written once for the same values."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from briefings.lib.bases import TextWithLanguage
from briefings.pages.context_processors import Destination
from briefings.templatetags import briefings as tags

NAV = Template('{% load briefings %}{% kept "briefings/parts/nav.html" items=items %}')
NUMBER = Template('{% load briefings %}{% kept "briefings/recall/revised_number.html" number=number %}')


@pytest.fixture(autouse=True)
def nothing_kept():
    tags._kept.cache_clear()


def nav(*items):
    return NAV.render(Context({"items": items}))


def test_it_is_written_once_for_the_same_values():
    first = nav(Destination("/en/topics/", "Topics", False))
    assert first == nav(Destination("/en/topics/", "Topics", False))
    assert tags._kept.cache_info().misses == 1
    assert nav(Destination("/en/topics/", "Topics", True)) != first


def test_it_is_written_for_each_language():
    english = NUMBER.render(Context({"number": 2}))
    with override("es"):
        assert NUMBER.render(Context({"number": 2})) != english


def test_html_and_a_text_of_the_same_letters_are_two_things():
    assert tags.kept("briefings/parts/strip.html", text=mark_safe("<b>now</b>")).count("<b>now</b>") == 1
    assert "<b>now</b>" not in tags.kept("briefings/parts/strip.html", text="<b>now</b>")


def test_texts_of_two_languages_are_two_things():
    name = "Ecuador"
    tags.kept("briefings/parts/strip.html", text=TextWithLanguage(name, "en"))
    tags.kept("briefings/parts/strip.html", text=TextWithLanguage(name, "es"))
    assert tags._kept.cache_info().misses == 2


def test_a_value_that_can_change_is_refused():
    with pytest.raises(TypeError, match="unhashable"):
        NAV.render(Context({"items": [Destination("/en/topics/", "Topics", False)]}))
