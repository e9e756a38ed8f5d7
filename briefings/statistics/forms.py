from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..lib.admin.autocomplete import NarrowedAutocomplete
from ..lib.clock import DayInput
from ..lib.numbers import language_code, parse_number, plain
from ..lib.periods import Period
from ..lib.texts import LineFormField
from ..sources.models import Release
from .entering.validation import Value
from .models import Batch, Vintage
from .models.observations import CREDIBILITY, Status

GRADES = [(digit, format_lazy("{} – {}", digit, words)) for digit, words in CREDIBILITY]
MAX_PASTED = 500


def decimal_mark():
    """The decimal mark of the active language."""
    return "," if language_code() == "es" else "."


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
    """An exact number in the number format of the active language; invalid input is shown again unchanged."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 18, "autocomplete": "off"})
        super().__init__(**({"widget": widget} | options))

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return parse_number(text, decimal_mark()) if text else None
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
    known_on = forms.DateField(
        label=_("known on"),
        widget=DayInput(),
        help_text=_("The day from which anybody could know these values: usually when the release was published."),
    )

    def __init__(self, *args, series, **options):
        super().__init__(*args, **options)
        self.fields["release"].queryset = Release.objects.filter(source=series.source_id).select_related("source")
        self.fields["release"].widget.asked = {"source": series.source_id}
        self.fields["known_on"].initial = timezone.localdate

    def clean_known_on(self):
        known_on = self.cleaned_data["known_on"]
        if known_on > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return known_on


class NewValueForm(forms.Form):
    """A row of the form for first values. A row with neither period nor value is ignored."""

    period = PeriodField(required=False, label=_("period"))
    value = NumberField(required=False, label=_("value"))
    status = forms.ChoiceField(choices=Status.choices, initial=Status.NORMAL, label=_("status"))
    credibility = forms.TypedChoiceField(choices=GRADES, initial=3, coerce=int, label=_("credibility"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("value") is not None and "period" in cleaned and not cleaned["period"]:
            self.add_error("period", _("Which period is this value for?"))
        return cleaned

    @property
    def entry(self):
        """The row as a Value; None for an empty row."""
        row = self.cleaned_data
        if not row.get("period"):
            return None
        return Value(row["period"], row["value"], status=row["status"], credibility=row["credibility"])


class NewValuesForm(ReleaseForm):
    pasted = forms.CharField(
        required=False,
        label=_("many values at once"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 40, "spellcheck": "false"}),
        help_text=_(
            "Paste two columns from a spreadsheet: period and value. A third column may hold the status (a letter "
            "such as P) and a fourth the credibility (1 to 6)."
        ),
    )
    field_order = ["release", "known_on", "pasted"]

    def clean_pasted(self):
        """(line number, Value) pairs."""
        lines = [(number, line) for number, line in enumerate(self.cleaned_data["pasted"].splitlines(), 1)]
        lines = [(number, line.strip()) for number, line in lines if line.strip()]
        if len(lines) > MAX_PASTED:
            raise ValidationError(_("Paste at most %(max)s lines at once."), params={"max": MAX_PASTED})
        entries, errors = [], []
        for number, line in lines:
            try:
                entries.append((number, _pasted_value(line)))
            except ValueError as error:
                errors.append(line_error(number, str(error)))
        if errors:
            raise ValidationError(errors)
        return entries


def line_error(number, message):
    return ValidationError(_("Line %(line)s: %(words)s"), code="line", params={"line": number, "words": message})


def _pasted_value(line):
    """`2022<tab>4886<tab>P<tab>3`, or with semicolons, or period and value with a space between."""
    separator = next((mark for mark in ("\t", ";") if mark in line), None)
    cells = [cell.strip() for cell in (line.split(separator) if separator else _period_and_rest(line))]
    period, value, status, credibility = (cells + [""] * 4)[:4]
    status = status.upper() or (Status.NORMAL if value else Status.MISSING)
    if credibility and credibility not in "123456":
        raise ValueError(_("Credibility is a grade from 1 to 6."))
    return Value(
        Period.parse(period),
        parse_number(value, decimal_mark()) if value else None,
        status=status,
        credibility=int(credibility or 3),
    )


def _period_and_rest(line):
    """`March 2022 480` → March 2022 and 480; the first word and the rest where no period begins the line."""
    words = line.split()
    for count in range(len(words) - 1, 1, -1):
        try:
            Period.parse(" ".join(words[:count]))
        except ValueError:
            continue
        return " ".join(words[:count]), " ".join(words[count:])
    return line.split(maxsplit=1)


def _reason(label, help_text=""):
    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})
    return forms.CharField(required=False, label=label, help_text=help_text, widget=widget)


class ReviseForm(ReleaseForm):
    """A new vintage of one observation."""

    kind = forms.ChoiceField(
        choices=[("", "—"), *(choice for choice in Batch.Kind.choices if choice[0] != Batch.Kind.FIRST)],
        label=_("kind of revision"),
        help_text=_("Only a scheduled update needs no reason. A retraction leaves the period without a value."),
    )
    value = NumberField(required=False, label=_("new value"))
    status = forms.ChoiceField(choices=Status.choices, label=_("status"))
    low = NumberField(required=False, label=_("low"), help_text=_("Where the source gives a range."))
    high = NumberField(required=False, label=_("high"))
    credibility = forms.TypedChoiceField(choices=GRADES, coerce=int, label=_("credibility"))
    reason_en = _reason(
        _("reason in English"), _("Readers see it in the list of revisions. One of the two languages is enough.")
    )
    reason_es = _reason(_("reason in Spanish"))
    field_order = [
        "kind", "value", "status", "low", "high", "credibility", "release", "known_on", "reason_en", "reason_es",
    ]  # fmt: skip

    def entry(self, period):
        row = self.cleaned_data
        return Value(period, row["value"], row["status"], row["low"], row["high"], row["credibility"])


class PreferForm(forms.Form):
    reason_en = _reason(
        _("reason in English"), _("Readers see why this series is preferred. One of the two languages is enough.")
    )
    reason_es = _reason(_("reason in Spanish"))


class RejectForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("For the colleague who proposed it; readers do not see it."),
    )
