"""The form that asks what a file leaves open."""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.admin.autocomplete import NarrowedAutocomplete
from ...lib.clock import KnownDayField
from ...lib.numbers import language_code, parse_number, plain
from ...lib.periods import month_names
from ...sources.models import Release
from ..forms import KNOWN_ON_HELP, let_follow_release, set_day_known
from ..models import Vintage
from ..models.observations import Status
from .cells import key_of
from .questions import LEFT_OUT, Answers, is_covered, missing_days

MOST_ASKED = 40  # places or labels


def _readings(text):
    """`4.886` as a number in each of the two styles."""
    numbers = {mark: plain(parse_number(text, mark, confirmed=True)) for mark in ",."}
    words = {mark: number.replace(".", "," if language_code() == "es" else ".") for mark, number in numbers.items()}
    return [
        (mark, _("%(number)s, with decimals") % {"number": words[mark]} if "." in number else words[mark])
        for mark, number in numbers.items()
    ]


def _evidence(questions):
    """Other numbers of the file by which somebody can tell the style."""
    texts = [_("%(text)s in row %(row)d") % {"text": text, "row": row} for row, text in questions.numbers]
    if questions.other_style:
        row, text = questions.other_style[0]
        texts.append(_("and %(text)s in row %(row)d, which is a number in one style only") % {"text": text, "row": row})
    return _("Examples: %(examples)s.") % {"examples": ", ".join(texts)}


def _coverage(period):
    """How far the figures of a year reach; whether those of a month or quarter are all of it."""
    names, left_out = month_names(language_code()), (LEFT_OUT, _("leave out"))
    if not period.is_full_year:
        return [(period.months, _("the whole month") if period.months == 1 else _("the whole quarter")), left_out]
    parts = [(months, f"{names[0]}–{names[months - 1]}" if months > 1 else names[0]) for months in range(11, 0, -1)]
    return [(12, _("the whole year")), *parts, left_out]


def _dates_in(period, span):
    """What tells that figures may cover a part of the period only; "" where nothing does."""
    if span is None or not any(missing_days(period, span)):
        return ""
    first, last = (date_format(day, "DATE_FORMAT") for day in span)
    return _("Dates from %(first)s to %(last)s.") % {"first": first, "last": last}


class QuestionsForm(forms.Form):
    """What the file leaves open, and where its values come from."""

    release = forms.ModelChoiceField(
        Release.objects.none(),
        required=False,
        label=gettext_lazy("release"),
        widget=NarrowedAutocomplete(Vintage._meta.get_field("release"), admin.site),
        help_text=gettext_lazy("The publication that these values are taken from. Add a new one at its source first."),
    )
    known_on = KnownDayField(label=gettext_lazy("known on"), help_text=KNOWN_ON_HELP)

    def __init__(self, data=None, *, file, questions, answers: Answers, names):
        super().__init__(data, initial={"release": answers.release, "known_on": answers.day})
        let_follow_release(self.fields["known_on"])
        self.questions, self.names = questions, names
        self.fields["release"].queryset = Release.objects.filter(source=file.source_id).select_related("source")
        self.fields["release"].widget.asked = {"source": file.source_id}
        if questions.numbers:
            self.fields["mark"] = forms.ChoiceField(
                choices=_readings(questions.numbers[0][1]),
                widget=forms.RadioSelect,
                initial=answers.mark,
                label=_("In this file, %(text)s means") % {"text": questions.numbers[0][1]},
                help_text=_evidence(questions),
            )
        if questions.dates:
            self.fields["order"] = forms.ChoiceField(
                choices=[("dmy", _("day, month, year")), ("mdy", _("month, day, year"))],
                widget=forms.RadioSelect,
                initial=answers.order,
                label=_("The date %(text)s is") % {"text": questions.dates[0]},
            )
        self._add_names("label", questions.labels, answers.labels, names.indicators, names.proposed_indicator)
        self._add_names(
            "place",
            questions.places,
            answers.places,
            names.areas,
            lambda place: names.proposed_place(place, questions.kind),
        )
        if questions.places or questions.labels:
            self.fields["others_out"] = forms.BooleanField(
                required=False, initial=answers.others_out, label=_("leave out all rows with other words")
            )
        if questions.status:
            self._add_status(answers)
        for name in {"release", "known_on", "others_out", "status"} & self.fields.keys():
            self.fields[name].label = capfirst(self.fields[name].label)
        self._add_periods(questions.periods, answers)

    def _add_status(self, answers):
        self.fields["status"] = forms.ChoiceField(
            choices=[choice for choice in Status.choices if choice[0] != Status.MISSING],
            initial=answers.status,
            label=_("status of new values"),
            help_text=_("Where the file does not say it. Values that are on record keep theirs."),
        )

    def _add_periods(self, periods, answers):
        for period, span in periods.items():
            whole = is_covered(period, span)
            choices = _coverage(period)
            self.fields[f"part_{period.code}"] = forms.TypedChoiceField(
                coerce=int,
                choices=choices if whole else [("", _("— choose —")), *choices],
                initial=answers.parts.get(period.code, period.months if whole else ""),
                label=period.label(),
                help_text=_dates_in(period, span),
            )

    def _add_names(self, prefix, words, answers, objects, proposed):
        choices = [
            ("", _("— choose —")),
            (LEFT_OUT, _("leave out")),
            *((key, str(each)) for key, each in objects.items()),
        ]
        for number, text in enumerate(words[:MOST_ASKED]):
            answer = answers.get(key_of(text))
            self.fields[f"{prefix}_{number}"] = forms.TypedChoiceField(
                coerce=int,
                empty_value=None,
                required=False,
                choices=choices,
                initial=proposed(text) if answer is None else answer,
                label=text or _("where the file does not say it"),
            )

    def _named(self, prefix):
        return [self[name] for name in self.fields if name.partition("_")[0] == prefix]

    @property
    def style_fields(self):
        return [self[name] for name in ("mark", "order") if name in self.fields]

    @property
    def labels(self):
        return self._named("label")

    @property
    def places(self):
        return self._named("place")

    @property
    def parts(self):
        return self._named("part")

    @property
    def asks_years(self) -> bool:
        return all(period.is_full_year for period in self.questions.periods)

    @property
    def not_asked(self) -> int:
        return sum(max(len(words) - MOST_ASKED, 0) for words in (self.questions.labels, self.questions.places))

    def clean(self):
        cleaned = super().clean()
        set_day_known(cleaned)
        if not cleaned.get("others_out"):
            for field in [*self.labels, *self.places]:
                if field.name in cleaned and cleaned[field.name] is None:
                    self.add_error(field.name, _("Say what this means, or leave it out."))
        return cleaned

    def answers(self, before: Answers) -> Answers:
        """`before`: what is known from earlier files; words that this file does not hold stay known."""
        cleaned, questions = self.cleaned_data, self.questions
        release = cleaned["release"]
        return replace(
            before,
            mark=cleaned.get("mark", ""),
            order=cleaned.get("order", ""),
            labels=before.labels | self._answered("label", questions.labels),
            places=before.places | self._answered("place", questions.places),
            others_out=cleaned.get("others_out", False),
            status=cleaned.get("status", "A"),
            parts={
                period.code: months
                for period in questions.periods
                if (months := cleaned[f"part_{period.code}"]) < period.months
            },
            release=release.pk if release else None,
            known_on=cleaned["known_on"].code,
        )

    def _answered(self, prefix, words):
        answered = {
            key_of(text): self.cleaned_data[f"{prefix}_{number}"] for number, text in enumerate(words[:MOST_ASKED])
        }
        return {key: answer for key, answer in answered.items() if answer is not None}
