"""Uploaded pictures: limits of size, re-encoding without metadata, thumbnails."""

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIZE = (2400, 4800)  # width and height of a stored picture
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
PNG, PNG_TEXTS = b"\x89PNG\r\n\x1a\n", (b"tEXt", b"zTXt", b"iTXt")
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SAVE_OPTIONS = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
}

# Pillow checks this before it decodes, in all formats and in every form of the site.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class Picture:
    content: bytes
    extension: str
    width: int
    height: int


def reencode(content: bytes) -> Picture:
    """The picture without metadata; ValidationError with a message for the person who uploaded it."""
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Save it smaller.") % {"limit": limit}, code="bytes"
        )
    image, format = _open(_without_png_texts(content))
    clean = _without_metadata(_decode(image), format)
    buffer = io.BytesIO()
    clean.save(buffer, format, **SAVE_OPTIONS[format])
    return Picture(buffer.getvalue(), EXTENSIONS[format], *clean.size)


def _without_png_texts(content: bytes) -> bytes:
    """A PNG without the chunks of text that Pillow would unpack and refuse if long; they are not kept anyway."""
    if not content.startswith(PNG):
        return content
    kept, start = [PNG], len(PNG)
    while start < len(content):
        end = start + 12 + int.from_bytes(content[start : start + 4])  # length, name, data, checksum
        if content[start + 4 : start + 8] not in PNG_TEXTS:
            kept.append(content[start:end])
        start = end
    return b"".join(kept)


def _open(content):
    """The image, of which only the header has been read, and its format. The file name is ignored."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder may raise anything on a forged file
        raise ValidationError(_("This is not a picture in JPEG, PNG or WebP."), code="not_a_picture") from error
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if image.format == "MPO":  # from some phones: a JPEG with a second picture inside
        return image, "JPEG"
    if getattr(image, "is_animated", False):
        raise ValidationError(_("This picture moves. Upload a still one."), code="animated")
    return image, image.format


def _too_many_pixels():
    limit = MAX_PIXELS // 1_000_000
    message = _("The picture has more than %(limit)s million pixels. Save it smaller.") % {"limit": limit}
    return ValidationError(message, code="pixels")


def _decode(image):
    try:
        image.load()
        return ImageOps.exif_transpose(image)
    except Exception as error:
        raise ValidationError(
            _("The file is damaged or cut off: it cannot be read to its end."), code="damaged"
        ) from error


def _without_metadata(image, format):
    """The pixels alone, in sRGB and scaled down to MAX_SIZE."""
    image = _in_srgb(image)
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda level: level / 257).convert("L")
    is_transparent = image.has_transparency_data and format != "JPEG"
    is_grey = image.mode in ("1", "L", "LA") and format != "WEBP"
    mode = "RGBA" if is_transparent else "L" if is_grey else "RGB"
    image = image.convert(mode)
    image.thumbnail(MAX_SIZE, Image.Resampling.LANCZOS)
    clean = Image.new(mode, image.size)
    clean.paste(image)
    return clean


def _in_srgb(image):
    """The colours converted by the file's colour profile, which is then no longer needed."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # an unreadable profile is no reason to refuse the picture


def thumbnail(file, size=(320, 240)) -> bytes:
    with Image.open(file) as image:
        image.draft("RGB", size)
        image.thumbnail(size)
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=75)
    return buffer.getvalue()
