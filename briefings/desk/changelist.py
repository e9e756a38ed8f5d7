from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..articles.models import Edition
from ..articles.models.articles import Stage
from ..lib.admin.lists import OpenEndedChangeList
from .stages import DisplayStage, display_stage_of_each, has_display_stage


class ArticleChangeList(OpenEndedChangeList):
    def rows(self):
        return with_editions(self.queryset)


class StandingFilter(admin.SimpleListFilter):
    """Archived drafts are listed only under their own stage."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [(value, capfirst(label)) for value, label in DisplayStage.choices]

    def queryset(self, request, queryset):
        if self.value() in DisplayStage:
            return queryset.filter(has_display_stage(self.value()))
        return queryset.exclude(workflow__stage=Stage.ARCHIVED)


class MineFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", _("Mine")), ("0", _("Colleagues’"))]

    def queryset(self, request, queryset):
        if self.value() == "1":
            return queryset.filter(workflow__owner=request.user)
        if self.value() == "0":
            return queryset.exclude(workflow__owner=request.user)
        return queryset


def with_editions(queryset):
    public = Edition.objects.public().filter(article=OuterRef("pk")).order_by("-number")
    waiting = Edition.objects.waiting().filter(article=OuterRef("pk")).order_by("-number")
    return queryset.annotate(
        public_number=Subquery(public.values("number")[:1]),
        public_date=Subquery(public.values("publish_at")[:1]),
        waiting_date=Subquery(waiting.values("publish_at")[:1]),
        display_stage=display_stage_of_each(),
        waiting_held=Subquery(waiting.values("held_at")[:1]),
    )
