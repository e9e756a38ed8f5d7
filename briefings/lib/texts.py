"""Limits and cleaning of texts, fields for them, and keys by which they are sorted."""

import re
import unicodedata
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from .html import EXTENSIONS, clean_html, losses_of

# Limits in characters. 100,000 are about 15,000 words; parsing much longer nested HTML takes minutes.
SUMMARY, REMARK, DESCRIPTION, PROSE = 1_000, 2_000, 5_000, 100_000
REASON_AT_LEAST = 20  # characters of a reason for doing without a second person

DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_direction_marks(data):
    """`data`, of JSON types, without the invisible characters that reverse the direction of writing.

    With them a text is read differently from how it is stored: 4886 as 6884, by whoever approves it and by readers.
    """
    if isinstance(data, str):
        return DIRECTION_MARKS.sub("", data)
    if isinstance(data, dict):
        return {name: without_direction_marks(value) for name, value in data.items()}
    return [without_direction_marks(value) for value in data] if isinstance(data, list | tuple) else data


ACCENTS = re.compile("[\u0300-\u036f]")
# Letters and symbols to Unicode, of which nothing is seen.
INVISIBLE = {"Cc", "Cf", "Cs"}
BLANKS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
NOTHING_VISIBLE = gettext_lazy("Nothing in this text can be seen. Write it again.")


def clean_line(text: str) -> str:
    """The text in NFC on one line, without control and format characters; "" when nothing visible is left.

    Format characters include those without width and those that reverse the direction of writing.
    """
    kept = []
    for character in unicodedata.normalize("NFC", str(text)):
        category = unicodedata.category(character)
        if category in ("Zl", "Zp") or (category == "Cc" and character.isspace()):
            kept.append(" ")
        elif category not in INVISIBLE:
            kept.append(character)
    line = "".join(kept).strip()
    return line if is_visible(line) else ""


def clean_text(text: str) -> str:
    """The text of several lines in NFC, without control characters and those that reverse the direction of writing; ""
    when nothing visible is left. Line ends, tabs, and the joiners of other scripts and of pictures stay."""
    kept = without_direction_marks(one_line_end(unicodedata.normalize("NFC", str(text))))
    kept = "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.strip() if is_visible(kept) else ""


def is_visible(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "LNPS" and c not in BLANKS for c in text)


def require_line(name: str, text: str, most: int, empty: str = NOTHING_VISIBLE) -> str:
    """The clean line; ValidationError for the argument `name` of an act if nothing is left, with the words `empty`."""
    line = clean_line(text)
    if not line:
        raise ValidationError({name: ValidationError(empty, code="required")})
    require_length(name, line, most)
    return line


class LineFormField(forms.CharField):
    """Every one-line text of a form. Invisible characters are removed; nothing else may be all that was typed."""

    default_error_messages = {"invisible": NOTHING_VISIBLE}

    def clean(self, value):
        ProhibitNullCharactersValidator()(value)  # no person types one
        if self.required and str(value or "").strip() and not clean_line(value):
            raise ValidationError(self.error_messages["invisible"], code="invisible")
        return super().clean(value)

    def to_python(self, value):
        return super().to_python(value if value in self.empty_values else clean_line(value))


class LineField(models.CharField):
    """Every one-line text that people write. It is cleaned in `clean()`: call `full_clean()` before saving.

    Migrations call it a CharField, because it is one to the database.
    """

    default_error_messages = {"invisible": NOTHING_VISIBLE}

    def clean(self, value, model_instance):
        line = value if value in self.empty_values else clean_line(value)
        if value not in self.empty_values and not line and not self.blank:
            raise ValidationError(self.error_messages["invisible"], code="invisible")
        return super().clean(line, model_instance)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": LineFormField, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class AddressFormField(forms.SlugField):
    def to_python(self, value):
        value = super().to_python(value)
        return value and value.lower()


class AddressField(models.SlugField):
    """The part of a web address that people choose, in lower case."""

    def clean(self, value, model_instance):
        return super().clean(value and value.lower(), model_instance)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": AddressFormField, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs


@deconstructible
class Longest(MaxLengthValidator):
    """MaxLengthValidator that counts a line break as one character, as browsers do."""

    def clean(self, x):
        return len(x.replace("\r\n", "\n"))


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TypedText:
    """Mixin for the form field of a text: browsers post line ends of their own, which is no change."""

    def to_python(self, value):
        return one_line_end(super().to_python(value))

    def has_changed(self, initial, data):
        return super().has_changed(initial and self.to_python(initial), data)


class TextAreaField(TypedText, forms.CharField):
    pass


class ProseAreaField(TypedText, ProseEditorFormField):
    pass


class KeptAsStored:
    """Mixin for a model field: a form does not write a text again of which only line ends or outer spaces differ."""

    form_class: type[forms.Field]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class} | kwargs)

    def save_form_data(self, instance, data):
        stored = self.value_from_object(instance) or ""
        if self.formfield().to_python(stored) != data:
            super().save_form_data(instance, data)


class TextField(KeptAsStored, models.TextField):
    """`strip`: whether forms drop spaces and tabs at both ends."""

    form_class = TextAreaField

    def __init__(self, *args, strip: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.strip = strip

    def formfield(self, **kwargs):
        return super().formfield(**{"strip": self.strip} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class ProseField(KeptAsStored, ProseEditorField):
    form_class = ProseAreaField


def text_field(*args, most: int = REMARK, **options) -> TextField:
    """A TextField that refuses longer text. With `max_length`, browsers would cut pasted text off silently."""
    return TextField(*args, validators=[Longest(most)], **options)


LOST = {
    "sup": gettext_lazy("raised characters"),
    "sub": gettext_lazy("lowered characters"),
    "table": gettext_lazy("a table"),
    "img": gettext_lazy("a picture"),
    "numbering": gettext_lazy("a list that counts backwards or has numbers of its own"),
    **dict.fromkeys(("s", "del", "strike"), gettext_lazy("struck-out text")),
    **dict.fromkeys(("h1", "h4", "h5", "h6"), gettext_lazy("a heading of another level than 2 and 3")),
}
PARTS_OF_TABLES = {"thead", "tbody", "tfoot", "tr", "th", "td", "caption", "col", "colgroup"}


def _refuse_losses(html):
    """Say what the sanitiser would take out of a text, instead of letting it."""
    elements, links = losses_of(html)
    names = [
        str(LOST.get(name, f"<{name}>")) for name in elements if name not in PARTS_OF_TABLES or "table" not in elements
    ]
    problems = [
        ValidationError(
            _("“%(text)s” leads to “%(address)s”, which cannot be a link."),
            code="link",
            params={"text": text, "address": address[:100]},
        )
        for text, address in links
    ]
    if names:
        text = _("This cannot be kept here: %(names)s. Write it otherwise, or use a block of its own.")
        problems.append(ValidationError(text, code="lost", params={"names": ", ".join(dict.fromkeys(names))}))
    if problems:
        raise ValidationError(problems)


def _clean_prose(html):
    html = str(html or "")
    MaxLengthValidator(PROSE)(html)
    _refuse_losses(html)
    return clean_html(html)


def prose_field(*args, **kwargs) -> ProseField:
    """A rich text field. It is sanitised in `clean()`, not in `save()`: call `full_clean()` before saving."""
    return ProseField(*args, extensions=dict(EXTENSIONS), sanitize=_clean_prose, **kwargs)


def require_length(name: str, text: str, most: int = REMARK) -> None:
    """Raise a ValidationError for the argument `name` of an act when its text is too long."""
    try:
        Longest(most)(text)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def require_text(name: str, text: str, empty: str, most: int = REMARK) -> str:
    """The clean text; ValidationError for the argument `name` of an act if nothing is left, with the words `empty`."""
    text = clean_text(text)
    if not text:
        raise ValidationError({name: ValidationError(empty, code="required")})
    require_length(name, text, most)
    return text


def require_reason_alone(reason: str) -> str:
    """The clean reason of an act that is done without a second person; ValidationError where it is too short."""
    reason = clean_text(reason)
    if len(reason) < REASON_AT_LEAST:
        short = _("Say why this cannot wait for a second person, in at least %(least)d characters.")
        raise ValidationError({"reason": ValidationError(short, code="reason", params={"least": REASON_AT_LEAST})})
    require_length("reason", reason, REMARK)
    return reason


def day_and_time(moment: datetime) -> str:
    """For lists of the desk: 23 Nov 2026, 14:05."""
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def fold(text: str) -> str:
    """A key for sorting: `Cañar` → `can~ar`. ñ sorts between n and o; other accents are dropped."""
    composed = unicodedata.normalize("NFC", str(text)).casefold().replace("ñ", "\0")
    return " ".join(without_accents(composed).replace("\0", "n~").split())[:200]


def without_accents(text: str) -> str:
    return ACCENTS.sub("", unicodedata.normalize("NFD", text))
