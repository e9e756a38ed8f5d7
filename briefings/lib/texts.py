"""Texts that people type. Each has a limit: what is longer is refused in words, and never cut off by the browser."""

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
