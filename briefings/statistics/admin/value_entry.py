"""Ways in to a series: a form with rows and a paste, and the form of one revision. Both end in the preview."""

from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.acts import Attempt, why_not
from ..acts import RECORD_VALUES
from ..entering.comparing import compare
from ..entering.entries import Entry, Preview
from ..entering.forms import NewValueForm, NewValuesForm, ReviseForm, line_error

EMPTY_ROWS = 5
MAX_ROWS = 100
NewRows = formset_factory(NewValueForm, extra=EMPTY_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


@dataclass
class Input:
    """What was typed: a preview of it, or ambiguous numbers to ask about, or neither where the forms have errors."""

    preview: Preview | None = None
    entries: list[Entry] = field(default_factory=list)
    questions: list = field(default_factory=list)
    release: object = None
    known_on: object = None


def new_values_context(request, series, data=None):
    """The forms for new values; None for those who may not enter values."""
    if why_not(RECORD_VALUES, Attempt(request.user)):
        return {"new_values": None, "new_rows": None}
    mark = decimal_mark_of(data)
    return {
        "new_values": NewValuesForm(data, series=series, prefix="new", mark=mark),
        "new_rows": NewRows(data, prefix="rows", form_kwargs={"mark": mark}),
    }


def decimal_mark_of(data):
    """The answer to "4.886 means"."""
    mark = (data or {}).get("mark", "")
    return mark if mark in (".", ",") else ""


def read_new(series, form, rows) -> Input:
    """The errors are added to the forms."""
    forms_are_valid = [form.is_valid(), rows.is_valid()]
    if not all(forms_are_valid):
        return Input(questions=questions_in([form, *rows]))
    places = rows_typed(form, rows)
    if not places:
        form.add_error(None, _("Type at least one period and its value."))
        return Input()
    entries = [Entry(series, value, number) for number, (_row, _line, value) in enumerate(places)]
    return _compared(entries, form, places)


def rows_typed(form, rows):
    """(row, None, value) of each row and (None, line, value) of each pasted line, with the place in the release."""
    places = [(row, None, row.entry) for row in rows if row.entry]
    places += [(None, line, value) for line, value in form.cleaned_data["pasted"]]
    where = form.cleaned_data["locator"]
    return [(row, line, value if value.locator else replace(value, locator=where)) for row, line, value in places]


def revise_form(request, observation):
    """The form for another value of the observation; None for those who may not enter values."""
    if why_not(RECORD_VALUES, Attempt(request.user)):
        return None
    current = observation.current
    initial = {"value": None, "status": "A", "credibility": 3}
    if current:
        names = ("value", "status", "low", "high", "credibility", "release", "locator")
        initial = {name: getattr(current, name) for name in names}
    data = request.POST if request.method == "POST" else None
    return ReviseForm(data, series=observation.series, initial=initial, mark=decimal_mark_of(data))


def read_revision(observation, form) -> Input:
    if not form.is_valid():
        return Input(questions=questions_in([form]))
    release = form.cleaned_data["release"]
    entry = Entry(
        observation.series, form.entry(observation.period), 0, release=release.pk if release else None, is_whole=True
    )
    return _compared([entry], form)


def _compared(entries, form, places=()):
    known_on, release = form.cleaned_data["known_on"], form.cleaned_data["release"]
    preview = compare(entries, now=timezone.now(), known_on=known_on, release=release)
    for problem in preview.refused:
        show_problem(problem, form, places)
    if preview.refused:
        return Input()
    if not preview.changes:
        form.add_error(None, _("Nothing changes: every value is on record as it is."))
        return Input()
    return Input(preview, entries, release=release, known_on=known_on)


def show_problem(problem, form, places):
    row, line, _value = places[problem.row] if places else (None, None, None)
    if row is not None:
        row.add_error("value", problem.message)
    elif line is not None:
        form.add_error("pasted", line_error(line, problem.message))
    else:
        form.add_error(None, problem.message)


def questions_in(forms):
    """The ambiguous numbers, where nothing else is wrong."""
    errors = [error for form in forms for errors in form.errors.as_data().values() for error in errors]
    ambiguous = [error.params["number"] for error in errors if error.code == "ambiguous"]
    return ambiguous if len(ambiguous) == len(errors) else []


def add_act_errors(error: ValidationError, form) -> None:
    """Add an act's ValidationError to the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        if name == "reason" and "reason_en" in form.fields:
            name = "reason_en"
        form.add_error(name if name in form.fields else None, errors)
