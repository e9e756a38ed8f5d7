"""Limits of text fields: every model has them, and the browser never cuts text off."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from briefings.lib.texts import Longest, require_length

# Written by the machine, or limited where they are cleaned.
UNLIMITED = {
    "Edition.document", "Edition.summary", "Rendering.html", "RichTextBlock.html", "CalloutBlock.html",
    "UnknownBlock.html", "SearchDocument.text", "SearchDocument.head", "SearchDocument.words",
    "SearchDocument.topics", "SearchDocument.places", "SearchDocument.used",
    "DraftDocument.words", "Card.alt",
    "TypedCopy.entries",  # the act that keeps it has a limit
}  # fmt: skip


def test_line_break_counts_as_one_character():
    Longest(5)("a\r\nb\r\nc")
    with pytest.raises(ValidationError, match="at most 5 characters"):
        Longest(5)("abcdef")


def test_error_belongs_to_the_argument_of_the_act():
    with pytest.raises(ValidationError) as caught:
        require_length("reason", "x" * 11, 10)
    assert set(caught.value.message_dict) == {"reason"}
    require_length("reason", "x" * 10, 10)


def test_every_text_field_has_a_limit():
    without = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("briefings").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and not isinstance(field, models.JSONField)
        if not field.max_length and not any(isinstance(validator, Longest) for validator in field.validators)
    }
    assert without == UNLIMITED
