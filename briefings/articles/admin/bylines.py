"""Bylines: public names."""

from django.contrib import admin

from ..models import Byline


@admin.register(Byline)
class BylineAdmin(admin.ModelAdmin):
    list_display = ["name", "hidden"]
    list_filter = ["hidden"]
    search_fields = ["name"]
