import json

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.acts import act_words
from ..lib.admin.lists import ReadOnly
from . import desk  # noqa: F401 (registers a section of the home page)
from .log_lines import lines
from .log_pages import log_page, may_read_log
from .models import Event
from .names_of_people import target_url


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["at", "who", "act_words", "target", "realm", "readable_detail", "whole_record"]

    def changelist_view(self, request, extra_context=None):
        return log_page(request)

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def get_object(self, request, object_id, from_field=None):
        event = super().get_object(request, object_id, from_field)
        if event:
            event.target_url, (event.line,) = target_url(event, request.user), lines([event])
        return event

    def has_view_permission(self, request, obj=None):
        return may_read_log(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_fields(self, request, obj=None):
        """With the batch whose values the event is about: its page has each old and new value."""
        return [*self.fields, *(["batch"] if obj and obj.detail.get("batch") else [])]

    @admin.display(description=gettext_lazy("batch of values"))
    def batch(self, event):
        key = event.detail["batch"]
        return format_html('<a href="{}">{}</a>', reverse("admin:briefings_batch_change", args=[key]), key)

    @admin.display(description=gettext_lazy("act"), ordering="act")
    def act_words(self, event):
        return act_words(event.act)

    @admin.display(description=gettext_lazy("thing"))
    def target(self, event):
        if not event.target_url:
            return event.thing
        return format_html('<a href="{}">{}</a>', event.target_url, event.thing)

    @admin.display(description=gettext_lazy("who"))
    def who(self, event):
        line = event.line
        return f"{line.who} ({line.user_name})" if line.user_name else line.who

    @admin.display(description=gettext_lazy("detail"))
    def readable_detail(self, event):
        pieces = event.line.pieces
        if not pieces:
            return self.get_empty_value_display()
        return render_to_string("admin/log_fields.html", {"fields": pieces[0].fields})

    @admin.display(description=gettext_lazy("as it is kept"))
    def whole_record(self, event):
        if not event.detail:
            return self.get_empty_value_display()
        detail = json.dumps(event.detail, ensure_ascii=False, indent=2)
        return format_html("<details><summary>{}</summary><pre>{}</pre></details>", _("Whole record"), detail)
