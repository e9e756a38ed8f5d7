import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.articles.actions import approve, article_saved, publish, submit
from briefings.articles.models import RichTextBlock
from briefings.articles.resolving import resolve
from tests import make

pytestmark = pytest.mark.django_db


def test_reader_sees_what_was_published(author, editor, reader):
    make.edition("Ports under pressure", by=author, approver=editor)
    page = reader.get("/en/briefings/ports-under-pressure/")
    assert page.status_code == 200
    assert b"Three ports." in page.content
