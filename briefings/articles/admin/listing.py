"""The list of articles: its columns and filters."""

from django.contrib import admin
from django.db.models import Case, OuterRef, Subquery, When
from django.utils.translation import gettext_lazy as _

from ...lib.admin_pages import OpenEndedChangeList
from ..models import Edition
from .stages import untouched


class ArticleChangeList(OpenEndedChangeList):
    def rows(self):
        return with_editions(self.queryset)


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
    """With number and date of the newest public edition, the date of the one that waits, and whether nobody has
    touched the article since."""
    public = Edition.objects.public().filter(article=OuterRef("pk")).order_by("-number")
    waiting = Edition.objects.waiting().filter(article=OuterRef("pk")).order_by("-number")
    return queryset.annotate(
        public_number=Subquery(public.values("number")[:1]),
        public_date=Subquery(public.values("publish_at")[:1]),
        waiting_date=Subquery(waiting.values("publish_at")[:1]),
        untouched=Case(When(untouched(), then=True), default=False),
        waiting_held=Subquery(waiting.values("held_at")[:1]),
    )
