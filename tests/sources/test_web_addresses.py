"""The addresses of sources and releases lead to the web, whichever way they come in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from briefings.sources.models import Release, Source
from tests import make

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.org/file",
    "//example.org",
    "mailto:a@example.org",
]


def things(**fields):
    source = make.source()
    return [Source(name_en="Ministry", slug="ministry", **fields), Release(source=source, title="Book", **fields)]


@pytest.mark.parametrize("url", ["", "https://example.org/a?b=c", "http://example.org"])
def test_web_address_or_none_is_taken(url):
    for thing in things(url=url):
        thing.full_clean(exclude=["sort_en", "sort_es"])
        thing.save()


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_address_is_refused_in_words_and_by_the_database(url):
    for thing in things(url=url):
        with pytest.raises(ValidationError) as caught:
            thing.full_clean(exclude=["sort_en", "sort_es"])
        assert set(caught.value.message_dict) >= {"url"}
        with pytest.raises(IntegrityError), transaction.atomic():
            thing.save()


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_address_cannot_be_written_past_the_model(url):
    release = make.release(make.source(url="https://example.org"), url="https://example.org")
    for rows in (Source.objects.all(), Release.objects.filter(pk=release.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(url=url)


def test_form_says_what_an_address_begins_with(signed_in, analyst):
    source = make.source()
    posted = {"source": source.pk, "title": "Book", "url": "ftp://example.org/file"}
    answer = signed_in(analyst).post("/admin/briefings/release/add/", posted)
    errors = answer.context["adminform"].form.errors
    assert errors == {"url": ["A web address begins with https:// or http://."]}
    assert 'value="ftp://example.org/file"' in answer.content.decode()
