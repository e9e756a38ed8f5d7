"""The renderer of forms writes what Django's templates would, only faster."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from briefings.lib.admin.form_renderer import FormRenderer
from briefings.statistics.models import Series

ODD = '<b> & "it\'s"\nmore'
GROUPED = [("", "none"), ("Group <1>", [(1, "one"), (ODD, ODD)])]
WIDGETS = [
    (forms.TextInput({"class": ODD, "maxlength": 7, "required": True, "readonly": False}), [ODD, "", None, 0]),
    (forms.HiddenInput(), [ODD, None]),
    (forms.NumberInput(), [1.5]),
    (forms.EmailInput(), ["a@b.example"]),
    (forms.PasswordInput(), ["secret"]),
    (forms.DateInput(), ["2026-01-31"]),
    (forms.CheckboxInput(), [True, False, "odd"]),
    (forms.Textarea({"rows": 3}), [ODD, "", None]),
    (forms.Select({"lang": "es"}, GROUPED), ["", 1, ODD, None]),
    (forms.SelectMultiple(choices=GROUPED), [[1, ODD], []]),
    (forms.NullBooleanSelect(), [None, True]),
    (forms.RadioSelect(choices=GROUPED), [1]),
]


@pytest.mark.parametrize(("widget", "values"), WIDGETS, ids=lambda given: type(given).__name__)
def test_widget_is_what_the_template_gives(widget, values):
    for value in values:
        ours, theirs = (
            widget.render("a[0]", value, {"id": "id_a"}, renderer) for renderer in (FormRenderer(), TemplatesSetting())
        )
        assert parse_html(ours) == parse_html(theirs)
        assert ours == theirs or "<option" in ours


@pytest.mark.parametrize("allowed", [[], ["change"], ["add", "delete"], ["view"], ["add", "change", "delete", "view"]])
def test_related_field_has_the_links_of_the_template(allowed):
    relation = Series._meta.get_field("indicator").remote_field
    links = {f"can_{name}_related": name in allowed for name in ("add", "change", "delete", "view")}
    widget = RelatedFieldWidgetWrapper(forms.Select(choices=GROUPED), relation, admin.site, **links)
    ours, theirs = (
        widget.render("a-0", 1, {"id": "id_a"}, renderer) for renderer in (FormRenderer(), TemplatesSetting())
    )
    assert parse_html(ours) == parse_html(theirs)
    assert ours.count("related-widget-wrapper-link") == len(allowed)


@pytest.mark.parametrize("renderer", [FormRenderer(), TemplatesSetting()], ids=["ours", "the templates"])
def test_labels_and_errors(renderer):
    class Form(forms.Form):
        name = forms.CharField(label="Name <1>")

    form = Form({}, renderer=renderer)
    assert form["name"].label_tag(attrs={"class": "x"}) == '<label class="x" for="id_name">Name &lt;1&gt;:</label>'
    assert str(form.non_field_errors()) == ""
    assert str(form["name"].errors) == '<ul class="errorlist" id="id_name_error"><li>This field is required.</li></ul>'
