"""The form that begins a series: each part is chosen or typed, and what rarely changes is folded and preset."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.admin.autocomplete import OneAutocomplete
from ...lib.bases import address_of
from ...lib.clock import KnownDayField
from ...lib.texts import LineFormField
from ...sources.models import Release, Source
from ..forms import GRADES, NumberField, reason_field
from ..models import Indicator, Series, Vintage
from .forms import NewValueForm, PasteForm, WithNumbers

DECIMALS = {Indicator.Kind.COUNT: 0, Indicator.Kind.AMOUNT: 0, Indicator.Kind.RATE: 1, Indicator.Kind.SHARE: 1}


def chosen_field(column, label, help_text="", *, required=False):
    """A field that chooses what the foreign key `column` leads to."""
    return forms.ModelChoiceField(
        column.remote_field.model._default_manager.all(),
        required=required,
        label=label,
        help_text=help_text,
        widget=OneAutocomplete(column, admin.site),
    )


def _web_address(label):
    return forms.URLField(required=False, max_length=500, label=label, assume_scheme="https")


class PartForm(WithNumbers, forms.Form):
    """A part of the series: `chosen`, or else a new one. Of a new one `needed` are the fields that must be typed, and
    `more` those that are folded. `part` is the chosen or new one, None where nothing was typed."""

    model: type[models.Model]
    names: list[str]
    needed: tuple[str, ...] = ("name_en",)
    more: tuple[str, ...] = ()
    is_optional = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        own = [name for name in self.names if name not in self.fields]
        self.fields |= forms.fields_for_model(self.model, own)
        self.order_fields(["chosen", *self.names])
        for field in self.fields.values():
            field.required = False
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            elif isinstance(field, LineFormField | forms.URLField):
                field.widget.attrs["class"] = "vTextField"
        self.part = None

    def clean(self):
        cleaned = super().clean()
        self.part = cleaned.get("chosen")
        is_typed = any(cleaned.get(name) for name in self.needed)
        if self.part or (self.is_optional and not is_typed):
            return cleaned
        if not is_typed and not self.errors:
            raise ValidationError(_("Choose one, or name a new one."))
        for name in self.needed:
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, self.fields[name].error_messages["required"])
        if not self.errors:
            self._make(cleaned)
        return cleaned

    def parts_of(self, cleaned):
        """Fields of the model. Empty ones keep their defaults."""
        return {name: cleaned[name] for name in self.names if cleaned.get(name) not in (None, "")}

    def _make(self, cleaned):
        part = self.model(**self.parts_of(cleaned))
        if hasattr(part, "slug"):
            part.slug = address_of(part.name_en)
            if self.model.objects.filter(slug=part.slug).exists():
                self.add_error("name_en", _("There is one of this name. Choose it, or name the new one otherwise."))
                return
        try:
            part.full_clean(exclude=["source"])  # a release gets it with the series
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)
        self.part = part


class IndicatorForm(PartForm):
    chosen = chosen_field(Series._meta.get_field("indicator"), _("indicator"), _("Empty: a new one, below."))
    least_plausible = NumberField(required=False, label=_("least plausible value"))
    most_plausible = NumberField(required=False, label=_("greatest plausible value"))

    model = Indicator
    names = [
        "name_en", "name_es", "kind", "unit_en", "unit_es", "definition_en", "definition_es", "decimals",
        "materiality", "least_plausible", "most_plausible",
    ]  # fmt: skip
    needed = ("name_en", "kind", "unit_en", "definition_en")
    more = ("definition_es", "decimals", "materiality", "least_plausible", "most_plausible")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["decimals"].initial = None
        self.fields["decimals"].help_text = _("Empty: none for counts and amounts, one for rates and shares.")

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("decimals") is None:
            cleaned["decimals"] = DECIMALS.get(cleaned.get("kind"), 0)
        return super().clean()


class SourceForm(PartForm):
    chosen = chosen_field(Series._meta.get_field("source"), _("source"), _("Empty: a new one, below."))
    url = _web_address(_("web address"))

    model = Source
    names = ["name_en", "name_es", "publisher", "url", "reliability", "licence", "description_en", "description_es"]
    more = ("licence", "description_en", "description_es")


class ReleaseForm(PartForm):
    chosen = chosen_field(
        Vintage._meta.get_field("release"), _("release"), _("The publication that the values are taken from.")
    )
    url = _web_address(_("link"))
    published = KnownDayField(required=False, label=_("published"), help_text=_("2026-10-05, October 2026 or 2026."))

    model = Release
    names = ["title", "published", "url"]
    needed = ("title",)
    is_optional = True

    def parts_of(self, cleaned):
        day = cleaned.get("published")
        parts = super().parts_of(cleaned)
        return parts | ({"published": day.date, "published_precision": day.precision} if day else {})

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("published") or cleaned.get("url")) and not (cleaned.get("title") or cleaned.get("chosen")):
            self.add_error("title", _("What is the title of this release?"))
        return cleaned


class FirstValueForm(NewValueForm):
    """A row without a grade of its own."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        del self.fields["credibility"]

    def clean(self):
        return super().clean() | {"credibility": 3}


class StartForm(PasteForm):
    """Which series, its first values, and how they count."""

    area = chosen_field(Series._meta.get_field("area"), _("area"), required=True)
    frequency = forms.ChoiceField(choices=Series.Frequency.choices, label=_("frequency"))
    known_on = KnownDayField(
        required=False,
        label=_("known on"),
        help_text=_("Empty: the day on which the release was published, or today."),
    )
    credibility = forms.TypedChoiceField(choices=GRADES, initial=3, coerce=int, label=_("credibility"))
    preferred = forms.BooleanField(required=False, label=_("pages and tables start with this series"))
    preferred_en = reason_field(_("why preferred, in English"), _("One of the two languages is enough."))
    preferred_es = reason_field(_("why preferred, in Spanish"))
    field_order = ["area", "frequency", "known_on", "credibility", "pasted"]  # the grade is read before the lines

    @property
    def usual_grade(self) -> int:
        return self.cleaned_data.get("credibility") or 3

    more = ("known_on", "credibility", "preferred", "preferred_en", "preferred_es")

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("preferred_en") or cleaned.get("preferred_es")) and not cleaned.get("preferred"):
            self.add_error("preferred", _("You say why this series is preferred: tick this, or take the reason away."))
        return cleaned
