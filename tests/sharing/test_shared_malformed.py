"""What no browser sends to the address of a share link."""

import pytest

from briefings.sharing.actions import share
from tests import make

from .test_shared_page import SAME_SITE, url_of

pytestmark = pytest.mark.django_db

MALFORMED = {
    "multipart without its boundary": {"content_type": "multipart/form-data", "data": b"x"},
    "charset of its own": {"content_type": "application/x-www-form-urlencoded; charset=utf-16", "data": b"a=1"},
    "too many fields": {"content_type": "application/x-www-form-urlencoded", "data": b"a=1&" * 6000},
    "no length": {"content_type": "application/x-www-form-urlencoded", "data": b"a=1", "CONTENT_LENGTH": "abc"},
    "endless length": {"content_type": "text/plain", "data": b"a=1", "CONTENT_LENGTH": "9" * 5000},
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_malformed_request_is_refused_and_not_cached(sent, author, reader):
    link = share(make.article("Ports", by=author), by=author, for_whom="Dr Rojas")
    answer = reader.post(url_of(link), **sent, headers=SAME_SITE)
    assert answer.status_code == 400 and "This request was refused" in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"
