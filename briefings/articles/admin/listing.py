"""The list of articles: its columns, filters and pages, with no COUNT over articles."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..models import Edition

LAST_PAGE = 100_000


class OpenEndedPaginator(Paginator):
    """Knows that a page after this one exists by reading one row too many; nothing is counted."""

    @cached_property
    def count(self):
        return 0

    def page(self, number):
        number = min(max(int(number), 1), LAST_PAGE)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        page = self._get_page(rows[: self.per_page], number, self)
        page.has_next = lambda: len(rows) > self.per_page
        return page


class OpenEndedChangeList(ChangeList):
    def get_results(self, request):
        articles = with_editions(self.queryset)
        self.paginator = self.model_admin.get_paginator(request, articles, self.list_per_page)
        page = self.paginator.page(self.page_num)
        self.page_num, self.result_list = page.number, page.object_list
        self.has_next, self.has_previous = page.has_next(), page.number > 1
        self.result_count, self.full_result_count = len(self.result_list), len(self.result_list)
        self.show_full_result_count = self.show_admin_actions = False
        self.can_show_all = self.multi_page = False

    def page_links(self):
        """(address of the previous page or "", number, address of the next page or "")."""
        previous = self.get_query_string({"p": self.page_num - 1}) if self.has_previous else ""
        following = self.get_query_string({"p": self.page_num + 1}) if self.has_next else ""
        return previous, self.page_num, following


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
    """With number and date of the newest public edition, and the date of the one that waits."""
    public = Edition.objects.public().filter(article=OuterRef("pk")).order_by("-number")
    waiting = Edition.objects.waiting().filter(article=OuterRef("pk")).order_by("-number")
    return queryset.annotate(
        public_number=Subquery(public.values("number")[:1]),
        public_date=Subquery(public.values("publish_at")[:1]),
        waiting_date=Subquery(waiting.values("publish_at")[:1]),
        waiting_held=Subquery(waiting.values("held_at")[:1]),
    )
