"""Autocomplete in the admin: widgets, and a list filter for relations with many choices."""

import re
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import BLANK_CHOICE_DASH

((_, NO_CHOICE),) = BLANK_CHOICE_DASH
KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


class AutocompleteFilter(admin.RelatedFieldListFilter):
    """The ModelAdmin must also inherit from AutocompleteFilterMixin, which adds the scripts."""

    template = "admin/filters/autocomplete.html"

    def __init__(self, field, request, params, model, model_admin, field_path):
        super().__init__(field, request, params, model, model_admin, field_path)
        if self.lookup_val == [""]:
            self.lookup_val = None
            del self.used_parameters[self.lookup_kwarg]
        self.admin_site = model_admin.admin_site

    def field_choices(self, field, request, model_admin):
        return []

    def has_output(self):
        return True

    def choices(self, changelist):
        """One choice: the select, and the other filters, which its form sends as hidden fields."""
        others = changelist.get_query_string(remove=[*self.expected_parameters(), PAGE_VAR])
        attributes = {"id": f"filter-{self.field_path}", "aria-label": self.title}
        widget = OneAutocomplete(self.field, self.admin_site, attrs=attributes)
        queryset = self.field.remote_field.model._default_manager.all()
        widget = forms.ModelChoiceField(queryset, required=False, widget=widget).widget
        chosen = [key for key in self.lookup_val or [] if KEY.fullmatch(key)][-1:]
        yield {
            "select": widget.render(self.lookup_kwarg, chosen),
            "kept": parse_qsl(others.removeprefix("?")),
            "without": others if chosen else "",
        }


class KeysOnly:
    """Mixin for an autocomplete widget: a posted value that is no key shows nothing, and its field has the error."""

    def optgroups(self, name, value, attr=None):
        if keys := [key for key in value if KEY.fullmatch(str(key))]:
            return super().optgroups(name, keys, attr)
        # A required field too: HTML wants an option where nothing is chosen.
        is_blank = not self.allow_multiple_selected
        return [(None, [self.create_option(name, "", "", False, 0)] if is_blank else [], 0)]


class OneAutocomplete(KeysOnly, AutocompleteSelect):
    def create_option(self, name, value, label, *arguments, **options):
        """An option must have words, that of no choice too; the script shows its own placeholder instead."""
        return super().create_option(name, value, label or NO_CHOICE, *arguments, **options)


class SeveralAutocomplete(KeysOnly, AutocompleteSelectMultiple):
    pass


class AutocompleteFilterMixin:
    """For every ModelAdmin with `autocomplete_fields` or an AutocompleteFilter."""

    @property
    def media(self):
        return super().media + AutocompleteSelect(None, self.admin_site).media

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", OneAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SeveralAutocomplete(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class NarrowedAutocomplete(OneAutocomplete):
    """Sends the parameters in `asked` with the search term; the ModelAdmin that answers reads them."""

    asked = None

    def get_url(self):
        return f"{super().get_url()}?{urlencode(self.asked)}" if self.asked else super().get_url()


class KnownAutocomplete(OneAutocomplete):
    """Saves a query: `known` is the chosen object when the form has already loaded it."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(pk) for pk in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options.append(self.create_option(name, self.known.pk, str(self.known), True, len(options)))
        return [(None, options, 0)]


class KnownChoiceField(forms.ModelChoiceField):
    """The same for what is posted, if it is what the form has loaded."""

    def to_python(self, value):
        known = getattr(self.widget, "widget", self.widget).known
        return known if known and str(value) == str(known.pk) else super().to_python(value)
