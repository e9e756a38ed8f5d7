"""Texts that people type, their limits, and how they are folded for sorting and finding.

A text that is too long is refused with a message; browsers must not cut it off.
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.deconstruct import deconstructible

SUMMARY, REMARK, DESCRIPTION = 1_000, 2_000, 5_000  # characters


@deconstructible
class Longest(MaxLengthValidator):
    """Counts as the browser does: the end of a line is one character."""

    def clean(self, x):
        return len(x.replace("\r\n", "\n"))


def text_field(*args, most=REMARK, **options):
    """A text of several lines with at most so many characters; `max_length` would make browsers cut what is pasted."""
    return models.TextField(*args, validators=[Longest(most)], **options)


def require_length(name, text, most=REMARK):
    """ValidationError about the argument `name` of an act where its text is too long."""
    try:
        Longest(most)(text)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def fold(text):
    """`Cañar` → `can~ar`: ñ sorts after n and before o, as Spanish wants; other accents do not count."""
    decomposed = unicodedata.normalize("NFD", str(text).casefold().replace("ñ", "\0"))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(plain.replace("\0", "n~").split())[:200]
