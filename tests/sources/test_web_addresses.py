"""The URLs of sources and releases begin with http:// or https://: in the form, the model and the database."""

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


def instances(**fields):
    source = make.source()
    return [Source(name_en="Ministry", slug="ministry", **fields), Release(source=source, title="Book", **fields)]


@pytest.mark.parametrize("url", ["", "https://example.org/a?b=c", "http://example.org"])
def test_http_address_or_none_is_accepted(url):
    for instance in instances(url=url):
        instance.full_clean(exclude=["sort_en", "sort_es"])
        instance.save()


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_address_is_refused_by_model_and_database(url):
    for instance in instances(url=url):
        with pytest.raises(ValidationError) as caught:
            instance.full_clean(exclude=["sort_en", "sort_es"])
        assert set(caught.value.message_dict) >= {"url"}
        with pytest.raises(IntegrityError), transaction.atomic():
            instance.save()


@pytest.mark.parametrize("url", ELSEWHERE)
def test_other_address_is_refused_by_bulk_update(url):
    release = make.release(make.source(url="https://example.org"), url="https://example.org")
    for rows in (Source.objects.all(), Release.objects.filter(pk=release.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(url=url)


def test_form_shows_the_error_at_the_address(signed_in, analyst):
    source = make.source()
    posted = {"source": source.pk, "title": "Book", "url": "ftp://example.org/file"}
    answer = signed_in(analyst).post("/admin/briefings/release/add/", posted)
    errors = answer.context["adminform"].form.errors
    assert errors == {"url": ["A web address begins with https:// or http://."]}
    assert 'value="ftp://example.org/file"' in answer.content.decode()
