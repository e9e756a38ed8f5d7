"""Bylines: public names."""

from django.contrib import admin

from ..models import Byline, EditionByline


@admin.register(Byline)
class BylineAdmin(admin.ModelAdmin):
    list_display = ["name", "hidden"]
    list_filter = ["hidden"]
    search_fields = ["name"]

    def get_readonly_fields(self, request, obj=None):
        """A name under an edition is never another's: who is called otherwise gets another byline."""
        return ["name"] if obj and EditionByline.objects.filter(byline=obj).exists() else []
