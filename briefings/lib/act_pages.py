"""The pages of acts: where a refusal is shown."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What an act refused, beside the field that it is about where the form shows it."""
    named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in named.items():
        visible = name in form.fields and not form.fields[name].widget.is_hidden
        for one in errors:
            form.add_error(name if visible else None, one)
