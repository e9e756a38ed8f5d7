"""Forms to enter and revise values: from the form to `record_values`, and its errors back to the form's fields."""

from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...lib.acts import Attempt, why_not
from ..actions import record_values
from ..acts import RECORD_VALUES
from ..forms import NewValueForm, NewValuesForm, ReviseForm, line_error
from ..models import Batch

EMPTY_ROWS = 5
MAX_ROWS = 100
NewRows = formset_factory(NewValueForm, extra=EMPTY_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


def new_values_context(request, series, data=None):
    """The forms for first values; None for those who may not enter values."""
    if why_not(RECORD_VALUES, Attempt(request.user)):
        return {"new_values": None, "new_rows": None}
    return {
        "new_values": NewValuesForm(data, series=series, prefix="new"),
        "new_rows": NewRows(data, prefix="rows"),
    }


def enter_new(request, series, form, rows):
    """The batch, or None with the errors added to the forms."""
    forms_are_valid = [form.is_valid(), rows.is_valid()]
    if not all(forms_are_valid):
        return None
    entries = [(row, None, row.entry) for row in rows if row.entry]
    entries += [(None, line, entry) for line, entry in form.cleaned_data["pasted"]]
    if not entries:
        form.add_error(None, _("Type at least one period and its value."))
        return None
    values, places = [entry for _row, _line, entry in entries], [(row, line) for row, line, _entry in entries]
    return _recorded(request, series, values, form, places=places, kind=Batch.Kind.FIRST, reason={})


def revise_form(request, observation):
    """The form for another value of the observation; None for those who may not enter values."""
    if why_not(RECORD_VALUES, Attempt(request.user)):
        return None
    current = observation.current
    initial = {"value": None, "status": "A", "credibility": 3}
    if current:
        initial = {name: getattr(current, name) for name in ("value", "status", "low", "high", "credibility")}
    data = request.POST if request.method == "POST" else None
    return ReviseForm(data, series=observation.series, initial=initial)


def revise(request, observation, form):
    if not form.is_valid():
        return None
    reason = {"en": form.cleaned_data["reason_en"], "es": form.cleaned_data["reason_es"]}
    values = [form.entry(observation.period)]
    return _recorded(request, observation.series, values, form, kind=form.cleaned_data["kind"], reason=reason)


def _recorded(request, series, values, form, *, places=(), **options):
    release, known_on = form.cleaned_data["release"], form.cleaned_data["known_on"]
    try:
        return record_values(series, values, release=release, known_on=known_on, by=request.user, **options)
    except ValidationError as error:
        add_act_errors(error, form, places)
    return None


def add_act_errors(error, form, places=()):
    """Add an act's ValidationError to the form. `places`: (form of the row or None, pasted line) of each row."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            if name == "reason" and "reason_en" in form.fields:
                name = "reason_en"
            form.add_error(name if name in form.fields else None, errors)
        return
    for row_error in error.error_list:
        row, line = places[row_error.params["row"]] if row_error.code == "row" and places else (None, None)
        if row is not None:
            row.add_error("value", row_error.params["words"])
        elif line is not None:
            form.add_error("pasted", line_error(line, " ".join(row_error.messages)))
        else:
            form.add_error(None, row_error)


def success_message(batch):
    count = batch.vintages.count()
    if batch.stage == Batch.Stage.PROPOSED:
        return _("A published briefing uses this value: the revision waits until a second person applies it.")
    return ngettext("%(count)d value is on record.", "%(count)d values are on record.", count) % {"count": count}
