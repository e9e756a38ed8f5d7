"""The record: the log in the place of a list, and a page for each act."""

import json

import auditlog.admin  # noqa: F401 (registers the page that goes away below)
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from ..lib.admin_pages import ReadOnly
from ..roles import may
from . import desk  # noqa: F401 (what changed lately stands on the first page)
from .log_pages import log_page, may_read_log
from .models import Event, FieldChange
from .words import act_words

admin.site.unregister(FieldChange)  # the log shows them, among the events


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    """The acts of the realms whose history the person may see; to read, never to write."""

    fields = ["at", "by_name", "act_words", "target", "realm", "readable_detail"]

    def changelist_view(self, request, extra_context=None):
        return log_page(request)

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def get_object(self, request, object_id, from_field=None):
        event = super().get_object(request, object_id, from_field)
        if event:
            event.target_opens = event.target_type != "user" or may(request.user, "manage_users")
        return event

    def has_view_permission(self, request, obj=None):
        return may_read_log(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    @admin.display(description=gettext_lazy("act"), ordering="act")
    def act_words(self, event):
        return act_words(event.act)

    @admin.display(description=gettext_lazy("thing"))
    def target(self, event):
        if not event.target_opens:
            return event.target_label
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
