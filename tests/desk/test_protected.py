"""The page that asks before a deletion, for something that much refers to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings.articles.models import Byline, EditionByline
from tests import make

pytestmark = pytest.mark.django_db


def delete_page(client, thing):
    name = thing._meta.model_name
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse(f"admin:briefings_{name}_delete", args=[thing.pk]))
    return page, len(queries)


def test_page_names_ten_things_in_the_way_however_many_there_are(author, editor, signed_in):
    byline, client = Byline.objects.create(name="R. Vera"), signed_in(editor)
    counts = []
    for number in (1, 11, 4):
        for _edition in range(number):
            edition = make.edition(by=author, approver=editor)
            EditionByline.objects.create(edition=edition, byline=byline)
        page, queries = delete_page(client, byline)
        counts.append((page.text.count("R. Vera</li>"), "… and more" in page.text, queries))
    assert [count[:2] for count in counts] == [(1, False), (10, True), (10, True)]
    assert counts[1] == counts[2]


def test_post_for_something_in_use_deletes_nothing(author, editor, signed_in):
    byline = Byline.objects.create(name="R. Vera")
    EditionByline.objects.create(edition=make.edition(by=author, approver=editor), byline=byline)
    signed_in(editor).post(reverse("admin:briefings_byline_delete", args=[byline.pk]), {"post": "yes"})
    assert Byline.objects.filter(pk=byline.pk).exists()


def test_what_nothing_refers_to_is_deleted(editor, signed_in):
    byline = Byline.objects.create(name="R. Vera")
    signed_in(editor).post(reverse("admin:briefings_byline_delete", args=[byline.pk]), {"post": "yes"})
    assert not Byline.objects.filter(pk=byline.pk).exists()
