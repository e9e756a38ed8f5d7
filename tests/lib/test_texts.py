"""Limits of long texts: in every model, in words, and never by cutting."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from briefings.lib.texts import Longest, require_length

# Written by the machine, or limited where they are cleaned.
UNLIMITED = {
    "Edition.document", "Edition.summary", "Rendering.html", "SearchDocument.text", "RichTextBlock.html",
    "CalloutBlock.html", "UnknownBlock.html",
}  # fmt: skip


def test_a_line_end_is_one_character():
    Longest(5)("a\r\nb\r\nc")
    with pytest.raises(ValidationError, match="at most 5 characters"):
        Longest(5)("abcdef")


def test_act_names_its_argument():
    with pytest.raises(ValidationError) as caught:
        require_length("reason", "x" * 11, 10)
    assert set(caught.value.message_dict) == {"reason"}
    require_length("reason", "x" * 10, 10)


def test_every_text_that_somebody_types_has_a_limit():
    without = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("briefings").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and not isinstance(field, models.JSONField)
        if not field.max_length and not any(isinstance(one, Longest) for one in field.validators)
    }
    assert without == UNLIMITED
