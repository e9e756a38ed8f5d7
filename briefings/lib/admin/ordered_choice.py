"""A form field for several objects in an order, found by autocomplete."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models

from ..numbers import as_number
from .autocomplete import OneAutocomplete


class OrderedChoice(forms.Widget):
    """The chosen objects as a sortable list; its hidden inputs are posted in that order.

    `field` is the model field whose autocomplete finds objects; `known` are chosen objects by key, to save a query.
    """

    template_name = "admin/widgets/ordered_choice.html"
    needs_multipart_form = False

    def __init__(self, field, admin_site, attrs=None):
        super().__init__(attrs)
        self.field, self.finder = field, OneAutocomplete(field, admin_site)
        self.known, self.choices = {}, None

    @property
    def media(self):
        return self.finder.media + forms.Media(js=["admin/js/jquery.init.js", "briefings/admin/ordered_choice.js"])

    def value_from_datadict(self, data, files, name):
        return self.keys_in(data, name)

    @staticmethod
    def keys_in(data, name) -> list[str]:
        """What was posted, which may be no keys at all."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        pks = [str(pk) for pk in value or []]
        known = {str(pk): thing for pk, thing in self.known.items()}
        missing = [pk for pk in pks if pk not in known and as_number(pk) is not None]
        if missing:
            known |= {str(thing.pk): thing for thing in self.choices.queryset.filter(pk__in=missing)}
        self.finder.choices = self.choices
        finder_attrs = {**context["widget"]["attrs"], "data-ordered-choice": name}
        context["widget"]["finder"] = self.finder.render(f"{name}-add", None, finder_attrs)
        context["widget"]["chosen"] = [(pk, str(known[pk])) for pk in dict.fromkeys(pks) if pk in known]
        return context


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """The cleaned value is a list in the order in which the keys were posted."""

    def clean(self, value):
        """What the widget knows needs no query."""
        keys, known = dict.fromkeys(map(str, value or [])), {str(pk): thing for pk, thing in self.widget.known.items()}
        for key in keys:
            if as_number(key) is None:
                raise ValidationError(self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": key})
        missing = [key for key in keys if key not in known]
        if missing or not keys:
            known |= {str(thing.pk): thing for thing in super().clean(missing)}
        return [known[key] for key in keys]

    def has_changed(self, initial, data):
        return not self.disabled and [str(pk) for pk in initial or []] != [str(pk) for pk in data or []]

    def prepare_value(self, value):
        return [getattr(item, "pk", item) for item in value or []]


def choice_field(row_field: models.Field, *, field=OrderedChoiceField, widget=OrderedChoice, **options):
    """The field for an ordered selection of objects that a row's `row_field` refers to."""
    queryset = row_field.remote_field.model._default_manager.all()
    return field(queryset=queryset, widget=widget(row_field, admin.site), **options)
