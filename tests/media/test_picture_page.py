import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import hold, take_down
from briefings.articles.models import Edition
from briefings.media.actions import upload_image
from tests import make
from tests.kinds import PictureBlock
from tests.media.pictures import picture, upload

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def image(author):
    return upload_image(upload(picture()), by=author, alt_en="A pier")


@pytest.fixture
def shown(image, author, editor):
    """A function that publishes an edition with the picture."""

    def show(**fields):
        return make.edition(by=author, approver=editor, blocks=[(PictureBlock, {"image": image})], **fields)

    return show


def test_unused_picture_is_not_found(reader, image):
    assert reader.get(image.get_absolute_url()).status_code == 404


def test_private_picture_is_not_found_for_staff_either(signed_in, editor, image):
    assert signed_in(editor).get(image.get_absolute_url()).status_code == 404


def test_picture_of_a_public_edition_is_served_with_its_content_type(reader, image, shown):
    shown()
    answer = reader.get(image.get_absolute_url())
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    with image.file.open("rb") as file:
        assert b"".join(answer.streaming_content) == file.read()


def test_picture_is_cached_for_30_seconds(reader, image, shown):
    shown()
    answer = reader.get(image.get_absolute_url())
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert answer.headers["ETag"] == f'"{image.sha256}"'
    again = reader.get(image.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_picture_sets_no_cookie(signed_in, reader, editor, image, shown):
    shown()
    for browser in (reader, signed_in(editor)):
        answer = browser.get(image.get_absolute_url())
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")


def test_picture_of_a_scheduled_edition_is_not_found(reader, image, shown):
    shown(publish_at=timezone.now() + HOUR)
    assert reader.get(image.get_absolute_url()).status_code == 404


def test_picture_of_a_held_edition_is_not_found_when_its_time_has_come(reader, image, shown, editor):
    edition = shown(publish_at=timezone.now() + HOUR)
    hold(edition, by=editor)
    assert not Edition.objects.public(timezone.now() + 2 * HOUR).exists()
    assert reader.get(image.get_absolute_url()).status_code == 404


def test_picture_of_an_edition_taken_down_is_not_found_on_revalidation_either(reader, image, shown, editor):
    edition = shown()
    etag = reader.get(image.get_absolute_url()).headers["ETag"]
    take_down(edition.article, by=editor, reason="A name was in it.")
    assert reader.get(image.get_absolute_url(), headers={"If-None-Match": etag}).status_code == 404


def test_picture_stays_while_another_edition_shows_it(reader, image, shown, editor):
    edition = shown()
    shown()
    take_down(edition.article, by=editor, reason="A name was in it.")
    assert reader.get(image.get_absolute_url()).status_code == 200


def test_picture_takes_one_query_with_many_editions(reader, image, shown, django_assert_num_queries):
    for _ in range(5):
        shown()
    with django_assert_num_queries(1):
        reader.get(image.get_absolute_url())


def test_missing_file_is_404(reader, image, shown):
    shown()
    image.file.storage.delete(image.file.name)
    assert reader.get(image.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "name", ["{sha}.png", "{sha}.svg", "{sha}", "x{sha}.jpg", "../{sha}.jpg", "{sha}.jpg%00", "", "photo.jpg"]
)
def test_other_file_names_are_not_found(reader, image, shown, name):
    shown()
    assert reader.get(f"/pictures/{name.format(sha=image.sha256)}").status_code == 404


def test_picture_address_refuses_post(reader, image, shown):
    shown()
    assert reader.post(image.get_absolute_url()).status_code == 405
