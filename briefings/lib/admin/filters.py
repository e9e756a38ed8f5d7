"""An admin list filter with an autocomplete field, for relations with too many choices for a list of links."""

import re
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import AutocompleteSelect

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
        widget = AutocompleteSelect(
            self.field, self.admin_site, attrs={"id": f"filter-{self.field_path}", "aria-label": self.title}
        )
        queryset = self.field.remote_field.model._default_manager.all()
        widget = forms.ModelChoiceField(queryset, required=False, widget=widget).widget
        chosen = [key for key in self.lookup_val or [] if KEY.fullmatch(key)][-1:]
        yield {
            "select": widget.render(self.lookup_kwarg, chosen),
            "kept": parse_qsl(others.removeprefix("?")),
            "without": others if chosen else "",
        }


class AutocompleteFilterMixin:
    """Adds the scripts of AutocompleteFilter to a ModelAdmin."""

    @property
    def media(self):
        return super().media + AutocompleteSelect(None, self.admin_site).media
