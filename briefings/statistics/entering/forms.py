"""Forms to enter values: rows and a paste for a series, one revision, and the confirmation below the preview."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...lib.numbers import AmbiguousNumber
from ...lib.periods import Period
from ...lib.texts import LineFormField, clean_line
from ..forms import GRADES, NumberField, PeriodField, ReleaseForm, number_typed, reason_field
from ..models import Batch, Vintage
from ..models.observations import Status
from .entries import Preview
from .validation import Value

MAX_PASTED = 500
MAX_LOCATOR = Vintage._meta.get_field("locator").max_length


class WithNumbers:
    """`mark`: the decimal mark that somebody has chosen who typed a number like 4.886."""

    def __init__(self, *args, mark="", **options):
        super().__init__(*args, **options)
        self.mark = mark
        for field in self.fields.values():
            if isinstance(field, NumberField):
                field.mark = mark


class NewValueForm(WithNumbers, forms.Form):
    """A row of the form for first values. A row with neither period nor value is ignored."""

    period = PeriodField(required=False, label=_("period"))
    value = NumberField(required=False, label=_("value"))
    low = NumberField(required=False, label=_("low"))
    high = NumberField(required=False, label=_("high"))
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
        said = {"status"} | ({"credibility"} & set(self.changed_data))
        if {"low", "high"} & set(self.changed_data):
            said.add("range")
        ends = row.get("low"), row.get("high")
        return Value(row["period"], row["value"], row["status"], *ends, row["credibility"], said=frozenset(said))


class PasteForm(WithNumbers, forms.Form):
    pasted = forms.CharField(
        required=False,
        strip=False,
        label=_("many values at once"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 40, "spellcheck": "false"}),
        help_text=_(
            "Paste two columns from a spreadsheet: period and value. A third column may hold the status (a letter "
            "such as P), a fourth the credibility (1 to 6) and a fifth the page, table or cell of the release."
        ),
    )
    locator = LineFormField(
        required=False,
        max_length=MAX_LOCATOR,
        label=_("where in the release"),
        help_text=_("Page, table, cell: for all values here that have no place of their own."),
    )

    @property
    def usual_grade(self) -> int:
        """The credibility of lines without one."""
        return 3

    def clean_pasted(self):
        """(line number, Value) pairs."""
        lines = [(number, line) for number, line in enumerate(self.cleaned_data["pasted"].splitlines(), 1)]
        lines = [(number, line) for number, line in lines if line.strip()]
        if len(lines) > MAX_PASTED:
            raise ValidationError(_("Paste at most %(max)s lines at once."), params={"max": MAX_PASTED})
        entries, errors = [], []
        for number, line in lines:
            try:
                entries.append((number, _pasted_value(line, self.mark, self.usual_grade)))
            except AmbiguousNumber as error:
                errors.append(line_error(number, str(error), code="ambiguous", about=error))
            except ValueError as error:
                errors.append(line_error(number, str(error)))
        if errors:
            raise ValidationError(errors)
        return entries


class NewValuesForm(PasteForm, ReleaseForm):
    follows_release = True
    field_order = ["release", "locator", "known_on", "pasted"]


def line_error(line, message, *, code="line", about=None):
    params = {"line": line, "words": message, "number": about}
    return ValidationError(_("Line %(line)s: %(words)s"), code=code, params=params)


def _pasted_value(line, mark, usual_grade):
    """`2022<tab>4886<tab>P<tab>3<tab>table 2`, or with semicolons, or period and value with a space between."""
    separator = next((sign for sign in ("\t", ";") if sign in line), None)
    cells = [cell.strip() for cell in (line.split(separator) if separator else _period_and_rest(line.strip()))]
    if not cells[0]:
        raise ValueError(_("Which period is this value for?"))
    if len(cells) == 1:
        raise ValueError(_("Which value? Only a period is here. For a missing value add the status M."))
    period, value, status, credibility, locator = (cells + [""] * 5)[:5]
    typed = {"status": status, "credibility": credibility, "locator": locator}
    status = status.upper() or (Status.NORMAL if value else Status.MISSING)
    if credibility and credibility not in "123456":
        raise ValueError(_("Credibility is a grade from 1 to 6."))
    if len(locator) > MAX_LOCATOR:
        raise ValueError(_("The place in the release has more than %(max)d characters.") % {"max": MAX_LOCATOR})
    return Value(
        Period.parse(period),
        number_typed(value, mark) if value else None,
        status=status,
        credibility=int(credibility or usual_grade),
        locator=clean_line(locator),
        said=frozenset(name for name, text in typed.items() if text),
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


class ReviseForm(WithNumbers, ReleaseForm):
    """A new vintage of one observation."""

    value = NumberField(
        required=False,
        label=_("new value"),
        help_text=_("To retract the value leave this empty and choose the status “missing”."),
    )
    status = forms.ChoiceField(choices=Status.choices, label=_("status"))
    low = NumberField(required=False, label=_("low"), help_text=_("Where the source gives a range."))
    high = NumberField(required=False, label=_("high"))
    credibility = forms.TypedChoiceField(choices=GRADES, coerce=int, label=_("credibility"))
    locator = LineFormField(
        required=False,
        max_length=MAX_LOCATOR,
        label=_("where in it"),
        help_text=_("Where in the release: page, table, cell."),
    )
    field_order = ["value", "status", "low", "high", "credibility", "release", "locator", "known_on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["release"].help_text = _(
            "The publication that the new value is taken from: the one on record unless you choose another. If you "
            "empty this, the value names no release any more."
        )

    def entry(self, period):
        row = self.cleaned_data
        ends = row["low"], row["high"]
        return Value(period, row["value"], row["status"], *ends, row["credibility"], row["locator"])


class ConfirmForm(forms.Form):
    """One kind and one reason for all values of a preview. Kinds that cannot fit its values are not offered."""

    kind = forms.ChoiceField(
        label=_("kind"),
        help_text=_("Only a first entry and a scheduled update need no reason, unless a value is taken away."),
    )
    reason_en = reason_field(
        _("reason in English"), _("Readers see it in the list of revisions. One of the two languages is enough.")
    )
    reason_es = reason_field(_("reason in Spanish"))
    unusual = forms.BooleanField(
        label=_("I have compared the unusual values with the source, and they are right."), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, preview: Preview, **options):
        super().__init__(*args, **options)
        kinds = _kinds_for(preview)
        self.fields["kind"].choices = [("", "—")] + [choice for choice in Batch.Kind.choices if choice[0] in kinds]
        self.fields["kind"].initial = _preset_kind(preview)
        if preview.unusual:
            self.fields["unusual"].required = True
        else:
            del self.fields["unusual"]
        self.fields["seen"].initial = preview.digest

    @property
    def reason(self):
        return {"en": self.cleaned_data["reason_en"], "es": self.cleaned_data["reason_es"]}


def _preset_kind(preview):
    if not preview.revised:
        return Batch.Kind.FIRST
    return Batch.Kind.RETRACTION if preview.only_takes_away else ""


def _kinds_for(preview):
    without = {Batch.Kind.SHOWN} | ({Batch.Kind.FIRST} if preview.revised else set())
    if not all(change.entry.value.value is None and change.before for change in preview.changes):
        without.add(Batch.Kind.RETRACTION)
    if preview.only_takes_away:
        without.add(Batch.Kind.UPDATE)
    return [kind for kind in Batch.Kind.values if kind not in without]
