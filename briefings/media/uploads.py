"""From a file that somebody sent to a picture that may be shown: decoded under limits, stored without its history."""

import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIZE = (2400, 4800)
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SAVING = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 85, "method": 4},
}

# Pillow asks for this number before it decodes anything, in every format and in every form of the site.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


@dataclass(frozen=True)
class Picture:
    content: bytes
    extension: str
    width: int
    height: int


def reencode(content) -> Picture:
    """The picture in `content` without any metadata; ValidationError in the words of whoever must fix it."""
    if not content:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Save it smaller.") % {"limit": limit}, code="bytes"
        )
    opened, kind = _opened(content)
    clean = _clean(_decoded(opened), kind)
    buffer = io.BytesIO()
    clean.save(buffer, kind, **SAVING[kind])
    return Picture(buffer.getvalue(), EXTENSIONS[kind], *clean.size)


def _opened(content):
    """The picture with only its header read, and its format. What the file is called plays no part."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder may fail in any way on what somebody made up
        raise ValidationError(_("This is not a picture in JPEG, PNG or WebP."), code="not_a_picture") from error
    if opened.width * opened.height > MAX_PIXELS:
        raise _too_many_pixels()
    kind = (
        "JPEG" if opened.format == "MPO" else opened.format
    )  # what some phones write: a JPEG with a second one inside
    if opened.format != "MPO" and getattr(opened, "is_animated", False):
        raise ValidationError(_("This picture moves. Upload a still one."), code="animated")
    return opened, kind


def _too_many_pixels():
    limit = MAX_PIXELS // 1_000_000
    words = _("The picture has more than %(limit)s million pixels. Save it smaller.") % {"limit": limit}
    return ValidationError(words, code="pixels")


def _decoded(opened):
    try:
        opened.load()
        return ImageOps.exif_transpose(opened)
    except Exception as error:
        raise ValidationError(
            _("The file is damaged or cut off: it cannot be read to its end."), code="damaged"
        ) from error


def _clean(picture, kind):
    """The pixels alone, upright, in sRGB, no wider than a page needs."""
    picture = _in_srgb(picture)
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda level: level / 257).convert("L")
    transparent = picture.has_transparency_data and kind != "JPEG"
    mode = "RGBA" if transparent else "L" if picture.mode in ("1", "L", "LA") and kind != "WEBP" else "RGB"
    picture = picture.convert(mode)
    picture.thumbnail(MAX_SIZE, Image.Resampling.LANCZOS)
    clean = Image.new(mode, picture.size)
    clean.paste(picture)
    return clean


def _in_srgb(picture):
    """Colours as the file's own profile means them; the profile itself is then no longer needed."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # an unreadable profile is no reason to refuse a readable picture


def thumbnail(file, size=(320, 240)) -> bytes:
    """A small WebP of a stored picture."""
    with Image.open(file) as picture:
        picture.draft("RGB", size)
        picture.thumbnail(size)
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=75)
    return buffer.getvalue()
