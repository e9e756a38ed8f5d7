"""Renders labels and the commonest widgets without templates: a form with thirty blocks has hundreds of each."""

from html import escape

from django.forms.renderers import TemplatesSetting
from django.templatetags.static import static
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

WIDGETS = "django/forms/widgets/"
INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")


def _attributes(attrs):
    return "".join(
        f" {escape(name)}" if value is True else f" {escape(name)}={_quoted(str(value))}"
        for name, value in attrs.items()
        if value is not False
    )


def _quoted(text):
    """JSON, which is half double quotes, is a third shorter in single ones."""
    if '"' in text and "'" not in text:
        return f"'{escape(text, quote=False)}'"
    return f'"{escape(text)}"'


def _input(context):
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _textarea(context):
    widget = context["widget"]
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _option(option):
    value, label = escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'


def _select(context):
    widget = context["widget"]
    groups = []
    for name, options, _index in widget["optgroups"]:
        group = "".join(map(_option, options))
        groups.append(f'\n  <optgroup label="{conditional_escape(name)}">{group}\n  </optgroup>' if name else group)
    return f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>{"".join(groups)}\n</select>'


def _label(context):
    label, tag = conditional_escape(context["label"]), context["tag"]
    return f"<{tag}{_attributes(context['attrs'] or {})}>{label}</{tag}>" if context["use_tag"] else label


def _related(context):
    """A field with links to what it refers to, as admin/widgets/related_widget_wrapper.html."""
    about, change = {"model": context["model"]}, escape(context.get("change_related_template_url", ""))
    popup, view = escape(context["url_params"]), escape(context.get("view_related_url_params", ""))
    links = ""
    if not context["is_hidden"]:
        if context["can_change_related"]:
            title = _("Change selected %(model)s") % about
            links += _link(context, "change", f'data-href-template="{change}?{popup}" data-popup="yes"', title)
        if context["can_add_related"]:
            where = f'data-popup="yes" href="{escape(context["add_related_url"])}?{popup}"'
            links += _link(context, "add", where, _("Add another %(model)s") % about)
        if context["can_delete_related"]:
            where = f'data-href-template="{escape(context["delete_related_template_url"])}?{popup}" data-popup="yes"'
            links += _link(context, "delete", where, _("Delete selected %(model)s") % about)
        if context["can_view_related"]:
            title = _("View selected %(model)s") % about
            links += _link(context, "view", f'data-href-template="{change}?{view}"', title)
    model = "" if context["model_has_limit_choices_to"] else f'data-model-ref="{escape(context["model_name"])}"'
    return f'<div class="related-widget-wrapper" {model}>{context["rendered_widget"]}{links}</div>'


def _link(context, name, where, title):
    icon = static(f"admin/img/icon-{name}link.svg")
    return (
        f'<a class="related-widget-wrapper-link {name}-related" id="{name}_id_{escape(context["name"])}" {where} '
        f'title="{escape(title)}"><img src="{icon}" alt="" width="24" height="24"></a>'
    )


WRITERS = {
    **{f"{WIDGETS}{name}.html": _input for name in INPUTS},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
    "django/forms/label.html": _label,
    "admin/widgets/related_widget_wrapper.html": _related,
}
ERRORS = {"django/forms/errors/list/default.html", "django/forms/errors/list/ul.html"}


class FormRenderer(TemplatesSetting):
    """Gives what Django's templates of the same names give; all others are rendered as templates."""

    def render(self, template_name, context, request=None):
        if writer := WRITERS.get(template_name):
            return writer(context)
        if template_name in ERRORS and not context["errors"]:
            return ""
        return super().render(template_name, context, request)
