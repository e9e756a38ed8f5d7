"""A filter for a list of the administration whose choices are too many for a column of links."""

import re
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import AutocompleteSelect

KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


class AutocompleteFilter(admin.RelatedFieldListFilter):
    """For a relation: its choices are looked up while one types. The ModelAdmin has FiltersByTyping before it."""

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
        """One choice: the select, and what else the list is narrowed by, which its form carries along."""
        others = changelist.get_query_string(remove=[*self.expected_parameters(), PAGE_VAR])
        finder = AutocompleteSelect(
            self.field, self.admin_site, attrs={"id": f"filter-{self.field_path}", "aria-label": self.title}
        )
        known = self.field.remote_field.model._default_manager.all()
        finder = forms.ModelChoiceField(known, required=False, widget=finder).widget
        chosen = [key for key in self.lookup_val or [] if KEY.fullmatch(key)][-1:]
        yield {
            "select": finder.render(self.lookup_kwarg, chosen),
            "kept": parse_qsl(others.removeprefix("?")),
            "without": others if chosen else "",
        }


class FiltersByTyping:
    """Mixed into a ModelAdmin before it: its list brings the scripts of an AutocompleteFilter."""

    @property
    def media(self):
        return super().media + AutocompleteSelect(None, self.admin_site).media
