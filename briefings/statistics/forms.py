from decimal import Decimal

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..lib.admin.autocomplete import NarrowedAutocomplete
from ..lib.clock import Day, KnownDayField
from ..lib.numbers import AmbiguousNumber, language_code, parse_number, plain
from ..lib.periods import Period
from ..lib.texts import LineFormField
from ..sources.models import Release
from .models import Vintage
from .models.observations import CREDIBILITY

GRADES = [(digit, format_lazy("{} – {}", digit, words)) for digit, words in CREDIBILITY]
MAX_PASTED = 500
KNOWN_ON_HELP = _(
    "The day from which anybody could know these values: usually when the release was published. As precisely as you "
    "know it: 5 October 2026, October 2026 or 2026."
)


def decimal_mark():
    """The decimal mark of the active language."""
    return "," if language_code() == "es" else "."


def number_typed(text: str, mark: str = "") -> Decimal:
    """The number in the format of the active language, or with the decimal mark that somebody has chosen."""
    return parse_number(text, mark or decimal_mark(), confirmed=bool(mark))


class PeriodField(LineFormField):
    """A period as text, as people say it: 2022, Q1 2022, March 2022, January–November 2024; or in ISO."""

    def __init__(self, **options):
        super().__init__(**({"max_length": 60, "widget": forms.TextInput(attrs={"size": 20})} | options))

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return Period.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error), code="period") from error

    def run_validators(self, value):
        """The validators expect text; parsing has checked the length."""

    def prepare_value(self, value):
        return value.label() if isinstance(value, Period) else value


class NumberField(LineFormField):
    """An exact number in the number format of the active language; invalid input is shown again unchanged.

    `mark` is the decimal mark that somebody who typed `4.886` has chosen.
    """

    mark = ""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 18, "autocomplete": "off"})
        super().__init__(**({"widget": widget} | options))

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return number_typed(text, self.mark) if text else None
        except AmbiguousNumber as error:
            raise ValidationError(str(error), code="ambiguous", params={"number": error}) from error
        except ValueError as error:
            raise ValidationError(str(error), code="number") from error

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        text = plain(value)
        mark = decimal_mark()
        whole, _mark, fraction = text.partition(".")
        if len(fraction) == 3 and 1 <= len(whole.lstrip("-")) <= 3 and not whole.lstrip("-").startswith("0"):
            fraction += "0"  # 4.886 would be refused as ambiguous with 4886
        return f"{whole}{mark}{fraction}" if fraction else whole


class ReleaseForm(forms.Form):
    """The release of new values, and the date on which they were known."""

    release = forms.ModelChoiceField(
        Release.objects.none(),
        required=False,
        label=_("release"),
        widget=NarrowedAutocomplete(Vintage._meta.get_field("release"), admin.site),
        help_text=_("The publication that these values are taken from. Add a new one at its source first."),
    )
    known_on = KnownDayField(label=_("known on"), help_text=KNOWN_ON_HELP)
    follows_release = False  # where nobody says since when the values were known

    def __init__(self, *args, series, **options):
        super().__init__(*args, **options)
        self.fields["release"].queryset = Release.objects.filter(source=series.source_id).select_related("source")
        self.fields["release"].widget.asked = {"source": series.source_id}
        if self.follows_release:
            let_follow_release(self.fields["known_on"])
        else:
            self.fields["known_on"].initial = timezone.localdate

    def clean(self):
        super().clean()
        if self.follows_release:
            set_day_known(self.cleaned_data)
        return self.cleaned_data


def let_follow_release(field: KnownDayField) -> None:
    field.required = False
    field.help_text = format_lazy("{} {}", KNOWN_ON_HELP, _("Empty: the day of the release, or today without one."))


def set_day_known(cleaned: dict) -> None:
    """Where it was left empty: an old release would otherwise outrank what was published after it."""
    if "known_on" in cleaned and not cleaned["known_on"]:
        release = cleaned.get("release")
        cleaned["known_on"] = (release and release.day_published) or Day(timezone.localdate())


def reason_field(label, help_text=""):
    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})
    return forms.CharField(required=False, label=label, help_text=help_text, widget=widget)


class PreferForm(forms.Form):
    reason_en = reason_field(
        _("reason in English"), _("Readers see why this series is preferred. One of the two languages is enough.")
    )
    reason_es = reason_field(_("reason in Spanish"))


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("For the colleague who proposed it; readers do not see it."),
    )


class ForceForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("Why this cannot wait for a second person. It stays with the values."),
    )


class ReviewForm(forms.Form):
    note = forms.CharField(
        label=_("What you found"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )
