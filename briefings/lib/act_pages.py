"""The pages of acts: which form asks what an act needs to know, and where its refusal is shown."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from .acts import Act

_forms: dict[str, type[forms.Form]] = {}


def asks_for(*acts: Act):
    """For the form of these acts' pages; the names of its fields are the arguments of the acts."""

    def register(form):
        for act in acts:
            _forms[act.name] = form
        return form

    return register


def form_of(act: Act, default: type[forms.Form]) -> type[forms.Form]:
    return _forms.get(act.name, default)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What an act refused, beside the field that it is about where the form shows it."""
    named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in named.items():
        visible = name in form.fields and not form.fields[name].widget.is_hidden
        for one in errors:
            form.add_error(name if visible else None, one)
