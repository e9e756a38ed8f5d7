import hashlib
import io
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms

from briefings.history.models import Event, FieldChange
from briefings.media import uploads
from briefings.media.actions import delete_image, describe_image, upload_image
from briefings.media.models import Image
from tests.media.pictures import (
    HTML,
    PLACE,
    SVG,
    camera_jpeg,
    huge_png,
    moving,
    picture,
    telling_png,
    upload,
    wordy_png,
)


def uploaded(content, by, **texts):
    return upload_image(upload(content), by=by, **({"alt_en": "A pier in Guayaquil"} | texts))


def bytes_of(image):
    with image.file.open("rb") as file:
        return file.read()


def stored_files():
    return default_storage.listdir("")[1] if default_storage.exists("") else []


@pytest.mark.parametrize(
    ("role", "may"),
    [("author", True), ("editor", True), ("analyst", True), ("administrator", False), ("auditor", False)],
)
def test_authors_editors_and_analysts_upload(request, role, may):
    person = request.getfixturevalue(role)
    if may:
        assert uploaded(picture(), person).uploaded_by == person
    else:
        with pytest.raises(PermissionDenied):
            uploaded(picture(), person)
        assert not Image.objects.exists() and not stored_files()


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_picture_is_named_by_its_bytes_and_measured(author, kind, extension):
    image = uploaded(picture(kind), author)
    content = bytes_of(image)
    assert image.sha256 == hashlib.sha256(content).hexdigest()
    assert image.file.name == f"{image.sha256}.{extension}"
    assert (image.width, image.height) == Pillow.open(io.BytesIO(content)).size == (60, 40)


def test_name_of_the_uploaded_file_is_not_stored(author):
    image = upload_image(upload(name="../../etc/passwd.jpg"), by=author, alt_en="A pier")
    assert stored_files() == [image.file.name]
    assert "passwd" not in image.file.name


def test_upload_is_logged(author):
    when = datetime(2023, 5, 1, tzinfo=UTC)
    image = upload_image(upload(), by=author, alt_en="A pier", now=when)
    event = Event.objects.get(act="upload_image")
    assert (event.at, event.by_name, event.target_id, event.realm) == (when, "amaya", image.pk, "articles")
    assert image.uploaded_at == when


def test_second_upload_of_a_picture_returns_the_first(author, other_author):
    first = uploaded(picture(), author)
    second = uploaded(picture(), other_author, alt_en="Something else")
    assert second == first and second.was_here and not first.was_here
    assert second.alt_en == "A pier in Guayaquil"
    assert Image.objects.count() == Event.objects.count() == len(stored_files()) == 1


def test_file_of_a_failed_upload_is_used_again(author):
    image = uploaded(picture(), author)
    Image.objects.all().delete()
    again = uploaded(picture(), author)
    assert again.file.name == image.file.name
    assert stored_files() == [image.file.name]


def test_metadata_of_the_camera_is_removed(author):
    assert PLACE in camera_jpeg() and b"home" in camera_jpeg()
    content = bytes_of(uploaded(camera_jpeg(), author))
    opened = Pillow.open(io.BytesIO(content))
    assert not opened.getexif() and not {"exif", "xmp", "comment", "icc_profile"} & set(opened.info)
    for secret in (PLACE, b"home", b"Maker", b"Owner"):
        assert secret not in content


def test_metadata_in_a_png_is_removed(author):
    assert b"Owner" in telling_png()
    content = bytes_of(uploaded(telling_png(), author))
    assert not Pillow.open(io.BytesIO(content)).info
    for chunk in (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"pHYs", b"iCCP"):
        assert chunk not in content


def test_png_with_long_texts_is_taken_without_them(author):
    image = uploaded(wordy_png(), author)
    assert (image.width, image.height) == (60, 40)
    assert len(bytes_of(image)) < 1000


def test_rotated_picture_is_stored_upright(author):
    image = uploaded(camera_jpeg(orientation=6, size=(60, 40)), author)
    assert (image.width, image.height) == (40, 60)


def test_colour_profile_is_applied_and_removed(author):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = bytes_of(uploaded(picture(icc_profile=lab), author))
    assert "icc_profile" not in Pillow.open(io.BytesIO(content)).info


def test_picture_with_a_damaged_colour_profile_is_accepted(author):
    assert uploaded(picture(icc_profile=b"not a profile"), author).width == 60


def test_wide_picture_is_scaled_down_to_2400_pixels(author):
    image = uploaded(picture(size=(3000, 1000)), author)
    assert (image.width, image.height) == (2400, 800)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_can_be_stored(author, mode):
    colour = {"RGB": (1, 2, 3), "RGBA": (1, 2, 3, 100), "LA": (9, 100)}.get(mode, 1)
    content = bytes_of(uploaded(picture("PNG", mode=mode, colour=colour), author))
    assert Pillow.open(io.BytesIO(content)).has_transparency_data == (mode in ("RGBA", "LA"))


def test_sixteen_bits_of_grey_keep_their_brightness(author):
    content = bytes_of(uploaded(picture("PNG", mode="I;16", colour=65535), author))
    assert Pillow.open(io.BytesIO(content)).getpixel((0, 0)) == 255


def test_cmyk_is_converted_to_rgb(author):
    content = bytes_of(uploaded(picture(mode="CMYK", colour=(0, 255, 255, 0)), author))
    assert Pillow.open(io.BytesIO(content)).mode == "RGB"


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "empty", "empty"),
        (SVG, "not_a_picture", "JPEG, PNG or WebP"),
        (HTML, "not_a_picture", "JPEG, PNG or WebP"),
        (b"GIF89a" + HTML, "not_a_picture", "JPEG, PNG or WebP"),
        (picture("GIF", mode="P", colour=1), "not_a_picture", "JPEG, PNG or WebP"),
        (picture("BMP"), "not_a_picture", "JPEG, PNG or WebP"),
        (picture("TIFF"), "not_a_picture", "JPEG, PNG or WebP"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "not_a_picture", "JPEG, PNG or WebP"),
        (huge_png(), "pixels", "40 million pixels"),
        (huge_png(8_000, 5_001), "pixels", "40 million pixels"),
        (huge_png(60_000, 1), "damaged", "damaged or cut off"),
        (picture(size=(600, 400))[:-200], "damaged", "damaged or cut off"),
        (picture("PNG", size=(600, 400))[:-200], "damaged", "damaged or cut off"),
        (moving("WEBP"), "animated", "still one"),
        (moving("PNG"), "animated", "still one"),
        (picture() + b"\0" * uploads.MAX_BYTES, "bytes", "larger than 8 MB"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_invalid_file_is_refused_with_a_message(author, content, code, message):
    with pytest.raises(ValidationError) as refused:
        uploaded(content, author)
    assert refused.value.code == code and message in refused.value.message
    assert not Image.objects.exists() and not stored_files()


def test_pixels_are_counted_before_anything_is_decoded(monkeypatch, author):
    decoded = []
    monkeypatch.setattr(uploads, "_decode", decoded.append)
    with pytest.raises(ValidationError):
        uploaded(huge_png(8_000, 5_001), author)
    assert not decoded


def test_script_appended_to_a_picture_is_removed(author):
    assert HTML not in bytes_of(uploaded(picture() + HTML, author))


def test_png_with_the_name_of_a_jpeg_is_stored_as_png(author):
    image = upload_image(upload(picture("PNG"), name="photo.jpg"), by=author, alt_en="A pier")
    assert image.file.name.endswith(".png")


@pytest.mark.parametrize("texts", [{"alt_en": "", "alt_es": ""}, {"alt_en": "   ", "alt_es": "\n"}])
def test_picture_needs_an_alternative_text_in_one_language(author, texts):
    with pytest.raises(ValidationError, match="at least one language"):
        uploaded(picture(), author, **texts)
    assert not stored_files()


def test_spanish_alternative_text_is_enough(author):
    assert uploaded(picture(), author, alt_en="", alt_es="Un muelle").alt == "Un muelle"


def test_text_can_be_corrected_and_the_log_keeps_the_old_one(author, editor):
    image = uploaded(picture(), author)
    describe_image(image, by=editor, alt_en="A pier in Manta")
    image.refresh_from_db()
    assert image.alt_en == "A pier in Manta"
    assert Event.objects.get(act="describe_image").by_id == editor.pk
    change = FieldChange.objects.about(image).get(act="change")
    assert change.changes == {"alt_en": ["A pier in Guayaquil", "A pier in Manta"]}


def test_last_alternative_text_cannot_be_removed(author):
    image = uploaded(picture(), author)
    with pytest.raises(ValidationError):
        describe_image(image, by=author, alt_en="")
    image.refresh_from_db()
    assert image.alt_en


def test_auditor_cannot_describe_a_picture(author, auditor):
    with pytest.raises(PermissionDenied):
        describe_image(uploaded(picture(), author), by=auditor, alt_en="Mine")


def test_editor_deletes_an_unused_picture_with_its_file(author, editor, django_capture_on_commit_callbacks):
    image = uploaded(picture(), author)
    with django_capture_on_commit_callbacks(execute=True):
        delete_image(image, by=editor)
    assert not Image.objects.exists() and not stored_files()
    assert Event.objects.filter(act="delete_image", by_name="elena").exists()


def test_author_cannot_delete_a_picture(author):
    image = uploaded(picture(), author)
    with pytest.raises(PermissionDenied):
        delete_image(image, by=author)
    assert Image.objects.exists()
