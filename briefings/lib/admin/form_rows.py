"""Fields of a form as HTML. In Python, because an article with thirty blocks has 300 of them: Django's template for
them (admin/includes/fieldset.html, whose classes these are) took 45 of the form's 160 ms and 100 of its 280 KB."""

from html import escape

from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.safestring import SafeString, mark_safe

IN_ROWS = ("region", "ordering")  # hidden fields whose rows the editor of blocks looks for


def fields_html(form: BaseForm, lines: list[str | tuple[str, ...]]) -> SafeString:
    """The fields in `lines`, those of a tuple beside each other, then the hidden ones but the parent."""
    rows = [_row([form[name] for name in ([line] if isinstance(line, str) else line)]) for line in lines]
    hidden = [_hidden(field) for field in form.hidden_fields() if not hasattr(field.field, "parent_instance")]
    return mark_safe("\n".join(rows + hidden))


def _row(fields: list[BoundField]) -> str:
    if len(fields) == 1:
        (field,) = fields
        return f'<div class="form-row{_classes(field)}">{_errors(field)}<div>{_control(field)}</div></div>'
    boxes = [
        f"<div>{_errors(field)}{_control(field, f' fieldBox{_classes(field)}', is_first=field is fields[0])}</div>"
        for field in fields
    ]
    names = "".join(f" field-{field.name}" for field in fields)
    return f'<div class="form-row{names}"><div class="flex-container form-multiline">{"".join(boxes)}</div></div>'


def _errors(field):
    return field.errors if field.form.is_bound else ""


def _classes(field):
    return f"{' errors' if _errors(field) else ''} field-{field.name}"


def _control(field, classes="", *, is_first=True):
    """The field with its label and help text, each of which is translated whenever it is read."""
    words, help_text = str(field.label), str(field.help_text)
    is_checkbox = isinstance(field.field.widget, CheckboxInput)
    of_label = ["vCheckboxLabel"] * is_checkbox + ["required"] * field.field.required + ["inline"] * (not is_first)
    suffix = "" if is_checkbox or words[-1:] in ":?.!" else field.form.label_suffix
    classes_of_label = f' class="{" ".join(of_label)}"' if of_label else ""
    label = f'<label{classes_of_label} for="{field.id_for_label}">{escape(words)}{suffix}</label>'
    both = f"{field}{label}" if is_checkbox else f"{label}{field}"
    if help_text:
        help_text = f'<div class="help" id="{field.auto_id}_helptext"><div>{help_text}</div></div>'
    return f'<div class="flex-container{classes}{" checkbox-row" * is_checkbox}">{both}</div>{help_text}'


def _hidden(field):
    value = field.value()
    attributes = "" if value is None else f' value="{escape(str(value))}"'
    if field.name not in IN_ROWS:
        return f'<input type="hidden" name="{field.html_name}"{attributes}>'  # nothing refers to it by an id
    control = f'<input type="hidden" name="{field.html_name}"{attributes} id="{field.auto_id}">'
    return f'<div class="form-row hidden field-{field.name}">{control}</div>'
