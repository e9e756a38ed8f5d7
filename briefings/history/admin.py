"""The record as a list to read, and what the admin of every publishable thing shares."""

import json

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..roles import may
from .actions import make_public
from .models import REALM_ACTS, Event


class VisibilityFilter(admin.SimpleListFilter):
    """Public or not yet."""

    title = gettext_lazy("visibility")
    parameter_name = "visibility"

    def lookups(self, request, model_admin):
        return [("public", _("Public")), ("private", _("Not public yet"))]

    def queryset(self, request, queryset):
        if self.value() in ("public", "private"):
            return queryset.filter(public_since__isnull=self.value() == "private")
        return queryset


class PublishableAdmin(admin.ModelAdmin):
    """Shows whether readers see a thing and lets those who may make it public: after saving it, or many in the list.

    Put `public_state` in `list_display` and VisibilityFilter in `list_filter`; the form shows the state by itself.
    A template of one's own extends "admin/briefings/publishable_change_form.html". A public thing keeps its address.
    """

    change_form_template = "admin/briefings/publishable_change_form.html"
    actions = ["make_selected_public"]

    @admin.display(description=gettext_lazy("visibility"), ordering="public_since")
    def public_state(self, thing):
        if not thing.is_public:
            return _("Not public yet")
        day = date_format(localtime(thing.public_since), "DATE_FORMAT")
        return _("Public since %(day)s") % {"day": day}

    def has_make_public_permission(self, request):
        return may(request.user, self.model.public_act)

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj), "public_state"]
        return [*fields, "slug"] if self._keeps_address(obj) else fields

    def get_prepopulated_fields(self, request, obj=None):
        fields = super().get_prepopulated_fields(request, obj)
        return {name: names for name, names in fields.items() if name != "slug" or not self._keeps_address(obj)}

    @staticmethod
    def _keeps_address(thing):
        return bool(thing and thing.is_public and hasattr(thing, "slug"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        named = {name for _title, options in fieldsets for name in options["fields"]}
        if "public_state" in named:
            return fieldsets
        return [*fieldsets, (_("Visibility"), {"fields": ["public_state"]})]

    def get_view_on_site_url(self, obj=None):
        if obj and obj.is_public and hasattr(obj, "get_absolute_url"):
            return obj.get_absolute_url()
        return None

    def render_change_form(self, request, context, *args, **kwargs):
        thing = kwargs.get("obj")
        public = bool(thing and thing.is_public)
        context["offers_make_public"] = not public and self.has_make_public_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return self._made_public(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._made_public(request, obj) or super().response_change(request, obj)

    def _made_public(self, request, thing):
        """Still inside the transaction that saved: who may not make it public has saved nothing either."""
        if "_make_public" not in request.POST:
            return None
        make_public(thing, by=request.user)
        self.message_user(request, _("Readers can see “%(thing)s” now.") % {"thing": thing}, messages.SUCCESS)
        return HttpResponseRedirect(
            reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
        )

    @admin.action(description=gettext_lazy("Make public"), permissions=["make_public"])
    def make_selected_public(self, request, queryset):
        with transaction.atomic():
            made = [make_public(thing, by=request.user) for thing in queryset.filter(public_since__isnull=True)]
        self.message_user(request, _("Made public: %(count)s.") % {"count": len(made)}, messages.SUCCESS)


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """The acts of the realms whose history the person may see; to read, never to write."""

    list_display = ["at", "by_name", "act_words", "target_label", "realm"]
    list_filter = ["realm", "at"]
    search_fields = ["by_name", "target_label", "act"]
    fields = ["at", "by_name", "act_words", "target", "realm", "readable_detail"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_view_permission(self, request, obj=None):
        return any(may(request.user, act) for act in REALM_ACTS.values())

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("act"), ordering="act")
    def act_words(self, event):
        return event.act.replace("_", " ").capitalize()

    @admin.display(description=gettext_lazy("thing"))
    def target(self, event):
        try:
            url = reverse(f"admin:briefings_{event.target_type}_change", args=[event.target_id])
        except NoReverseMatch:
            return event.target_label
        return format_html('<a href="{}">{}</a>', url, event.target_label)

    @admin.display(description=gettext_lazy("detail"))
    def readable_detail(self, event):
        if not event.detail:
            return self.get_empty_value_display()
        return format_html("<pre>{}</pre>", json.dumps(event.detail, ensure_ascii=False, indent=2))
