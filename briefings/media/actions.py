import hashlib
import logging
from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..history.actions import record
from ..lib.acts import Attempt, does, require_act
from ..lib.texts import clean_line
from .acts import DELETE_IMAGE, DESCRIBE_IMAGE, UPLOAD_IMAGE
from .models import DESCRIBE_IT, Image
from .uploads import MAX_BYTES, reencode

logger = logging.getLogger(__name__)
TEXTS = ("alt_en", "alt_es", "credit", "licence")


@does(UPLOAD_IMAGE)
@transaction.atomic
def upload_image(
    file: BinaryIO,
    *,
    by: User,
    alt_en: str = "",
    alt_es: str = "",
    credit: str = "",
    licence: str = "",
    now: datetime | None = None,
) -> Image:
    """Re-encode the picture without metadata and store it; ValidationError says why a file is refused.

    A second upload of the same picture returns the first, unchanged and with `was_here`.
    """
    require_act(UPLOAD_IMAGE, Attempt(by, now))
    texts = _clean_texts(alt_en=alt_en, alt_es=alt_es, credit=credit, licence=licence)
    picture = reencode(file.read(MAX_BYTES + 1))
    sha256 = hashlib.sha256(picture.content).hexdigest()
    name = f"{sha256}.{picture.extension}"
    fields = texts | {
        "file": name,
        "width": picture.width,
        "height": picture.height,
        "uploaded_by": by,
        "uploaded_at": now or timezone.now(),
    }
    _check(Image(sha256=sha256, **fields))
    _store(Image._meta.get_field("file").storage, name, picture.content)
    image, is_new = Image.objects.get_or_create(sha256=sha256, defaults=fields)
    image.was_here = not is_new
    if is_new:
        record(by=by, act=UPLOAD_IMAGE, target=image, detail={"sha256": sha256}, now=now)
    return image


@does(DESCRIBE_IMAGE)
@transaction.atomic
def describe_image(image: Image, *, by: User, now: datetime | None = None, **texts: str) -> Image:
    """Change the texts of a picture (`alt_en`, `alt_es`, `credit`, `licence`)."""
    require_act(DESCRIBE_IMAGE, Attempt(by, now))
    image = Image.objects.select_for_update().get(pk=image.pk)
    before = {name: getattr(image, name) for name in TEXTS}
    after = before | _clean_texts(**texts)
    if after == before:
        return image
    for name, text in after.items():
        setattr(image, name, text)
    _check(image)
    image.save(update_fields=TEXTS)
    record(by=by, act=DESCRIBE_IMAGE, target=image, now=now)
    return image


@does(DELETE_IMAGE)
@transaction.atomic
def delete_image(image: Image, *, by: User, now: datetime | None = None) -> None:
    """Delete an unused picture with its file; ProtectedError while something uses it."""
    require_act(DELETE_IMAGE, Attempt(by, now))
    record(by=by, act=DELETE_IMAGE, target=image, detail={"sha256": image.sha256}, now=now)
    storage, name = image.file.storage, image.file.name
    image.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _clean_texts(**texts):
    unknown = set(texts) - set(TEXTS)
    if unknown:
        raise TypeError(f"a picture has no {', '.join(sorted(unknown))}")
    texts = {name: clean_line(text) for name, text in texts.items()}
    if {"alt_en", "alt_es"} <= set(texts) and not (texts["alt_en"] or texts["alt_es"]):
        raise ValidationError(DESCRIBE_IT, code="no_alternative_text")
    return texts


def _check(image):
    image.clean_fields(exclude=["file"])
    image.validate_constraints()


def _store(storage, name, content):
    """Save the file unless it exists; the name is the hash of the content."""
    try:
        if storage.exists(name):
            return
        stored = storage.save(name, ContentFile(content))
    except OSError as error:
        logger.exception("a picture could not be stored")
        raise ValidationError(
            _(
                "The picture could not be stored: the folder for pictures is full, or the site may not write to it. "
                "Nothing is wrong with your file. Tell whoever runs the site, and choose the file again later."
            ),
            code="not_stored",
        ) from error
    if stored != name:  # somebody else stored the same picture in between
        storage.delete(stored)
